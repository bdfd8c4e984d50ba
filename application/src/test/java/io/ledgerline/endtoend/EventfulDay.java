package io.ledgerline.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ledgerline.endtoend.Shop.Line;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A day in which all happens that can happen, once. */
final class EventfulDay {

    static final List<String> QUESTIONS = List.of(
            "/products/KETTLE",
            "/products/LAMP",
            "/orders/changed",
            "/orders/changed/history",
            "/orders/refused",
            "/orders/unlucky",
            "/orders/cancelled",
            "/orders/open",
            "/orders/536365",
            "/orders?limit=200",
            "/payments?limit=200",
            "/audit?limit=200",
            "/customers/ada/export");

    private static final String IMPORTED = """
            InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country
            536365,85123A,WHITE T-LIGHT HOLDER,6,2010-12-01 08:26:00,2.55,17850.0,United Kingdom
            C536380,85123A,WHITE T-LIGHT HOLDER,-1,2010-12-01 09:41:00,2.55,17850.0,United Kingdom
            """;

    private EventfulDay() {}

    /** With their revisions, as the log has them. */
    static TreeSet<String> allTypes() throws IOException {
        TreeSet<String> types = new TreeSet<>();
        for (String module : List.of("shared-kernel", "catalog-module", "order-module", "payment-module")) {
            try (Stream<Path> golden = Files.list(Path.of("..", module, "src/test/resources/golden-shape"))) {
                golden.map(file -> file.getFileName().toString().replaceFirst("\\.(r[0-9]+)\\.txt$", " $1"))
                        .forEach(types::add);
            }
        }
        types.removeIf(type -> types.contains(next(type)));
        return types;
    }

    /** The same in the next revision. */
    private static String next(String type) {
        int r = type.lastIndexOf('r');
        return type.substring(0, r + 1) + (Integer.parseInt(type.substring(r + 1)) + 1);
    }

    static void spend(Shop shop, JdbcClient write) {
        list(shop, "KETTLE", 50);
        list(shop, "LAMP", 5);
        list(shop, "CLOCK", 1);
        shop.put("/products/KETTLE", "{\"name\": \"Blue kettle\"}").expect(200);
        shop.put("/products/KETTLE/price", "{\"price\": %s}".formatted(Shop.gbp("12.00")))
                .expect(200);
        shop.post("/products/KETTLE/stock", "{\"quantity\": -3}").expect(200);
        shop.post("/products/CLOCK/discontinuation", "{\"reason\": \"No longer made\"}")
                .expect(200);

        order(shop, "changed", new Line("KETTLE", 3));
        shop.confirmed("changed");
        shop.post("/orders/changed/items", "{\"sku\": \"LAMP\", \"quantity\": 2}", "X-Reason", "rang up")
                .expect(200);
        shop.confirmed("changed");
        shop.put("/orders/changed/items/KETTLE", "{\"quantity\": 2}").expect(200);
        shop.confirmed("changed");
        shop.put("/orders/changed/items/LAMP", "{\"quantity\": 4000}").expect(200);
        shop.confirmed("changed");
        shop.send(HttpMethod.DELETE, "/orders/changed/items/LAMP", "").expect(200);
        shop.confirmed("changed");
        shop.put("/orders/changed/shipping-address", """
                        {"name": "Ada Byron", "line1": "1 Dorset Street", "city": "London", "postalCode": "SW1Y 4JH",
                         "country": "GB"}""").expect(200);
        shop.post("/orders/changed/discounts", """
                        {"amount": %s, "reason": "Scratched"}""".formatted(Shop.gbp("1.00"))).expect(200);
        end(shop, pay(shop, "changed", "tok_declined"), "DECLINED");
        failed(shop, "changed", 1);
        end(shop, pay(shop, "changed", "tok_timeout"), "FAILED");
        failed(shop, "changed", 2);
        String payment = pay(shop, "changed", "tok_flaky");
        end(shop, payment, "CAPTURED");
        shop.eventually("/orders/changed", it -> "PAID".equals(it.text("/status")));
        shop.post("/orders/changed/shipment", "{\"carrier\": \"Royal Mail\", \"trackingNumber\": \"RM1\"}")
                .expect(200);
        shop.post("/orders/changed/delivery", "{}").expect(200);
        shop.post("/orders/changed/returns", """
                        {"lines": [{"sku": "KETTLE", "quantity": 1}], "reason": "Broken"}""").expect(200);
        shop.stock("KETTLE", it -> it.number("/stock/onHand") == 46);
        shop.post("/payments/" + payment + "/refunds", """
                        {"amount": %s, "reason": "Goodwill"}""".formatted(Shop.gbp("0.50")))
                .expect(200);
        shop.eventually("/payments/" + payment, it -> it.amount("/refunded").signum() > 0);

        order(shop, "unlucky", new Line("KETTLE", 1));
        shop.confirmed("unlucky");
        String kept = pay(shop, "unlucky", "tok_ok");
        shop.eventually("/orders/unlucky", it -> "PAID".equals(it.text("/status")));
        // The provider has given it back already, without a word: so it refuses.
        write.sql("update write.sandbox_charges set refunded = amount where payment_id = ?")
                .param(kept)
                .update();
        shop.post("/orders/unlucky/cancellation", "{\"reason\": \"Changed my mind\"}")
                .expect(200);
        shop.eventually(
                "/orders/unlucky/history?limit=200", it -> it.items("type").contains("order.RefundFailed"));

        shop.post("/admin/processors/products-view/pause", "").expect(200);
        shop.post("/admin/processors/products-view/start", "").expect(200);
        order(shop, "refused", new Line("KETTLE", 1), new Line("LAMP", 4000));
        shop.decided("refused");
        order(shop, "cancelled", new Line("KETTLE", 1));
        shop.confirmed("cancelled");
        shop.post("/orders/cancelled/cancellation", "{\"reason\": \"Changed my mind\"}")
                .expect(200);
        order(shop, "open", new Line("KETTLE", 1));
        shop.confirmed("open");
        Answer file = shop.send(
                        HttpMethod.POST,
                        "/imports?format=online-retail",
                        MediaType.valueOf("text/csv"),
                        IMPORTED.getBytes(UTF_8))
                .expect(202);
        shop.eventually(file.header("Location"), it -> "completed".equals(it.text("/status")));
        shop.stock("KETTLE", it -> it.number("/stock/reserved") == 1);
    }

    private static void list(Shop shop, String sku, int stock) {
        shop.post("/products", Shop.product(sku, sku, "10.00", stock)).expect(201);
        shop.await("/products/" + sku + "?minVersion=0&minStockVersion=0");
    }

    private static void order(Shop shop, String id, Line... lines) {
        shop.placed(
                "\"orderId\": \"%s\", \"customerId\": \"ada\", \"customerName\": \"Ada Byron\"".formatted(id), lines);
    }

    private static String pay(Shop shop, String order, String token) {
        return shop.pay(order, token).expect(201).text("/id");
    }

    private static void end(Shop shop, String payment, String status) {
        shop.eventually("/payments/" + payment, it -> status.equals(it.text("/status")));
    }

    /** The order knows, so that it can be paid again. */
    private static void failed(Shop shop, String order, int times) {
        shop.eventually(
                "/orders/" + order + "/history?limit=200",
                it -> it.items("type").stream()
                                .filter("order.PaymentFailed"::equals)
                                .count()
                        == times);
    }
}
