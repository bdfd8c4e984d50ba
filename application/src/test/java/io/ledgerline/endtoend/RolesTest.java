package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.endtoend.Shop.Line;
import io.ledgerline.processing.ProcessorProperties;
import io.ledgerline.roles.RolesRefused;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** With a program of its own: what it does is changed from start to start. */
class RolesTest {

    @Test
    void givenAnInstanceWithoutProcesses_whenAnotherRunsThem_thenOrdersAcceptedBeforeAreConfirmed() throws IOException {
        try (Program program = new Program(Store.POSTGRES, "--ledgerline.roles=command,query")) {
            program.ensureRunning();
            Shop shop = new Shop(program.address());
            String sku = shop.listed("3.00", 10);
            String order = shop.placed(new Line(sku, 2));
            Answer pending = shop.await("/orders/" + order + "?minVersion=0");

            assertThat(pending.text("/status")).isEqualTo("PENDING");
            assertThat(program.jdbc()
                            .sql("select distinct processor_name from write.processor_token where owner is null")
                            .query(String.class)
                            .list())
                    .contains("order-process")
                    .containsAll(processes(program));
            assertThat(program.jdbc()
                            .sql("select count(*) from write.processor_token where owner is not null")
                            .query(Long.class)
                            .single())
                    .isZero();

            program.restartWith("--ledgerline.roles=process,command,query");
            new Shop(program.address()).confirmed(order);
        }
    }

    private static List<String> processes(Program program) {
        return program.bean(ProcessorProperties.class).processors().entrySet().stream()
                .filter(processor -> processor.getValue().side() == ProcessorProperties.Side.WRITE)
                .map(Map.Entry::getKey)
                .toList();
    }

    @Test
    void givenAnInstanceForReads_whenItIsSentACommand_thenThereIsNoSuchAddress() throws IOException {
        try (Program program = new Program(Store.POSTGRES)) {
            program.ensureRunning();
            Shop shop = new Shop(program.address());
            String sku = shop.listed("3.00", 10);

            program.restartWith("--ledgerline.roles=query");
            Shop reads = new Shop(program.address());

            reads.get("/products/" + sku).expect(200);
            reads.post("/orders", Shop.order("", new Line(sku, 1))).expect(405);
            reads.post("/products", Shop.product("X", "X", "1.00", 1)).expect(405);
        }
    }

    @Test
    void givenARoleThatThereIsNot_whenItIsStarted_thenItRefuses() throws IOException {
        try (Program program = new Program(Store.POSTGRES, "--ledgerline.roles=command,querry")) {
            assertThatThrownBy(program::ensureRunning)
                    .hasRootCauseInstanceOf(RolesRefused.class)
                    .rootCause()
                    .hasMessageContaining("'querry'");
        }
    }
}
