package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.Charge;
import io.ledgerline.order.api.OrderCommand.CancelOrder;
import io.ledgerline.order.api.OrderCommand.PlaceOrder;
import io.ledgerline.order.api.OrderCommand.StartPayment;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.payment.api.PaymentMethod;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.http.MediaType;
import org.springframework.test.web.reactive.server.WebTestClient;
import tools.jackson.databind.json.JsonMapper;

class OrderCommandsTest extends HttpTest {

    private static final String ADDRESS = """
            {"name":"Ada","line1":"1 High St","city":"London","postalCode":"N1","country":"GB"}""";

    @BeforeEach
    void offer() {
        offers.offer("A", "2.50", "GBP");
        offers.offer("B", "4.00", "GBP");
        offers.offer("E", "1.00", "EUR");
        offers.offer("DEAR", "999999999999.99", "GBP");
        offers.offerDiscontinued("OLD", "1.00");
    }

    @Test
    void placingAnOrderTakesPricesFromTheCatalogAndHidesThePerson() {
        post("/orders", """
                {"orderId":"o1","customerId":"c1","customerName":"Ada","shippingAddress":%s,
                 "lines":[{"sku":"A","quantity":2},{"sku":"B","quantity":1,"unitPrice":{"amount":4,"currency":"GBP"}}],
                 "charges":[{"code":"post","description":"Postage","amount":{"amount":"1.20","currency":"GBP"}}]}""".formatted(ADDRESS))
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("Location", "/orders/o1")
                .expectHeader()
                .valueEquals("ETag", "\"0\"")
                .expectBody()
                .json("{\"id\":\"o1\",\"version\":0}");

        PlaceOrder placed = placed();
        assertThat(placed.orderId()).isEqualTo(new OrderId("o1"));
        assertThat(placed.customerId()).isEqualTo(new CustomerId("c1"));
        assertThat(placed.customerName()).isEqualTo(new Encrypted("c1(Ada)"));
        assertThat(placed.lines()).containsExactly(line("A", 2, "2.50"), line("B", 1, "4.00"));
        assertThat(placed.charges()).containsExactly(new Charge("post", "Postage", Money.of("1.20", "GBP")));
        String address = placed.shippingAddress().text();
        assertThat(JsonMapper.shared().readTree(address.substring(3, address.length() - 1)))
                .isEqualTo(JsonMapper.shared().readTree(ADDRESS.replace("\"city\"", "\"line2\":null,\"city\"")));
    }

    @Test
    void twoLinesOfOneSkuBecomeOne() {
        order("{\"sku\":\"A\",\"quantity\":2},{\"sku\":\"B\",\"quantity\":1},{\"sku\":\"A\",\"quantity\":3}")
                .expectStatus()
                .isCreated();

        assertThat(placed().lines()).containsExactly(line("A", 5, "2.50"), line("B", 1, "4.00"));
    }

    @Test
    void anOrderWithoutIdGetsOne() {
        order("{\"sku\":\"A\",\"quantity\":2}").expectStatus().isCreated();
        order("{\"sku\":\"A\",\"quantity\":2}").expectStatus().isCreated();

        assertThat(commands.payloads().stream().map(it -> ((PlaceOrder) it).orderId()))
                .doesNotHaveDuplicates()
                .hasSize(2);
    }

    @Test
    void anOrderAskedForAgainWithTheSameKeyIsTheSameOrder() {
        IntStream.range(0, 2)
                .forEach(i -> client.post()
                        .uri("/orders")
                        .contentType(MediaType.APPLICATION_JSON)
                        .header("Idempotency-Key", "k1")
                        .bodyValue(body("{\"sku\":\"A\",\"quantity\":2}"))
                        .exchange()
                        .expectStatus()
                        .isCreated());

        assertThat(commands.payloads())
                .as("the second is answered as the first was")
                .hasSize(1);
        assertThat(commands.messages().stream().map(it -> it.getMetaData().get("commandId")))
                .allMatch(id -> id.equals(placed().orderId().value()));
    }

    @Test
    void aProductThatTheViewLearnsAMomentLaterCanBeOrdered() {
        offers.offerLate("NEW", "7.00");

        order("{\"sku\":\"NEW\",\"quantity\":1},{\"sku\":\"A\",\"quantity\":1}")
                .expectStatus()
                .isCreated();
        assertThat(placed().lines()).containsExactly(line("NEW", 1, "7.00"), line("A", 1, "2.50"));
    }

    @Test
    void unknownProductsAreNamedByTheirLines() {
        problem(
                        order(
                                "{\"sku\":\"A\",\"quantity\":2},{\"sku\":\"X\",\"quantity\":1},{\"sku\":\"Y\",\"quantity\":1}"),
                        422,
                        "unknown_product")
                .jsonPath("$.errors[*].field")
                .value((List<String> fields) -> assertThat(fields).containsExactly("lines[1].sku", "lines[2].sku"));
        assertThat(commands.payloads()).isEmpty();
    }

