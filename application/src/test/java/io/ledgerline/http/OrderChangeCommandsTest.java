package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.order.api.OrderCommand.AddItem;
import io.ledgerline.order.api.OrderCommand.ApplyDiscount;
import io.ledgerline.order.api.OrderCommand.ChangeQuantity;
import io.ledgerline.order.api.OrderCommand.ChangeShippingAddress;
import io.ledgerline.order.api.OrderCommand.DeliverOrder;
import io.ledgerline.order.api.OrderCommand.RemoveItem;
import io.ledgerline.order.api.OrderCommand.ReturnItems;
import io.ledgerline.order.api.OrderCommand.ShipOrder;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.api.Pieces;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Changing orders that are there. */
class OrderChangeCommandsTest extends HttpTest {

    private static final OrderId ORDER = new OrderId("o1");
    private static final String ADDRESS = """
            {"name":"Ada","line1":"1 High St","city":"London","postalCode":"N1","country":"GB"}""";

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

    @Test
    void anAddressIsEncryptedForTheOrdersCustomer() {
        offers.belongs("o1", "c1");
        put("/orders/o1/shipping-address", ADDRESS).expectStatus().isOk();

        String address = ((ChangeShippingAddress) commands.payloads().get(0))
                .shippingAddress()
                .text();
        assertThat(address).startsWith("c1({").contains("\"city\":\"London\"");
        invalid(put("/orders/o1/shipping-address", ADDRESS.replace("London", "")), "city");
        invalid(put("/orders/o1/shipping-address", ADDRESS.replace("GB", "ZZ")), "country");
    }

    @Test
    void anAddressOfAnOrderThatNobodyKnowsIsRefused() {
        problem(put("/orders/none/shipping-address", ADDRESS), 404, "order_not_found");
        assertThat(commands.payloads()).isEmpty();
    }

    @Test
    void aDiscountSaysWhy() {
        offers.belongs("o1", "ada");
        post("/orders/o1/discounts", "{\"amount\":{\"amount\":\"1.50\",\"currency\":\"GBP\"},\"reason\":\"late\"}")
                .expectStatus()
                .isOk();

        assertThat(commands.payloads()).containsExactly(new ApplyDiscount(ORDER, Money.of("1.50", "GBP"), "ada(late)"));
        invalid(post("/orders/o1/discounts", "{\"amount\":{\"amount\":\"1.50\",\"currency\":\"GBP\"}}"), "reason");
        invalid(
                post(
                        "/orders/o1/discounts",
                        "{\"amount\":{\"amount\":\"0\",\"currency\":\"GBP\"},\"reason\":\"late\"}"),
                "amount");
    }

    @Test
    void aShipmentIsOfAllThatIsLeftOrOfItsLines() {
        client.post().uri("/orders/o1/shipment").exchange().expectStatus().isOk();
        post("/orders/o1/shipment", "{}").expectStatus().isOk();
        post(
                        "/orders/o1/shipment",
                        "{\"lines\":[{\"sku\":\"A 1\",\"quantity\":2}],\"carrier\":\"Royal Mail\",\"trackingNumber\":\"RM1\"}")
                .expectStatus()
                .isOk();

        List<ShipOrder> shipments =
                commands.payloads().stream().map(ShipOrder.class::cast).toList();
        assertThat(shipments).extracting(ShipOrder::shipmentId).doesNotHaveDuplicates();
        assertThat(shipments.get(0).lines()).isEmpty();
        assertThat(shipments.get(1).lines()).isEmpty();
        assertThat(shipments.get(2).lines()).containsExactly(new Pieces(new Sku("A 1"), Quantity.of(2)));
        assertThat(shipments.get(2).carrier()).isEqualTo("Royal Mail");
        assertThat(shipments.get(2).trackingNumber()).isEqualTo("RM1");
        invalid(post("/orders/o1/shipment", "{\"lines\":[]}"), "lines");
        invalid(post("/orders/o1/shipment", "{\"lines\":[{\"sku\":\"A 1\"}]}"), "lines[0].quantity");
    }

    @Test
    void aShipmentAskedForAgainWithTheSameKeyIsTheSameShipment() {
        for (int i = 0; i < 2; i++) {
            client.post()
                    .uri("/orders/o1/shipment")
                    .header("Idempotency-Key", "k1")
                    .exchange()
                    .expectStatus()
                    .isOk();
        }

        assertThat(commands.payloads())
                .as("the second is answered as the first was")
                .hasSize(1);
    }

    @Test
    void aDeliveryNeedsNoBody() {
        client.post().uri("/orders/o1/delivery").exchange().expectStatus().isOk();
        post("/orders/o1/delivery", "{}").expectStatus().isOk();

        assertThat(commands.payloads()).containsExactly(new DeliverOrder(ORDER), new DeliverOrder(ORDER));
    }

    @Test
    void aReturnNamesItsLinesAndSaysWhy() {
        offers.belongs("o1", "ada");
        post("/orders/o1/returns", "{\"lines\":[{\"sku\":\"A 1\",\"quantity\":2}],\"reason\":\"broken\"}")
                .expectStatus()
                .isOk();

        ReturnItems returned = (ReturnItems) commands.payloads().get(0);
        assertThat(returned.lines()).containsExactly(new Pieces(new Sku("A 1"), Quantity.of(2)));
        assertThat(returned.reason()).isEqualTo("ada(broken)");
        invalid(post("/orders/o1/returns", "{\"reason\":\"broken\"}"), "lines");
        invalid(post("/orders/o1/returns", "{\"lines\":[],\"reason\":\"broken\"}"), "lines");
        invalid(post("/orders/o1/returns", "{\"lines\":[{\"sku\":\"A\",\"quantity\":1}]}"), "reason");
    }
}
