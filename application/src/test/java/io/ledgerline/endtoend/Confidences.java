package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** All that can be written down of one customer, each text where it belongs and nowhere else. */
final class Confidences {

    final String customer = Shop.unique("c");
    final String name = Shop.unique("Ada");
    final String street = Shop.unique("Street");
    final String movedTo = Shop.unique("Avenue");
    final String whyPlaced = Shop.unique("Why-placed");
    final String whyCancelled = Shop.unique("Why-cancelled");
    final String cancellation = Shop.unique("Cancellation");
    final String discount = Shop.unique("Discount");
    final String returned = Shop.unique("Returned");
    final String refund = Shop.unique("Refund");
    final String refusedDiscount = Shop.unique("Refused-discount");

    private Shop shop;
    private final String[] key = {"Idempotency-Key", UUID.randomUUID().toString()};
    private String form;
    private String kept;
    private String cancelled;
    private String payment;

    Confidences(Shop shop) {
        this.shop = shop;
    }

    /** At another address from now on. */
    Confidences askedAt(Shop other) {
        shop = other;
        return this;
    }

    /** Where they can be read while the customer is known. */
    List<String> events() {
        return List.of(name, street, movedTo, whyPlaced, whyCancelled, cancellation, discount, returned, refund);
    }

    List<String> all() {
        return Stream.concat(events().stream(), Stream.of(refusedDiscount)).toList();
    }

    String keptOrder() {
        return kept;
    }

    String cancelledOrder() {
        return cancelled;
    }

    Answer place() {
        return shop.post("/orders", form(), key[0], key[1], "Prefer", "return=representation", "X-Reason", whyPlaced)
                .expect(201);
    }

    private String form() {
        if (form == null) {
            form = Shop.order(
                            "\"customerId\": \"%s\", \"customerName\": \"%s\"".formatted(customer, name),
                            new Line(shop.listed("10.00", 9), 2))
                    .replace("Grace Hopper", name)
                    .replace("1 Navy Yard", street);
        }
        return form;
    }

    /** One order that is kept, in part, and one that is cancelled later. */
    void tell() {
        kept = place().text("/orderId");
        String sku = shop.confirmed(kept).text("/lines/0/sku");
        shop.put("/orders/" + kept + "/shipping-address", """
                {"name": "%s", "line1": "%s", "city": "Arlington", "postalCode": "22202", "country": "US"}""".formatted(name, movedTo))
                .expect(200);
        discount("999.00", refusedDiscount).expect(409);
        discount("1.00", discount).expect(200);
        payment = shop.pay(kept, "tok_ok").expect(201).text("/id");
        shop.eventually("/orders/" + kept, it -> "PAID".equals(it.text("/status")));
        shop.post("/orders/" + kept + "/shipment", "{}").expect(200);
        shop.post("/orders/" + kept + "/returns", """
                {"lines": [{"sku": "%s", "quantity": 1}], "reason": "%s"}""".formatted(sku, returned)).expect(200);
        shop.post("/payments/" + payment + "/refunds", """
                {"amount": %s, "reason": "%s"}""".formatted(Shop.gbp("1.00"), refund))
                .expect(200);
        cancelLater(sku);
        shop.eventually(
                "/orders/" + kept,
                it -> it.number("/lines/0/returned") == 1
                        && it.amount("/refunded").signum() > 0);
    }

    private Answer discount(String amount, String reason) {
        return shop.post("/orders/" + kept + "/discounts", """
                {"amount": %s, "reason": "%s"}""".formatted(Shop.gbp(amount), reason));
    }

    private void cancelLater(String sku) {
        cancelled = shop.placed("\"customerId\": \"%s\"".formatted(customer), new Line(sku, 1));
        shop.confirmed(cancelled);
        Answer accepted = shop.post(
                        "/orders/" + cancelled + "/cancellation",
                        "{\"reason\": \"%s\"}".formatted(cancellation),
                        "Prefer",
                        "respond-async",
                        "X-Reason",
                        whyCancelled)
                .expect(202);
        Answer ended = shop.eventually(accepted.header("Location"), it -> !"pending".equals(it.text("/status")));
        assertThat(ended.text("/status")).as(ended.body()).isEqualTo("succeeded");
        shop.eventually("/orders/" + cancelled, it -> "CANCELLED".equals(it.text("/status")));
    }

    /** Everything that the program can tell of the customer. */
    String export() {
        return shop.get("/customers/" + customer + "/export").expect(200).body();
    }

    String histories() {
        return shop.get("/orders/" + kept + "/history?limit=200").expect(200).body()
                + shop.get("/orders/" + cancelled + "/history?limit=200")
                        .expect(200)
                        .body();
    }

    String audit() {
        return shop.get("/audit?limit=200&stream=order-" + kept).expect(200).body()
                + shop.get("/audit?limit=200&stream=order-" + cancelled)
                        .expect(200)
                        .body()
                + shop.get("/audit?limit=200&stream=payment-" + payment)
                        .expect(200)
                        .body()
                + shop.get("/audit?stream=order-" + kept, "Accept", "text/csv")
                        .expect(200)
                        .body();
    }

    void forget() {
        shop.post("/customers/%s/forget".formatted(customer), "").expect(200);
    }
}