    @Test
    void whatTheCatalogNoLongerSellsSoIsRefused() {
        problem(order("{\"sku\":\"OLD\",\"quantity\":2}"), 409, "product_discontinued")
                .jsonPath("$.sku")
                .isEqualTo("OLD");
        problem(
                        order(
                                "{\"sku\":\"A\",\"quantity\":2,\"unitPrice\":{\"amount\":\"2.49\",\"currency\":\"GBP\"}}"),
                        409,
                        "price_changed")
                .jsonPath("$.price.amount")
                .isEqualTo("2.50");
        problem(
                order("{\"sku\":\"A\",\"quantity\":2,\"unitPrice\":{\"amount\":\"2.50\",\"currency\":\"EUR\"}}"),
                409,
                "price_changed");
    }

    @Test
    void anOrderHasOneCurrency() {
        problem(order("{\"sku\":\"A\",\"quantity\":2},{\"sku\":\"E\",\"quantity\":1}"), 422, "mixed_currencies")
                .jsonPath("$.errors[0].field")
                .isEqualTo("lines[1].sku");
        problem(post("/orders", """
                {"customerId":"c1","shippingAddress":%s,"lines":[{"sku":"A","quantity":2}],
                 "charges":[{"code":"post","description":"Postage","amount":{"amount":"1","currency":"EUR"}}]}""".formatted(ADDRESS)), 422, "mixed_currencies")
                .jsonPath("$.errors[0].field")
                .isEqualTo("charges[0].amount");
    }

    @Test
    void anOrderThatNobodyCanPayIsInvalid() {
        invalid(order("{\"sku\":\"DEAR\",\"quantity\":1000000}"), "lines");
        invalid(order("{\"sku\":\"DEAR\",\"quantity\":1},{\"sku\":\"A\",\"quantity\":1}"), "lines");
        invalid(order("{\"sku\":\"A\",\"quantity\":1000000},{\"sku\":\"A\",\"quantity\":1}"), "lines[1].quantity");
    }

