package io.ledgerline.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;

/** A file of past orders, from the upload to what can be read afterwards. */
class ImportingTest extends EndToEnd {

    private static final String HEADER =
            "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    private final String customer = Shop.unique("");
    private final String invoice = Shop.unique("5");
    private final String sku = Shop.unique("8");
    private final String other = Shop.unique("9");

    private final String file = HEADER
            + invoice + "," + sku + ",WHITE METAL LANTERN,6,2010-12-01 08:26:00,3.39," + customer + ",France\n"
            + invoice + ",POST,POSTAGE,1,2010-12-01 08:26:00,18.00," + customer + ",France\n"
            + invoice + "," + other + ",RED METAL LANTERN,1,2010-12-01 08:26:00,3.45," + customer + ",France\n"
            + "C" + invoice + "," + sku + ",WHITE METAL LANTERN,-1,2010-12-01 09:00:00,3.39," + customer + ",France\n"
            + "C" + invoice + ",D,Sorry,-1,2010-12-01 09:00:00,0.50," + customer + ",France\n"
            + "C" + invoice + "y," + sku + ",WHITE METAL LANTERN,-9,2010-12-01 09:00:00,3.39," + customer + ",France\n"
            + invoice + "x," + sku + ",\"found, damaged\",-3,2010-12-01 09:10:00,0,,United Kingdom\n"
            + invoice + "y," + sku + ",WHITE METAL LANTERN,2,2010-12-01 09:20:00,3.39,,United Kingdom\n";

    private Answer upload(byte[] bytes) {
        return shop.send(HttpMethod.POST, "/imports?format=online-retail", MediaType.valueOf("text/csv"), bytes);
    }

    @Test
    void givenAFile_whenItIsImported_thenOrdersPaymentsAndMoneyAgreeWithIt() {
        String location = upload(file.getBytes(UTF_8)).expect(202).header("Location");

        Answer done = shop.eventually(location, it -> "completed".equals(it.text("/status")));
        assertThat(done.number("/rowsRead")).isEqualTo(8);
        assertThat(done.number("/rowsRejected")).isEqualTo(2);
        assertThat(done.number("/ordersImported")).isEqualTo(2);
        assertThat(done.number("/creditNotesImported")).isEqualTo(1);
        assertThat(done.amount("/amounts/imported")).isEqualByComparingTo("44.68");
        assertThat(done.amount("/amounts/rejected")).isEqualByComparingTo("-30.51");
        assertThat(done.amount("/amounts/file")).isEqualByComparingTo("14.17");

        Answer order = shop.await("/orders/" + invoice + "?minVersion=4");
        assertThat(order.text("/status")).isEqualTo("DELIVERED");
        assertThat(order.text("/customerId")).isEqualTo(customer);
        assertThat(order.text("/placedAt")).isEqualTo("2010-12-01T08:26:00Z");
        assertThat(order.text("/updatedAt")).isEqualTo("2010-12-01T09:00:00Z");
        assertThat(order.amount("/total")).isEqualByComparingTo("37.90");
        assertThat(order.amount("/discount")).isEqualByComparingTo("0.50");
        assertThat(order.amount("/paid")).isEqualByComparingTo("41.79");
        assertThat(order.amount("/refunded")).isEqualByComparingTo("3.89");
        assertThat(order.amount("/outstanding")).isZero();
        assertThat(order.number("/lines/0/returned")).isEqualTo(1);
        assertThat(order.at("/lines")).hasSize(2);
        assertThat(order.at("/charges")).hasSize(1);
        Answer payments = shop.eventually(
                "/payments?orderId=" + invoice,
                it -> it.at("/items").size() == 1 && "PARTIALLY_REFUNDED".equals(it.text("/items/0/status")));
        assertThat(payments.text("/items/0/provider")).isEqualTo("import");
        assertThat(payments.amount("/items/0/amount")).isEqualByComparingTo("41.79");
        assertThat(payments.amount("/items/0/refunded")).isEqualByComparingTo("3.89");
        Answer history = shop.get("/orders/" + invoice + "/history").expect(200);
        assertThat(history.items("type"))
                .contains("order.OrderImported", "payment.PaymentCaptured", "order.ItemsReturned");
        assertThat(history.items("who")).allMatch(who -> who.startsWith("import:"));
        assertThat(history.items("why")).allMatch(why -> why.startsWith("imported from ") && why.endsWith(invoice));
        assertThat(history.items("causedBy")).noneMatch(String::isBlank);
        assertThat(history.items("effectiveAt"))
                .allMatch(at ->
                        List.of("2010-12-01T08:26:00Z", "2010-12-01T09:00:00Z").contains(at));
        shop.get("/orders/" + invoice + "?at=2010-12-01T08:25:59Z").expectProblem(404, "not_there_yet");
        Answer invoiced =
                shop.get("/orders/" + invoice + "?at=2010-12-01T08:59:59Z").expect(200);
        assertThat(invoiced.amount("/total")).isEqualByComparingTo("41.79");
        assertThat(invoiced.amount("/refunded")).isZero();
        assertThat(shop.await("/orders/" + invoice + "y?minVersion=0").text("/customerId"))
                .isEqualTo("anonymous");
        assertThat(shop.await("/products/" + sku + "?minVersion=0").text("/name"))
                .isEqualTo("WHITE METAL LANTERN");

        assertThat(shop.get(location + "/rejections", "Accept", "text/csv")
                        .expect(200)
                        .body())
                .isEqualTo("line,reason," + HEADER
                        + "7,too_few_left,C" + invoice + "y," + sku
                        + ",WHITE METAL LANTERN,-9,2010-12-01 09:00:00,3.39," + customer + ",France\n"
                        + "8,quantity_not_positive," + invoice + "x," + sku
                        + ",\"found, damaged\",-3,2010-12-01 09:10:00,0,,United Kingdom\n");
    }

