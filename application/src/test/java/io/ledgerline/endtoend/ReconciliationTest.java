package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import org.junit.jupiter.api.Test;

class ReconciliationTest extends EndToEnd {

    @Test
    void givenTheProviderHasTakenMoneyThatWasDeclined_whenItsBooksAreTakenDown_thenItPaysTheOrder() {
        String order = shop.placed(new Line(shop.listed("4.00", 5), 2));
        shop.confirmed(order);
        String payment = shop.pay(order, "tok_declined").expect(201).text("/id");
        shop.eventually("/payments/" + payment, it -> "DECLINED".equals(it.text("/status")));
        program.jdbc()
                .sql("update write.sandbox_charges set status = 'CAPTURED' where payment_id = ?")
                .param(payment)
                .update();
        assertThat(shop.get("/admin/reconciliation").at("/differences").toString())
                .contains(payment, "capture_not_recorded");

        Answer report = shop.post("/admin/reconciliation", "").expect(200);

        assertThat(report.at("/differences").toString()).doesNotContain(payment);
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
    }

    @Test
    void givenPayments_whenTheyAreReconciled_thenOnlyWhatTheProviderHasBesidesIsTold() {
        String order = shop.placed(new Line(shop.listed("4.00", 5), 2));
        shop.confirmed(order);
        shop.pay(order, "tok_ok").expect(201);
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        String lost = Shop.unique("lost-");
        program.jdbc().sql("""
                        insert into write.sandbox_charges
                            (provider_reference, idempotency_key, payment_id, status, amount, currency)
                        values (:id, :id, :id, 'CAPTURED', 7, 'GBP')""").param("id", lost).update();
        try {
            Answer report = shop.get("/admin/reconciliation").expect(200);
            assertThat(report.at("/reconciled").asBoolean()).isFalse();
            assertThat(report.number("/payments")).isPositive();
            String body = report.at("/differences").toString();
            assertThat(body).contains(lost, "unknown_to_log");
            String paid =
                    shop.get("/payments?orderId=" + order).items("paymentId").get(0);
            assertThat(body).doesNotContain(paid);
        } finally {
            program.jdbc()
                    .sql("delete from write.sandbox_charges where payment_id = ?")
                    .param(lost)
                    .update();
        }
    }
}