    @Test
    void anOrderHasFrom1To1000Lines() {
        invalid(order(""), "lines");
        String thousand = IntStream.range(0, 1000)
                .mapToObj(i -> "{\"sku\":\"A\",\"quantity\":1}")
                .collect(Collectors.joining(","));
        order(thousand).expectStatus().isCreated();
        invalid(order(thousand + ",{\"sku\":\"A\",\"quantity\":1}"), "lines");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'orderId':'a b',$rest} | orderId",
                "{'orderId':'',$rest} | orderId",
                "{'customerId':'?','shippingAddress':$address,'lines':$lines} | customerId",
                "{'shippingAddress':$address,'lines':$lines} | customerId",
                "{'customerId':'c1','lines':$lines} | shippingAddress",
                "{'customerId':'c1','shippingAddress':$address} | lines",
                "{'customerId':'c1','shippingAddress':$address,'lines':null} | lines",
                "{'customerId':'c1','shippingAddress':$address,'lines':[null]} | lines[0]",
                "{'customerId':'c1','shippingAddress':$address,'lines':[{'quantity':1}]} | lines[0].sku",
                "{'customerId':'c1','shippingAddress':$address,'lines':[{'sku':'A'}]} | lines[0].quantity",
                "{'customerId':'c1','shippingAddress':$address,'lines':[{'sku':'A','quantity':0}]} | lines[0].quantity",
                "{'customerId':'c1','shippingAddress':$address,'lines':[{'sku':'A','quantity':1},{'sku':'A','quantity':-1}]} | lines[1].quantity",
                "{'customerId':'c1','shippingAddress':$address,'lines':[{'sku':'A','quantity':1,'qty':1}]} | lines[0].qty",
                "{'customerId':'c1','shippingAddress':$address,'lines':[{'sku':'A*','quantity':1}]} | lines[0].sku",
                "{'customerId':'c1','shippingAddress':$address,'lines':[{'sku':'A','quantity':1,'unitPrice':{'amount':'1.001','currency':'GBP'}}]} | lines[0].unitPrice.amount",
                "{'customerId':'c1','shippingAddress':$address,'lines':[{'sku':'A','quantity':1,'unitPrice':{'amount':'-1','currency':'GBP'}}]} | lines[0].unitPrice",
                "{'customerId':'c1','shippingAddress':{},'lines':$lines} | shippingAddress.*",
                "{'customerId':'c1','shippingAddress':{'name':'A','line1':'B','city':'C','postalCode':'D','country':'gb'},'lines':$lines} | shippingAddress.country",
                "{'customerId':'c1','shippingAddress':{'name':'A','line1':'B','city':'C','postalCode':'D','country':'ZZ'},'lines':$lines} | shippingAddress.country",
                "{'customerId':'c1','shippingAddress':{'name':'A','line1':'B','city':'C','postalCode':'D'},'lines':$lines} | shippingAddress.country",
                "{'customerId':'c1','shippingAddress':{'name':' ','line1':'B','city':'C','postalCode':'D','country':'GB'},'lines':$lines} | shippingAddress.name",
                "{'charges':[{'code':'a','description':'b','amount':{'amount':'0','currency':'GBP'}}],$rest} | charges[0].amount",
                "{'charges':[{'code':'a','description':'b'}],$rest} | charges[0].amount",
                "{'charges':[{'code':'','description':'b','amount':{'amount':'1','currency':'GBP'}}],$rest} | charges[0].code",
                "{'customerName':'a\\u0000b',$rest} | customerName",
                "{'total':1,$rest} | total",
            })
    void anInvalidOrderNamesTheField(String template, String field) {
        String body = template.replace("$rest", "'customerId':'c1','shippingAddress':$address,'lines':$lines")
                .replace("$lines", "[{'sku':'A','quantity':1}]")
                .replace("$address", ADDRESS)
                .replace('\'', '"');
        problem(post("/orders", body), 422, Problem.INVALID_REQUEST)
                .jsonPath("$.errors[0].field")
                .value((String named) -> assertThat(named).matches(glob(field)));
        assertThat(commands.payloads()).isEmpty();
    }

    @Test
    void allInvalidFieldsAreNamedAtOnce() {
        problem(post("/orders", "{\"shippingAddress\":{},\"lines\":[]}"), 422, Problem.INVALID_REQUEST)
                .jsonPath("$.errors[*].field")
                .value((List<String> fields) -> assertThat(fields)
                        .containsExactlyInAnyOrder(
                                "customerId",
                                "lines",
                                "shippingAddress.name",
                                "shippingAddress.line1",
                                "shippingAddress.city",
                                "shippingAddress.postalCode",
                                "shippingAddress.country"));
    }

    @Test
    void cancellingSaysWhyToThoseWhoHaveTheCustomersKey() {
        offers.belongs("o1", "ada");
        commands.answerWith(2);

        post("/orders/o1/cancellation", "{\"reason\":\"changed my mind\"}")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"2\"");

        assertThat(commands.payloads())
                .containsExactly(new CancelOrder(
                        new OrderId("o1"),
                        new Cancellation(Cancellation.BY_REQUEST, "ada(changed my mind)", List.of())));
        invalid(post("/orders/o1/cancellation", "{}"), "reason");
        invalid(post("/orders/o1/cancellation", "{\"reason\":\"\"}"), "reason");
    }

    @Test
    void payingNamesThePaymentAndTellsTheOrdersVersion() {
        commands.answerWith(2);

        post("/orders/o1/payments", """
                {"amount":{"amount":"5","currency":"GBP"},"method":{"type":"card","token":"tok_ok"}}""")
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("ETag", "\"0\"")
                .expectHeader()
                .value(
                        "Location",
                        location -> assertThat(location)
                                .isEqualTo("/payments/" + started().paymentId()))
                .expectBody()
                .jsonPath("$.version")
                .isEqualTo(0)
                .jsonPath("$.orderVersion")
                .isEqualTo(2);

        assertThat(started())
                .isEqualTo(new StartPayment(
                        new OrderId("o1"),
                        started().paymentId(),
                        Money.of("5.00", "GBP"),
                        new PaymentMethod("card", "tok_ok")));
    }

    @Test
    void aPaymentAskedForAgainWithTheSameKeyIsTheSamePayment() {
        IntStream.range(0, 2)
                .forEach(i -> client.post()
                        .uri("/orders/o1/payments")
                        .contentType(MediaType.APPLICATION_JSON)
                        .header("Idempotency-Key", "k1")
                        .bodyValue("{\"method\":{\"type\":\"card\",\"token\":\"tok_ok\"}}")
                        .exchange()
                        .expectStatus()
                        .isCreated());

        assertThat(commands.payloads())
                .as("the second is answered as the first was")
                .hasSize(1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{} | method",
                "{'method':{}} | method.*",
                "{'method':{'type':'card'}} | method.token",
                "{'method':{'type':'','token':'t'}} | method.type",
                "{'amount':{'amount':'0','currency':'GBP'},'method':{'type':'card','token':'t'}} | amount",
                "{'amount':{'amount':'-5','currency':'GBP'},'method':{'type':'card','token':'t'}} | amount",
            })
    void anInvalidPaymentNamesTheField(String body, String field) {
        problem(post("/orders/o1/payments", body.replace('\'', '"')), 422, Problem.INVALID_REQUEST)
                .jsonPath("$.errors[0].field")
                .value((String named) -> assertThat(named).matches(glob(field)));
    }

    private WebTestClient.ResponseSpec order(String lines) {
        return post("/orders", body(lines));
    }

    private static String body(String lines) {
        return "{\"customerId\":\"c1\",\"shippingAddress\":%s,\"lines\":[%s]}".formatted(ADDRESS, lines);
    }

    private static OrderLine line(String sku, int quantity, String price) {
        return new OrderLine(new Sku(sku), "Name of " + sku, Quantity.of(quantity), Money.of(price, "GBP"));
    }

    private static String glob(String field) {
        return field.replace("[", "\\[").replace(".", "\\.").replace("*", ".*");
    }

    private PlaceOrder placed() {
        return (PlaceOrder) commands.payloads().get(0);
    }

    private StartPayment started() {
        return (StartPayment) commands.payloads().get(0);
    }
}
