package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.ConnectionFactory;
import org.junit.jupiter.api.Test;
import org.springframework.r2dbc.core.DatabaseClient;

/** That the other scenarios' check for blocked event loops would find one. */
class EventLoopTest extends EndToEnd {

    @Test
    void givenAnAddressThatBlocks_whenItIsAsked_thenTheCallIsCaughtWithItsThreadAndStack() {
        String thread = shop.get("/planted-fault").expect(200).body();

        assertThat(thread).startsWith("webflux-http-");
        assertThat(BlockingCalls.take()).anySatisfy(call -> {
            assertThat(call.method()).contains("park");
            assertThat(call.thread()).isEqualTo(thread);
            assertThat(call.stack()).anyMatch(PlantedFault::isIn);
        });
    }

    @Test
    void givenAQueryWhoseRowsAreWaitedOver_whenItIsRun_thenTheDatabasesEventLoopIsWatchedToo() {
        String thread = DatabaseClient.create(program.bean(ConnectionFactory.class))
                .sql("select 1")
                .map(row -> PlantedFault.block())
                .one()
                .block(Shop.PATIENCE);

        assertThat(thread).startsWith("reactor-tcp-");
        assertThat(BlockingCalls.take()).anySatisfy(call -> {
            assertThat(call.thread()).isEqualTo(thread);
            assertThat(call.stack()).anyMatch(PlantedFault::isIn);
        });
    }
}