    @Test
    void givenAnImportedFile_whenItIsSentAgain_thenItIsTheSameImportAndNothingChanges() {
        String location = upload(file.getBytes(UTF_8)).expect(202).header("Location");
        Answer first = shop.eventually(location, it -> "completed".equals(it.text("/status")));
        String order = shop.await("/orders/" + invoice + "?minVersion=0").body();

        assertThat(upload(file.getBytes(UTF_8)).expect(202).header("Location")).isEqualTo(location);

        assertThat(shop.get(location).expect(200).body()).isEqualTo(first.body());
        assertThat(shop.get("/orders/" + invoice).body()).isEqualTo(order);
        assertThat(shop.get("/orders?customerId=" + customer).items("orderId")).containsExactly(invoice);
    }

    @Test
    void givenAnImportedOrder_whenItComesBackAndMoneyIsGivenOnTop_thenBothAreTakenDownAsDone() {
        String location = upload(file.getBytes(UTF_8)).expect(202).header("Location");
        shop.eventually(location, it -> "completed".equals(it.text("/status")));

        shop.post("/orders/" + invoice + "/returns", """
                        {"lines": [{"sku": "%s", "quantity": 5}, {"sku": "%s", "quantity": 1}], "reason": "broken"}""".formatted(sku, other)).expect(200);
        Answer returned = shop.eventually(
                "/orders/" + invoice, it -> it.amount("/refunded").compareTo(new BigDecimal("24.29")) == 0);
        assertThat(returned.text("/status")).isEqualTo("RETURNED");
        assertThat(returned.amount("/total")).isEqualByComparingTo("17.50");
        assertThat(returned.amount("/outstanding")).isZero();

        shop.post("/payments/import-" + invoice + "/refunds", """
                        {"amount": {"amount": "17.50", "currency": "GBP"}, "reason": "postage"}""").expect(200);
        Answer refunded = shop.eventually("/payments/import-" + invoice, it -> "REFUNDED".equals(it.text("/status")));
        assertThat(refunded.amount("/refunded")).isEqualByComparingTo("41.79");
        shop.eventually("/orders/" + invoice, it -> it.amount("/refunded").compareTo(new BigDecimal("41.79")) == 0);
        assertThat(shop.get("/orders/" + invoice).amount("/outstanding")).isZero();
        // What the credit note has returned was never counted here; what comes back now is on the shelf.
        shop.eventually("/products/" + sku, it -> it.number("/stock/onHand") == 5);
    }

    @Test
    void givenAFollower_whenAFileIsImported_thenItSeesTheEnd() {
        String location = upload(file.getBytes(UTF_8)).expect(202).header("Location");

        List<String> states = shop.follow(location)
                .filter(event -> "import".equals(event.event()))
                .map(event -> String.valueOf(event.data()))
                .collectList()
                .block(Shop.PATIENCE);

        assertThat(states).isNotEmpty().last().asString().contains("\"completed\"");
    }

    @Test
    void givenFilesThatCantBeRead_whenTheyAreUploaded_thenNothingIsImported() {
        upload(new byte[0]).expect(415);
        upload("what is this?".getBytes(UTF_8)).expectProblem(400, "malformed_csv");
        upload((file + "\"never closed").getBytes(UTF_8)).expectProblem(400, "malformed_csv");
        Answer latin1 = upload(file.replace("WHITE METAL", "CAF\u00c9").getBytes(ISO_8859_1))
                .expectProblem(400, "unsupported_encoding");
        assertThat(latin1.number("/line")).isEqualTo(2);
        upload(file.getBytes(UTF_16)).expectProblem(400, "unsupported_encoding");
        shop.send(HttpMethod.POST, "/imports?format=spreadsheet", MediaType.valueOf("text/csv"), file.getBytes(UTF_8))
                .expectProblem(422, "invalid_request");

        shop.get("/orders/" + invoice).expectProblem(404, "order_not_found");
        shop.get("/products/" + sku).expectProblem(404, "product_not_found");
    }
}
