package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Commands that are stored first and carried out then ({@code Prefer: respond-async}). */
class SendingForLaterTest extends EndToEnd {

    private static final String[] LATER = {"Prefer", "respond-async"};

    @Test
    void whenAnOrderIsPlacedForLater_thenItIsPlacedAndItsAnswerCanBeRead() {
        String name = Shop.unique("Zacharias ");
        String sku = shop.listed("2.00", 5);
        Answer accepted = shop.post(
                        "/orders", Shop.order("\"customerName\": \"%s\"".formatted(name), new Line(sku, 2)), LATER)
                .expect(202);
        assertThat(accepted.header("Preference-Applied")).isEqualTo("respond-async");
        assertThat(accepted.header("Location")).isEqualTo("/commands/" + accepted.text("/commandId"));

        Answer done = ended(accepted);
        assertThat(done.text("/status")).isEqualTo("succeeded");
        assertThat(done.number("/answer/version")).isZero();
        assertThat(shop.confirmed(done.text("/answer/id")).text("/customerName"))
                .isEqualTo(name);
        assertThat(new Tables(program.jdbc()).rowsWith(name)).isEmpty();
    }

    @Test
    void whenARuleSaysNo_thenThatIsToldThere() {
        Answer rejected = ended(shop.post("/orders/" + Shop.unique("none-") + "/delivery", "{}", LATER)
                .expect(202));

        assertThat(rejected.text("/status")).isEqualTo("rejected");
        assertThat(rejected.text("/problem/code")).isEqualTo("order_not_found");
        assertThat(rejected.number("/problem/status")).isEqualTo(404);
        assertThat(rejected.text("/finishedAt")).isNotNull();
        shop.post("/orders", Shop.order("", new Line(Shop.unique("none-"), 1)), LATER)
                .expectProblem(422, "unknown_product");
        // What is written of somebody is stored under that person's key only, so it has to be known whose that is.
        shop.post("/orders/" + Shop.unique("none-") + "/cancellation", "{\"reason\": \"r\"}", LATER)
                .expectProblem(404, "order_not_found");
        shop.get("/commands/none").expectProblem(404, "command_not_found");
    }

    @Test
    void givenMany_whenTheProgramIsRestarted_thenEachIsCarriedOutOnceInTheirOrder() {
        String sku = shop.listed("1.00", 1);
        List<Answer> accepted = new ArrayList<>();
        for (int i = 2; i <= 21; i++) {
            String[] headers = {
                LATER[0], LATER[1], "Idempotency-Key", UUID.randomUUID().toString()
            };
            String price = "{\"price\": %s}".formatted(Shop.gbp(i + ".00"));
            accepted.add(shop.put("/products/" + sku + "/price", price, headers).expect(202));
            Answer again =
                    shop.put("/products/" + sku + "/price", price, headers).expect(202);
            assertThat(again.body()).isEqualTo(accepted.get(accepted.size() - 1).body());
            assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        }

        program.restart();
        shop = new Shop(program.address());

        List<Long> versions =
                accepted.stream().map(it -> ended(it).number("/answer/version")).toList();
        assertThat(versions).isSorted().doesNotHaveDuplicates().hasSize(20).endsWith(20L);
        assertThat(shop.await("/products/" + sku + "?minVersion=20").amount("/price"))
                .isEqualByComparingTo("21.00");
    }

    private Answer ended(Answer accepted) {
        return shop.eventually(accepted.header("Location"), it -> !"pending".equals(it.text("/status")));
    }
}
