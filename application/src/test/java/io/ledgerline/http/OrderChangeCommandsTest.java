package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.order.api.OrderCommand.AddItem;
import io.ledgerline.order.api.OrderCommand.ChangeQuantity;
import io.ledgerline.order.api.OrderCommand.RemoveItem;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changing orders that are there. */
class OrderChangeCommandsTest extends HttpTest {

    private static final OrderId ORDER = new OrderId("o1");

    @BeforeEach
    void offer() {
        offers.offer("A 1", "2.50", "GBP");
        offers.offer("DEAR", "999999999999.99", "GBP");
        offers.offerDiscontinued("OLD", "1.00");
        commands.answerWith(2);
    }

    @Test
    void anItemIsAddedAtTheCatalogsPrice() {
        post("/orders/o1/items", "{\"sku\":\"A 1\",\"quantity\":3}")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"2\"")
                .expectBody()
                .json("{\"id\":\"o1\",\"version\":2}");

        OrderLine line = new OrderLine(new Sku("A 1"), "Name of A 1", Quantity.of(3), Money.of("2.50", "GBP"));
        assertThat(commands.payloads()).containsExactly(new AddItem(ORDER, line));
    }

    @Test
    void anItemIsAddedOnlyIfTheCatalogSellsItLikeThat() {
        problem(post("/orders/o1/items", "{\"sku\":\"X\",\"quantity\":1}"), 422, "unknown_product")
                .jsonPath("$.errors[0].field")
                .isEqualTo("sku");
        problem(post("/orders/o1/items", "{\"sku\":\"OLD\",\"quantity\":1}"), 409, "product_discontinued");
        problem(
                post(
                        "/orders/o1/items",
                        "{\"sku\":\"A 1\",\"quantity\":1,\"unitPrice\":{\"amount\":\"2.49\",\"currency\":\"GBP\"}}"),
                409,
                "price_changed");
        invalid(post("/orders/o1/items", "{\"sku\":\"DEAR\",\"quantity\":1000}"), "quantity");
        invalid(post("/orders/o1/items", "{\"sku\":\"A 1\",\"quantity\":0}"), "quantity");
        invalid(post("/orders/o1/items", "{\"quantity\":1}"), "sku");
        assertThat(commands.payloads()).isEmpty();
    }

    @Test
    void aQuantityIsChanged() {
        put("/orders/o1/items/A 1", "{\"quantity\":6}").expectStatus().isOk();

        assertThat(commands.payloads()).containsExactly(new ChangeQuantity(ORDER, new Sku("A 1"), Quantity.of(6)));
        invalid(put("/orders/o1/items/A 1", "{\"quantity\":0}"), "quantity");
        invalid(put("/orders/o1/items/A 1", "{}"), "quantity");
    }

    @Test
    void anItemIsRemovedWithoutABody() {
        client.delete().uri("/orders/o1/items/A 1").exchange().expectStatus().isOk();

        assertThat(commands.payloads()).containsExactly(new RemoveItem(ORDER, new Sku("A 1")));
    }
}
