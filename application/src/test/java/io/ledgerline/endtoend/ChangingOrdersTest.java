package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;

/** Orders that are changed while they are open. */
class ChangingOrdersTest extends EndToEnd {

    @Test
    void givenAnOpenOrder_whenItsItemsAreChanged_thenStockAndMoneyFollow() {
        String heart = shop.listed("2.00", 10);
        String teapot = shop.listed("7.00", 10);
        String order = "/orders/" + shop.placed(new Line(heart, 5));
        shop.eventually(order, it -> "CONFIRMED".equals(it.text("/status")));

        settled(order, shop.put(order + "/items/" + heart, "{\"quantity\": 6}"));
        assertThat(reserved(heart, 6)).isEqualTo(4);
        Answer added = settled(order, shop.post(order + "/items", new Line(teapot, 2).json()));
        assertThat(added.amount("/total")).isEqualByComparingTo("26.00");
        assertThat(reserved(teapot, 2)).isEqualTo(8);
        Answer removed = settled(order, shop.send(HttpMethod.DELETE, order + "/items/" + heart, ""));

        assertThat(removed.at("/lines")).hasSize(1);
        assertThat(removed.text("/lines/0/sku")).isEqualTo(teapot);
        assertThat(removed.amount("/outstanding")).isEqualByComparingTo("14.00");
        assertThat(reserved(heart, 0)).isEqualTo(10);
        shop.send(HttpMethod.DELETE, order + "/items/" + teapot, "").expectProblem(409, "last_item");
        shop.send(HttpMethod.DELETE, order + "/items/" + heart, "").expectProblem(404, "item_not_found");
    }

    @Test
    void givenTooLittleStock_whenAQuantityIsRaised_thenTheOrderIsConfirmedAsBefore() {
        String heart = shop.listed("2.00", 7);
        String order = "/orders/" + shop.placed(new Line(heart, 5));
        shop.eventually(order, it -> "CONFIRMED".equals(it.text("/status")));

        Answer after = settled(order, shop.put(order + "/items/" + heart, "{\"quantity\": 8}"));

        assertThat(after.text("/status")).isEqualTo("CONFIRMED");
        assertThat(after.number("/lines/0/quantity")).isEqualTo(5);
        assertThat(after.amount("/total")).isEqualByComparingTo("10.00");
        assertThat(after.number("/version")).isEqualTo(3);
        assertThat(reserved(heart, 5)).isEqualTo(2);
    }

    @Test
    void givenAPaidOrder_whenItIsChanged_thenItIsRefused() {
        String heart = shop.listed("2.00", 7);
        String order = shop.placed(new Line(heart, 5));
        shop.confirmed(order);
        shop.pay(order, "tok_ok").expect(201);
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));

        shop.put("/orders/" + order + "/items/" + heart, "{\"quantity\": 6}").expectProblem(409, "order_already_paid");
    }

    /** The order once the change has been decided upon, which is one version later. */
    private Answer settled(String order, Answer changed) {
        long version = changed.expect(200).number("/version");
        return shop.eventually(order, it -> it.number("/version") > version);
    }

    /** How many are left once so many are reserved. */
    private long reserved(String sku, int pieces) {
        return shop.stock(sku, it -> it.number("/stock/reserved") == pieces).number("/stock/available");
    }
}
