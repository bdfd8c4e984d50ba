package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Orders that can't be had, in every way; and those that are placed twice, or all at once. */
class PlacingOrdersTest extends EndToEnd {

    @Test
    void givenTooLittleOfOneProduct_whenOrderedWithAnother_thenTheOrderIsCancelledAndNothingStaysReserved() {
        String plenty = shop.listed("2.00", 50);
        String scarce = shop.listed("3.00", 2);

        Answer order = shop.decided(shop.placed(new Line(plenty, 5), new Line(scarce, 3)));

        assertThat(order.text("/status")).isEqualTo("CANCELLED");
        assertThat(order.text("/cancellation/code")).isEqualTo("insufficient_stock");
        assertThat(order.at("/cancellation/lines")).hasSize(1);
        assertThat(order.text("/cancellation/lines/0/sku")).isEqualTo(scarce);
        assertThat(order.number("/cancellation/lines/0/requested")).isEqualTo(3);
        assertThat(order.number("/cancellation/lines/0/available")).isEqualTo(2);
        assertThat(order.amount("/total")).isZero();
        assertThat(order.amount("/outstanding")).isZero();
        // Reserved and released again: versions 1 and 2 of the other product's stock.
        Answer released = shop.await("/products/" + plenty + "?minStockVersion=2");
        assertThat(released.number("/stock/available")).isEqualTo(50);
        assertThat(shop.get("/products/" + scarce).number("/stock/available")).isEqualTo(2);
        shop.pay(order.text("/orderId"), "tok_ok").expectProblem(409, "order_cancelled");
    }

    @Test
    void givenADiscontinuedProduct_whenOrdered_thenItIsRefused() {
        String sku = shop.listed("2.00", 5);
        shop.post("/products/" + sku + "/discontinuation", "{}").expect(200);
        shop.await("/products/" + sku + "?minVersion=1");

        shop.post("/orders", Shop.order("", new Line(sku, 1))).expectProblem(409, "product_discontinued");
    }

    @Test
    void givenANewPrice_whenOrderedAtTheOldOne_thenItIsRefusedAndTheNewPriceIsTold() {
        String sku = shop.listed("2.00", 5);
        shop.put("/products/" + sku + "/price", "{\"price\": %s}".formatted(Shop.gbp("2.50")))
                .expect(200);
        shop.await("/products/" + sku + "?minVersion=1");

        Answer refused = shop.post(
                "/orders",
                Shop.order("", new Line(sku, 1))
                        .replace(
                                "\"quantity\"",
                                "\"unitPrice\": {\"amount\": \"2.00\"," + " \"currency\": \"GBP\"}, \"quantity\""));

        refused.expectProblem(409, "price_changed");
        assertThat(refused.amount("/price")).isEqualByComparingTo("2.50");
    }

    @Test
    void givenASkuThatNobodyListed_whenOrdered_thenItsLineIsNamed() {
        String sku = shop.listed("2.00", 5);

        Answer refused = shop.post("/orders", Shop.order("", new Line(sku, 1), new Line(Shop.unique("none-"), 1)));

        refused.expectProblem(422, "unknown_product");
        assertThat(refused.text("/errors/0/field")).isEqualTo("lines[1].sku");
    }

    @Test
    void givenAnOrder_whenItsIdIsUsedAgain_thenItIsRefused() {
        String sku = shop.listed("2.00", 5);
        String id = "\"orderId\": \"%s\"".formatted(Shop.unique("o-"));
        shop.placed(id, new Line(sku, 1));

        shop.post("/orders", Shop.order(id, new Line(sku, 2))).expectProblem(409, "order_exists");
    }

    @Test
    void givenAProduct_whenItIsListedAgain_thenItIsRefused() {
        String sku = shop.listed("2.00", 5);

        shop.post("/products", Shop.product(sku, "Another", "2.00", 1)).expectProblem(409, "product_exists");
    }

    @Test
    void givenTwoLinesOfOneSku_whenOrdered_thenTheyAreOne() {
        String sku = shop.listed("2.00", 5);

        Answer order = shop.confirmed(shop.placed(new Line(sku, 1), new Line(sku, 2)));

        assertThat(order.at("/lines")).hasSize(1);
        assertThat(order.number("/lines/0/quantity")).isEqualTo(3);
        assertThat(order.amount("/lines/0/lineTotal")).isEqualByComparingTo("6.00");
    }

    @Test
    void givenAnIdempotencyKey_whenTheRequestIsRepeated_thenThereIsOneOrder() {
        String sku = shop.listed("2.00", 50);
        String customer = Shop.unique("c");
        String form = Shop.order("\"customerId\": \"%s\"".formatted(customer), new Line(sku, 1));
        String key = Shop.unique("key-");

        Answer first = shop.post("/orders", form, "Idempotency-Key", key).expect(201);
        shop.confirmed(first.text("/id"));
        Answer second = shop.post("/orders", form, "Idempotency-Key", key).expect(201);

        assertThat(second.body()).isEqualTo(first.body());
        assertThat(second.header("Location")).isEqualTo(first.header("Location"));
        shop.confirmed(shop.placed("\"customerId\": \"%s\"".formatted(customer), new Line(sku, 1)));
        assertThat(shop.get("/orders?customerId=" + customer).items("orderId"))
                .hasSize(2)
                .contains(first.text("/id"));
        shop.stock(sku, it -> it.number("/stock/reserved") == 2);
    }

    @Test
    void givenTenPieces_whenThirtyTwoOrderOneAtTheSameTime_thenTenGetOneAndTheOthersAreToldTheTruth() {
        String sku = shop.listed("9.99", 10);
        String form = Shop.order("", new Line(sku, 1));

        List<String> orders = shop
                .postAll("/orders", IntStream.range(0, 32).mapToObj(i -> form).toList())
                .stream()
                .map(answer -> answer.expect(201).text("/id"))
                .toList();

        assertThat(orders).doesNotHaveDuplicates();
        List<Answer> decided = orders.stream().map(shop::decided).toList();
        assertThat(decided)
                .filteredOn(it -> "CONFIRMED".equals(it.text("/status")))
                .hasSize(10);
        assertThat(decided)
                .filteredOn(it -> "CANCELLED".equals(it.text("/status")))
                .hasSize(22)
                .allSatisfy(it -> {
                    assertThat(it.text("/cancellation/code")).isEqualTo("insufficient_stock");
                    assertThat(it.number("/cancellation/lines/0/available")).isZero();
                });
        Answer product = shop.stock(sku, it -> it.number("/stock/reserved") == 10);
        assertThat(product.number("/stock/available")).isZero();
        assertThat(product.number("/stock/onHand")).isEqualTo(10);
    }
}
