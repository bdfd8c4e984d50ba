package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.endtoend.Shop.Line;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class HealthTest extends EndToEnd {

    @Test
    void givenARunningProgram_whenItsHealthIsAskedFor_thenItIsWellAndTellsAnyoneNoMore() {
        shop.confirmed(shop.placed(new Line(shop.listed("1.00", 5), 1)));

        for (String group : new String[] {"", "/liveness", "/readiness"}) {
            Answer health = shop.get("/actuator/health" + group).expect(200);
            assertThat(health.text("/status")).isEqualTo("UP");
            assertThat(health.body()).doesNotContain("orders-view", "details");
        }
        Answer details = shop.get("/admin/health").expect(200);
        assertThat(details.text("/stores/status")).isEqualTo("UP");
        assertThat(details.text("/stores/details/write")).isEqualTo("reachable");
        assertThat(details.text("/stores/details/read")).isEqualTo("reachable");
        assertThat(details.text("/stores/details/log")).isEqualTo("reachable");
        assertThat(details.text("/processors/details/orders-view")).startsWith("running");
        assertThat(details.at("/processors/details/deadLetters").isNumber()).isTrue();
    }

    /** With a program of its own: its view is broken, and its patience short. */
    @Test
    void givenAViewThatCannotGoOn_whenItIsTooFarBehind_thenTheProgramIsAliveButNotReady() throws IOException {
        try (Program own = new Program(program.store(), "--ledgerline.health.max-lag=PT1S")) {
            own.ensureRunning();
            Shop other = new Shop(own.address());
            String sku = other.listed("1.00", 5);
            await().atMost(Shop.PATIENCE)
                    .untilAsserted(() -> other.get("/actuator/health/readiness").expect(200));

            own.jdbc().sql("alter table read.orders rename to orders_away").update();
            other.post("/orders", Shop.order("", new Line(sku, 1))).expect(201);

            await().atMost(Shop.PATIENCE)
                    .untilAsserted(() -> other.get("/actuator/health/readiness").expect(503));
            other.get("/actuator/health/liveness").expect(200);
            assertThat(other.get("/admin/health").expect(200).text("/processors/status"))
                    .isEqualTo("DOWN");

            own.jdbc().sql("alter table read.orders_away rename to orders").update();
            await().atMost(Shop.PATIENCE)
                    .untilAsserted(() -> other.get("/actuator/health/readiness").expect(200));
        }
    }
}
