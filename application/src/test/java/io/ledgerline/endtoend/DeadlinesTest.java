package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

class DeadlinesTest extends EndToEnd {

    @Test
    void givenAConfirmedOrder_whenItsDeadlinePasses_thenItIsCancelledAndItsStockIsBack() {
        String sku = shop.listed("4.00", 5);
        String order = shop.placed(new Line(sku, 2));
        shop.confirmed(order);
        shop.eventually("/orders/" + order, it -> deadlines(order).equals(List.of("order-payment-deadline")));
        assertThat(program.jdbc()
                        .sql("select execution_time from write.alarms where task_instance = ?")
                        .param(order)
                        .query(OffsetDateTime.class)
                        .single())
                .isBetween(
                        OffsetDateTime.now().plusHours(23), OffsetDateTime.now().plus(Duration.ofHours(24)));

        turnTheClock(order);
        Answer cancelled = shop.eventually("/orders/" + order, it -> "CANCELLED".equals(it.text("/status")));
        assertThat(cancelled.text("/cancellation/code")).isEqualTo("payment_deadline_passed");
        shop.stock(sku, it -> it.number("/stock/available") == 5);
        assertThat(deadlines(order)).isEmpty();
    }

    @Test
    void givenADeadline_whenTheProgramIsRestarted_thenItIsKept() {
        String order = shop.placed(new Line(shop.listed("4.00", 5), 2));
        shop.confirmed(order);
        shop.eventually("/orders/" + order, it -> deadlines(order).equals(List.of("order-payment-deadline")));
        program.restart();
        shop = new Shop(program.address());
        turnTheClock(order);
        shop.eventually("/orders/" + order, it -> "CANCELLED".equals(it.text("/status")));
    }

    @Test
    void givenAnOrderIsPaid_thenItHasNoDeadlineAnyMore() {
        String order = shop.placed(new Line(shop.listed("4.00", 5), 2));
        shop.confirmed(order);
        shop.pay(order, "tok_ok").expect(201);
        shop.eventually(
                "/orders/" + order,
                it -> "PAID".equals(it.text("/status")) && deadlines(order).isEmpty());
    }

    private List<String> deadlines(String order) {
        return program.jdbc()
                .sql("select task_name from write.alarms where task_instance = ?")
                .param(order)
                .query(String.class)
                .list();
    }

    private void turnTheClock(String order) {
        program.jdbc()
                .sql("update write.alarms set execution_time = now() where task_instance = ?")
                .param(order)
                .update();
    }
}
