package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** A person has the right to be forgotten, although the log never changes. */
class ForgettingCustomersTest extends EndToEnd {

    @Test
    void givenOrders_whenTheCustomerIsForgotten_thenNamesAreGoneAndFactsStay() {
        String customer = Shop.unique("c");
        String order = placed(customer);
        Answer before = shop.confirmed(order);
        assertThat(before.text("/customerName")).isNotNull();

        Answer forgotten =
                shop.post("/customers/%s/forget".formatted(customer), "").expect(200);

        Answer after = shop.get("/orders/" + order).expect(200);
        assertThat(after.text("/customerName")).isNull();
        assertThat(after.text("/shippingAddress")).isNull();
        assertThat(after.amount("/total")).isEqualTo(before.amount("/total"));
        assertThat(shop.post("/customers/%s/forget".formatted(customer), "")
                        .expect(200)
                        .body())
                .isEqualTo(forgotten.body());
        assertThat(shop.get("/admin/forgotten-customers").expect(200).items("customerId"))
                .contains(customer);
    }

    @Test
    void givenReasonsOfAllKinds_whenTheCustomerIsForgotten_thenTheyAreReadableBeforeAndNowhereAfter() {
        Tables tables = new Tables(program.jdbc());
        Confidences told = new Confidences(shop);
        told.tell();
        assertThat(told.histories()).contains(told.events()).doesNotContain("v1:");
        assertThat(told.audit()).contains(told.events()).doesNotContain("v1:");
        assertThat(told.export()).contains(told.events()).doesNotContain("v1:");
        assertThat(shop.get("/orders/" + told.cancelledOrder()).text("/cancellation/reason"))
                .isEqualTo(told.cancellation);
        assertThat(told.all())
                .allSatisfy(text -> assertThat(tables.rowsWith(text)).isEmpty());

        told.forget();

        assertThat(told.histories() + told.audit() + told.export())
                .doesNotContain(told.all())
                .doesNotContain("v1:");
        Answer cancelled = shop.get("/orders/" + told.cancelledOrder()).expect(200);
        assertThat(cancelled.text("/cancellation/code")).isEqualTo("cancelled_by_request");
        assertThat(cancelled.text("/cancellation/reason")).isNull();
        Answer again = told.place();
        assertThat(again.header("Idempotency-Replayed")).isEqualTo("true");
        assertThat(again.text("/id")).isEqualTo(told.keptOrder());
        assertThat(again.body()).doesNotContain(told.all());
    }

    @Test
    void givenAForgottenCustomer_whenTheyComeBack_thenOnlyTheNewOrderHasTheirName() {
        String customer = Shop.unique("c");
        String old = placed(customer);
        shop.confirmed(old);
        shop.post("/customers/%s/forget".formatted(customer), "").expect(200);

        String anew = placed(customer);

        assertThat(shop.confirmed(anew).text("/customerName")).isNotNull();
        assertThat(shop.get("/orders/" + old).expect(200).text("/customerName")).isNull();
        assertThat(shop.get("/orders?customerId=" + customer)
                        .expect(200)
                        .at("/items")
                        .size())
                .isEqualTo(2);
    }

    @Test
    void givenNobodyOfThatName_whenForgotten_thenItIsSaid() {
        shop.post("/customers/%s/forget".formatted(Shop.unique("nobody")), "").expectProblem(404, "customer_not_found");
    }

    @Test
    void givenTheListOfAnotherTime_whenHandedIn_thenTheyAreForgottenAgain() {
        String customer = Shop.unique("c");
        String order = placed(customer);
        shop.confirmed(order);

        shop.post("/admin/forgotten-customers", """
                {"items": [{"customerId": "%s", "forgottenAt": "2999-01-01T00:00:00Z"}]}""".formatted(customer)).expect(422);
        shop.post("/admin/forgotten-customers", """
                {"items": [{"customerId": "%s", "forgottenAt": "%s"}]}""".formatted(customer, Instant.now()))
                .expect(200);

        assertThat(shop.get("/orders/" + order).text("/customerName")).isNull();
    }

    private String placed(String customer) {
        return shop.placed(
                "\"customerId\": \"%s\", \"customerName\": \"Ada\"".formatted(customer),
                new Line(shop.listed("1.00", 5), 1));
    }
}
