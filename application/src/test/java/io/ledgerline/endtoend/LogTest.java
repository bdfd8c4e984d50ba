package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is stored: readable by anyone, but for what is personal, and free of class names. */
class LogTest extends EndToEnd {

    private Tables tables;
    private Log log;

    @BeforeEach
    void look() {
        tables = new Tables(program.jdbc());
        log = new Log(program);
    }

    @Test
    void givenAnOrderWithNames_whenAllTablesAreSearched_thenTheyAreNowhereAndYetCanBeRead() {
        String name = Shop.unique("Ada");
        String street = Shop.unique("Street");
        String sku = shop.listed("1.00", 5);
        String form = Shop.order("\"customerName\": \"%s\"".formatted(name), new Line(sku, 1))
                .replace("Grace Hopper", name + " L.")
                .replace("1 Navy Yard", street);

        String order = shop.post("/orders", form).expect(201).text("/id");
        shop.confirmed(order);
        shop.pay(order, "tok_ok").expect(201);
        Answer paid = shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));

        assertThat(paid.text("/customerName")).isEqualTo(name);
        assertThat(paid.text("/shippingAddress/line1")).isEqualTo(street);
        assertThat(tables.rowsWith(name)).isEmpty();
        assertThat(tables.rowsWith(street)).isEmpty();
        assertThat(log.stream("order-" + order))
                .isNotEmpty()
                .allSatisfy(entry -> assertThat(entry.payload()).doesNotContain(name, street));
        // The search does find what is there, in text, in JSON and in the bytes of a saga.
        assertThat(tables.rowsWith(order)).extracting(row -> row.split(":")[0]).contains("read.orders", "write.saga");
    }

    @Test
    void givenAllThatHappensToAnOrder_whenAllTablesAreSearched_thenNoRowHoldsAClassName() {
        String sku = shop.listed("1.00", 5);
        String order = shop.placed(new Line(sku, 1));
        shop.confirmed(order);
        String payment = shop.pay(order, "tok_ok").expect(201).text("/id");
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        shop.decided(shop.placed(new Line(sku, 50)));

        assertThat(tables.names())
                .contains("write.events", "write.saga", "write.processor_token", "read.processor_token");
        assertThat(tables.rowsWith("io.ledgerline")).isEmpty();
        for (String stream : new String[] {"order-" + order, "payment-" + payment, "product-" + sku, "stock-" + sku}) {
            assertThat(log.stream(stream)).isNotEmpty().allSatisfy(entry -> {
                assertThat(entry.type()).matches("(catalog|order|payment)\\.[A-Z][A-Za-z]+");
                assertThat(entry.revision()).isEqualTo("1");
                assertThat(entry.toString()).doesNotContain("io.ledgerline");
                assertThat(entry.json().isObject()).isTrue();
            });
        }
    }

    @Test
    void givenARequestWithAReason_whenItsEventsAreRead_thenTheyTellWhoWhyAndBecauseOfWhat() {
        String sku = shop.listed("1.00", 5);
        String request = Shop.unique("request-");
        String order = shop.post(
                        "/orders",
                        Shop.order("", new Line(sku, 1)),
                        "X-Request-Id",
                        request,
                        "X-Reason",
                        "She asked on the phone")
                .expect(201)
                .text("/id");
        shop.confirmed(order);

        Log.Entry placed = log.stream("order-" + order).get(0);
        assertThat(placed.type()).isEqualTo("order.OrderPlaced");
        assertThat(placed.metadata())
                .containsEntry("who", "developer")
                .containsEntry("requestId", request)
                .containsKeys("commandId", "causedBy", "why");
        assertThat(placed.metadata().get("why")).startsWith("v1:").doesNotContain("phone");
        assertThat(shop.get("/orders/" + order + "/history").expect(200).text("/items/0/why"))
                .isEqualTo("She asked on the phone");
        assertThat(placed.metadata().get("causedBy"))
                .isEqualTo(placed.metadata().get("commandId"));

        Log.Entry confirmed = log.stream("order-" + order).get(1);
        assertThat(confirmed.type()).isEqualTo("order.OrderConfirmed");
        assertThat(confirmed.metadata())
                .containsEntry("who", "process:order-fulfilment")
                .containsEntry("requestId", request)
                .doesNotContainEntry("commandId", placed.metadata().get("commandId"));
        Log.Entry reserved = log.stream("stock-" + sku).get(1);
        assertThat(reserved.type()).isEqualTo("catalog.StockReserved");
        assertThat(reserved.metadata())
                .containsEntry("requestId", request)
                .containsEntry("causedBy", confirmed.metadata().get("causedBy"));
    }

    @Test
    void whateverTheLogHolds_noEventWasPutAsideByAView() {
        shop.confirmed(shop.placed(new Line(shop.listed("1.00", 5), 1)));

        for (String schema : new String[] {"write", "read"}) {
            assertThat(program.jdbc()
                            .sql("select type || ' ' || stream_id || ' ' || cause_message from %s.dead_letter"
                                    .formatted(schema))
                            .query(String.class)
                            .list())
                    .isEmpty();
        }
    }
}
