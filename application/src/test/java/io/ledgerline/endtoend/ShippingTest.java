package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import org.junit.jupiter.api.Test;

/** Orders on their way: where they go, what is given away on them, shipment, delivery, returns. */
class ShippingTest extends EndToEnd {

    @Test
    void givenAnOpenOrder_whenItIsSentElsewhereAtADiscount_thenBothAreSo() {
        String order = "/orders/" + confirmed(new Line(shop.listed("5.00", 10), 2));

        shop.put(order + "/shipping-address", """
                {"name": "Grace Hopper", "line1": "2 Harvard Yard", "city": "Cambridge",
                 "postalCode": "02138", "country": "US"}""").expect(200);
        shop.post(order + "/discounts", discount("10.01")).expectProblem(409, "discount_exceeds_outstanding");
        shop.post(order + "/discounts", discount("10.00")).expect(200);

        Answer after = shop.eventually(order, it -> "PAID".equals(it.text("/status")));
        assertThat(after.text("/shippingAddress/city")).isEqualTo("Cambridge");
        assertThat(after.amount("/discount")).isEqualByComparingTo("10.00");
        assertThat(after.amount("/total")).isZero();
        assertThat(after.amount("/outstanding")).isZero();
    }

    @Test
    void givenAPaidOrder_whenItIsShippedInParts_thenReservationsTurnIntoGoodsThatHaveLeft() {
        String sku = shop.listed("5.00", 10);
        String id = confirmed(new Line(sku, 4));
        String order = "/orders/" + id;
        shop.post(order + "/shipment", "{}").expectProblem(409, "order_not_paid");
        pay(id);

        shop.post(
                        order + "/shipment",
                        "{\"lines\": [%s], \"carrier\": \"Royal Mail\"}".formatted(new Line(sku, 1).json()))
                .expect(200);
        shop.eventually(order, it -> "PARTIALLY_SHIPPED".equals(it.text("/status")));
        shop.stock(sku, it -> it.number("/stock/reserved") == 3 && it.number("/stock/onHand") == 9);
        shop.post(order + "/cancellation", "{\"reason\": \"late\"}").expectProblem(409, "order_already_shipped");
        shop.post(order + "/shipment", "{\"lines\": [%s]}".formatted(new Line(sku, 4).json()))
                .expectProblem(409, "shipment_exceeds_order");
        shop.post(order + "/delivery", "{}").expectProblem(409, "order_not_shipped");
        shop.post(order + "/shipment", "{}").expect(200);
        shop.stock(sku, it -> it.number("/stock/reserved") == 0 && it.number("/stock/onHand") == 6);
        shop.post(order + "/delivery", "{}").expect(200);

        Answer delivered = shop.eventually(order, it -> "DELIVERED".equals(it.text("/status")));
        assertThat(delivered.number("/lines/0/shipped")).isEqualTo(4);
    }

    @Test
    void givenAShippedOrder_whenItComesBack_thenItIsInStockAgainAndNoLongerCounts() {
        String sku = shop.listed("5.00", 10);
        String id = confirmed(new Line(sku, 4));
        String order = "/orders/" + id;
        pay(id);
        shop.post(order + "/shipment", "{}").expect(200);
        shop.stock(sku, it -> it.number("/stock/onHand") == 6);

        shop.post(order + "/returns", returning(sku, 1)).expect(200);
        Answer part = shop.eventually(order, it -> it.number("/lines/0/returned") == 1);
        assertThat(part.text("/status")).isEqualTo("SHIPPED");
        assertThat(part.amount("/total")).isEqualByComparingTo("15.00");
        shop.post(order + "/returns", returning(sku, 4)).expectProblem(409, "return_exceeds_shipment");
        shop.post(order + "/returns", returning(sku, 3)).expect(200);

        Answer all = shop.eventually(order, it -> "RETURNED".equals(it.text("/status")));
        assertThat(all.amount("/total")).isZero();
        Answer stock = shop.stock(sku, it -> it.number("/stock/onHand") == 10);
        assertThat(stock.number("/stock/available")).isEqualTo(10);
    }

    private String confirmed(Line line) {
        String order = shop.placed(line);
        shop.confirmed(order);
        return order;
    }

    private void pay(String order) {
        shop.pay(order, "tok_ok").expect(201);
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
    }

    private static String discount(String amount) {
        return "{\"amount\": %s, \"reason\": \"goodwill\"}".formatted(Shop.gbp(amount));
    }

    private static String returning(String sku, int pieces) {
        return "{\"lines\": [%s], \"reason\": \"broken\"}".formatted(new Line(sku, pieces).json());
    }
}
