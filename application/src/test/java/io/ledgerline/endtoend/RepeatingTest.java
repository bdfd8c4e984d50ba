package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.endtoend.Shop.Line;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Requests that are sent again with the same {@code Idempotency-Key}. */
class RepeatingTest extends EndToEnd {

    private final String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};

    @Test
    void whenThirtyTwoSendTheSameRequestAtTheSameTime_thenItIsCarriedOutOnceAndAllGetTheSameAnswer() {
        String sku = shop.listed("2.00", 100);
        String form = Shop.order("", new Line(sku, 1));

        List<Answer> answers = shop.postAll(
                "/orders", IntStream.range(0, 32).mapToObj(i -> form).toList(), key);

        assertThat(answers).allSatisfy(answer -> answer.expect(201));
        assertThat(answers).extracting(Answer::body).containsOnly(answers.get(0).body());
        assertThat(answers)
                .extracting(it -> it.header("Location"))
                .containsOnly(answers.get(0).header("Location"));
        assertThat(answers)
                .filteredOn(it -> it.headers().getFirst("Idempotency-Replayed") == null)
                .hasSize(1);
        shop.confirmed(answers.get(0).text("/id"));
        assertThat(shop.stock(sku, it -> it.number("/stock/reserved") > 0).number("/stock/reserved"))
                .isEqualTo(1);
    }

    @Test
    void givenAnAnswer_whenTheProgramIsRestarted_thenItIsStillTheSame() {
        String sku = shop.listed("2.00", 5);
        String order = Shop.order("", new Line(sku, 1));
        Answer placed = shop.post("/orders", order, key).expect(201);
        String[] other = {"Idempotency-Key", UUID.randomUUID().toString()};
        String cancellation = "/orders/" + placed.text("/id") + "/delivery";
        Answer refused = shop.post(cancellation, "{}", other).expect(409);
        shop.confirmed(placed.text("/id"));

        program.restart();
        shop = new Shop(program.address());

        Answer again = shop.post("/orders", order, key).expect(201);
        assertThat(again.body()).isEqualTo(placed.body());
        assertThat(again.header("ETag")).isEqualTo(placed.header("ETag"));
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(shop.post(cancellation, "{}", other).expect(409).body()).isEqualTo(refused.body());
        shop.post("/orders", Shop.order("", new Line(sku, 2)), key).expectProblem(422, "idempotency_key_reused");
    }

    @Test
    void givenTheKeysTimeIsOver_whenTheSameRequestIsSentAgain_thenItIsCarriedOutAnew() {
        String order = Shop.order("", new Line(shop.listed("2.00", 5), 1));
        Answer placed = shop.post("/orders", order, key).expect(201);
        updateKept(placed, "asked_at = asked_at - interval '25 hours'");

        Answer again = shop.post("/orders", order, key).expect(201);

        assertThat(again.text("/id")).isNotEqualTo(placed.text("/id"));
        assertThat(again.headers().getFirst("Idempotency-Replayed")).isNull();
        assertThat(shop.post("/orders", order, key).expect(201).text("/id")).isEqualTo(again.text("/id"));
    }

    @Test
    void givenTheProgramDiedBeforeItAnswered_whenAskedAgain_thenTheAnswerIsWhatItWouldHaveBeen() {
        String sku = shop.listed("2.00", 5);
        String order = Shop.order("", new Line(sku, 1));
        Answer placed = shop.post("/orders", order, key).expect(201);
        shop.confirmed(placed.text("/id"));
        // As a crash between the command and the answer leaves it; and then the product can't be ordered any more.
        updateKept(placed, "status = null, headers = null, body = null, claimed_until = now()");
        shop.post("/products/" + sku + "/discontinuation", "{}", "Prefer", "return=representation")
                .expect(200);

        Answer again = shop.post("/orders", order, key).expect(201);

        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.body()).isEqualTo(placed.body());
        assertThat(again.header("ETag")).isEqualTo(placed.header("ETag"));
        assertThat(again.header("Location")).isEqualTo(placed.header("Location"));
        assertThat(shop.post("/orders", order, key).expect(201).header("Idempotency-Replayed"))
                .isEqualTo("true");
        shop.stock(sku, it -> it.number("/stock/reserved") == 1);
    }

    /** It is kept a moment after it is given. */
    private void updateKept(Answer placed, String change) {
        await().until(() -> program.jdbc()
                        .sql("update write.idempotency_keys set %s where body like ?".formatted(change))
                        .param("%" + placed.text("/id") + "%")
                        .update()
                == 1);
    }

    @Test
    void givenAnAnswerThatCouldNotBeKept_whenAskedAgain_thenTheLogGivesTheSame() {
        String sku = shop.listed("2.00", 5);
        String order = Shop.order("", new Line(sku, 1));
        String table = "alter table write.idempotency_keys ";
        program.jdbc()
                .sql(table + "add constraint planted check (status is null) not valid")
                .update();
        Answer placed = shop.post("/orders", order, key).expect(201);
        program.jdbc().sql(table + "drop constraint planted").update();
        shop.confirmed(placed.text("/id"));
        shop.post("/products/" + sku + "/discontinuation", "{}").expect(200);

        Answer again = shop.post("/orders", order, key).expect(201);

        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.body()).isEqualTo(placed.body());
        assertThat(again.header("ETag")).isEqualTo(placed.header("ETag"));
        assertThat(again.header("Location")).isEqualTo(placed.header("Location"));
        shop.stock(sku, it -> it.number("/stock/reserved") == 1);
    }

    @Test
    void givenAnAnswerWithNames_whenItIsRepeated_thenItIsTheSameYetTheNamesAreStoredNowhere() {
        String name = Shop.unique("Zebediah ");
        String[] headers = {key[0], key[1], "Prefer", "return=representation"};
        String order = Shop.order("\"customerName\": \"%s\"".formatted(name), new Line(shop.listed("2.00", 5), 1));

        Answer placed = shop.post("/orders", order, headers).expect(201);
        assertThat(placed.text("/customerName")).isEqualTo(name);
        Answer again = shop.post("/orders", order, headers).expect(201);

        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.header("Preference-Applied")).isEqualTo("return=representation");
        assertThat(again.body()).isEqualTo(placed.body());
        assertThat(new Tables(program.jdbc()).rowsWith(name)).isEmpty();
        forget(placed.text("/customerId"));
        program.restart();
        shop = new Shop(program.address());
        assertThat(shop.post("/orders", order, headers).expect(201).body())
                .isEqualTo("{\"id\":\"%s\",\"version\":0}".formatted(placed.text("/orderId")));
    }

    /** Cached keys are forgotten with the program. */
    private void forget(String customer) {
        program.jdbc()
                .sql("delete from write.customer_key where customer_id = ?")
                .param(customer)
                .update();
    }

    @Test
    void whenAPaymentAndARefundAreRepeated_thenMoneyMovesOnce() {
        String order = shop.placed(new Line(shop.listed("4.00", 5), 1));
        shop.confirmed(order);
        Answer paid = shop.pay(order, "tok_ok", key).expect(201);
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));

        assertThat(shop.pay(order, "tok_ok", key).expect(201).body()).isEqualTo(paid.body());
        assertThat(shop.get("/payments?orderId=" + order).items("paymentId")).containsExactly(paid.text("/id"));
    }
}
