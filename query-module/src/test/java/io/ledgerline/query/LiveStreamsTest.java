package io.ledgerline.query;

import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.placed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.order.FindOrder;
import io.ledgerline.query.order.OrderView;
import io.ledgerline.query.order.Orders;
import java.time.Duration;
import java.util.List;
import org.axonframework.queryhandling.QueryGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.context.support.StaticApplicationContext;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.test.StepVerifier;

class LiveStreamsTest {

    private final ReadSide readSide = ReadSide.empty();
    private final LiveStreams live = new LiveStreams(Duration.ofSeconds(15));

    @Test
    void aStreamEndsWhenTheProgramStops() {
        readSide.project(new Log().append(placed("75", line("MUG", 1, "4"))));

        StepVerifier.create(follow())
                .expectNextCount(1)
                .then(() -> live.onApplicationEvent(new ContextClosedEvent(new StaticApplicationContext())))
                .expectComplete()
                .verify(Duration.ofSeconds(10));
        await().until(() -> readSide.followers() == 0);
    }

    @Test
    void whatAnotherNodeHasWrittenIsReadOnceItSaysSo() {
        Log log = new Log();
        readSide.project(log.append(placed("75", line("MUG", 1, "4"))));

        StepVerifier.create(follow().filter(event -> event.event() != null).map(ServerSentEvent::id))
                .expectNext("0")
                .then(() -> readSide.projectElsewhere(List.of(log.append(new OrderConfirmed(new OrderId("75"))))))
                .then(() -> readSide.otherNode().wrote("orders", "76"))
                .expectNoEvent(Duration.ofMillis(300))
                .then(() -> readSide.otherNode().wrote("orders", "75"))
                .expectNext("1")
                .thenCancel()
                .verify(Duration.ofSeconds(10));
    }

    @Test
    void otherNodesAreToldWhatIsWrittenHere() {
        readSide.project(new Log().append(placed("other-75", line("MUG", 1, "4"))));

        assertThat(readSide.otherNode().told()).contains("orders other-75", "audit other-75");
    }

    @ParameterizedTest
    @CsvSource({"7, 7", "' 7 ', 7", "-3, -1", "nonsense, -1", ", -1"})
    void theLastEventIsAVersionOrNone(String header, long version) {
        assertThat(LiveStreams.lastSeen(header)).isEqualTo(version);
    }

    @ParameterizedTest
    @CsvSource({"PT0S", "PT16S", "PT-1S"})
    void aHeartbeatThatClientsCannotRelyOnIsRefused(Duration heartbeat) {
        assertThatThrownBy(() -> new QueryProperties(heartbeat)).isInstanceOf(InvalidValue.class);
    }

    private Flux<ServerSentEvent<OrderView>> follow() {
        var reader = new ViewReader<>(
                readSide.bean(QueryGateway.class),
                Orders.class,
                found -> found.orders().stream().findFirst(),
                OrderView.class,
                readSide.otherNode());
        return live.follow(reader, new FindOrder(new OrderId("75")), "order", Mono::just, -1);
    }
}
