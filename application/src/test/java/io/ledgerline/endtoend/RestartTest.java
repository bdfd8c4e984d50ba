package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import org.junit.jupiter.api.Test;

class RestartTest extends EndToEnd {

    @Test
    void givenOrders_whenTheProgramIsRestarted_thenEverythingIsThereAndGoesOn() {
        String sku = shop.listed("3.00", 10);
        String order = shop.placed(new Line(sku, 2));
        Answer before = shop.confirmed(order);
        // Under way while the program stops.
        String another = shop.placed(new Line(sku, 1));

        program.restart();
        shop = new Shop(program.address());

        assertThat(shop.get("/orders/" + order).expect(200).body()).isEqualTo(before.body());
        shop.confirmed(another);
        shop.pay(order, "tok_ok").expect(201);
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        shop.pay(another, "tok_ok").expect(201);
        shop.eventually("/orders/" + another, it -> "PAID".equals(it.text("/status")));
        shop.stock(sku, it -> it.number("/stock/available") == 7);
        shop.confirmed(shop.placed(new Line(shop.listed("1.00", 1), 1)));
    }
}
