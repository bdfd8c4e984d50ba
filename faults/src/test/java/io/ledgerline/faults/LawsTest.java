package io.ledgerline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.faults.Books.Charge;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Each law says no to a log that breaks it; a law that nothing can break proves nothing. */
class LawsTest {

    private static final JsonMapper JSON = new JsonMapper();

    private final Findings findings = new Findings();
    private final Replay log = new Replay(findings);
    private final Memory memory = new Memory();
    private final Map<String, Long> versions = new HashMap<>();
    private long position;

    private void happened(String stream, String type, String data) {
        happened(stream, type, data, versions.merge(stream, 1L, Long::sum) - 1, "{}");
    }

    private void happened(String stream, String type, String data, long sequence, String metadata) {
        log.on(new LogEvent(
                ++position, stream, sequence, type, JSON.readTree(data), JSON.readTree(metadata), Instant.EPOCH));
    }

    private void onlyBroken(Law... laws) {
        assertThat(findings.broken().stream().map(it -> it.substring(0, it.indexOf(':'))))
                .containsExactlyInAnyOrder(List.of(laws).stream().map(Law::name).toArray(String[]::new));
    }

    private void anOrderOfTwo() {
        happened("stock-A", "catalog.StockReceived", "{\"quantity\": 3}");
        happened("order-1", "order.OrderPlaced", """
                {"lines": [{"sku": "A", "quantity": 2, "unitPrice": {"amount": "1.50"}}], "charges": [],
                 "total": {"amount": "3.00"}}""");
        happened("stock-A", "catalog.StockReserved", "{\"reservationId\": \"1\", \"quantity\": 2}");
        happened("order-1", "order.OrderConfirmed", "{}");
    }

    private void aPayment(String token) {
        happened("order-1", "order.PaymentStarted", "{\"paymentId\": \"p\", \"amount\": {\"amount\": \"3\"}}");
        happened("payment-p", "payment.PaymentRequested", """
                {"reference": "1", "amount": {"amount": "3.00"}, "provider": "sandbox", "method": {"token": "%s"}}""".formatted(token));
    }

    private void captured() {
        happened(
                "payment-p",
                "payment.PaymentCaptured",
                "{\"amount\": {\"amount\": \"3.00\"}, \"providerReference\": \"r\"}");
    }

    private void received() {
        happened("order-1", "order.PaymentReceived", """
                {"paymentId": "p", "amount": {"amount": "3.00"}, "outstanding": {"amount": "0.00"}}""");
    }

    @Test
    void givenALogThatIsRight_thenNothingIsBroken() {
        anOrderOfTwo();
        aPayment("tok_ok");
        captured();
        received();
        GoodsLaws.check(log, findings);
        PaymentLaws.check(log, findings);
        SettledLaws.check(new Leftovers(List.of(), List.of(), List.of(), List.of("1")), log, findings);
        onlyBroken();
    }

    @Test
    void givenAGapInAStream_thenItIsSeen() {
        happened("stock-A", "catalog.StockReceived", "{\"quantity\": 3}", 1, "{}");
        onlyBroken(Law.STREAMS);
    }

    @Test
    void givenMoreReservedThanThereIs_thenItIsSeen() {
        anOrderOfTwo();
        happened("stock-A", "catalog.StockReserved", "{\"reservationId\": \"2\", \"quantity\": 2}");
        onlyBroken(Law.STOCK);
    }

    @Test
    void givenPiecesThatAreKeptForACancelledOrder_thenItIsSeen() {
        anOrderOfTwo();
        happened("order-1", "order.OrderCancelled", "{}");
        GoodsLaws.check(log, findings);
        onlyBroken(Law.GOODS, Law.GOODS);
    }

    @Test
    void givenPiecesThatAreKeptForNobody_thenItIsSeen() {
        happened("stock-A", "catalog.StockReceived", "{\"quantity\": 3}");
        happened("stock-A", "catalog.StockReserved", "{\"reservationId\": \"9\", \"quantity\": 2}");
        GoodsLaws.check(log, findings);
        onlyBroken(Law.GOODS);
    }

    @Test
    void givenAnOrderThatHasNothingReserved_thenItIsSeen() {
        anOrderOfTwo();
        happened("stock-A", "catalog.StockReleased", "{\"reservationId\": \"1\", \"quantity\": 2}");
        GoodsLaws.check(log, findings);
        onlyBroken(Law.GOODS);
    }

    @Test
    void givenADiscountThatDoesNotAddUp_thenItIsSeen() {
        anOrderOfTwo();
        happened("order-1", "order.DiscountApplied", """
                {"amount": {"amount": "1.00"}, "total": {"amount": "2.50"}, "outstanding": {"amount": "2.00"}}""");
        onlyBroken(Law.MONEY);
    }

    @Test
    void givenAPaymentThatIsReceivedTwice_thenItIsSeen() {
        anOrderOfTwo();
        aPayment("tok_ok");
        received();
        happened("order-1", "order.PaymentReceived", """
                {"paymentId": "p", "amount": {"amount": "3.00"}, "outstanding": {"amount": "-3.00"}}""");
        onlyBroken(Law.MONEY);
    }

    @Test
    void givenAPaymentThatIsCapturedTwice_thenItIsSeen() {
        anOrderOfTwo();
        aPayment("tok_ok");
        captured();
        captured();
        onlyBroken(Law.PAYMENTS);
    }

    @Test
    void givenRefundsOfMoreThanCame_thenItIsSeen() {
        anOrderOfTwo();
        aPayment("tok_ok");
        captured();
        happened("payment-p", "payment.RefundRequested", "{\"refundId\": \"a\", \"amount\": {\"amount\": \"2.00\"}}");
        happened("payment-p", "payment.RefundRequested", "{\"refundId\": \"b\", \"amount\": {\"amount\": \"2.00\"}}");
        onlyBroken(Law.PAYMENTS);
    }

    @Test
    void givenACaptureThatTheOrderNeverHeardOf_thenItIsSeen() {
        anOrderOfTwo();
        aPayment("tok_ok");
        captured();
        PaymentLaws.check(log, findings);
        onlyBroken(Law.PAYMENTS);
    }

    @Test
    void givenATokenThatEndsOtherwise_thenItIsSeen() {
        anOrderOfTwo();
        aPayment("tok_timeout");
        captured();
        received();
        PaymentLaws.check(log, findings);
        onlyBroken(Law.TOKENS);
    }

    @Test
    void givenWhatIsUnderWay_thenItIsSeen() {
        anOrderOfTwo();
        aPayment("tok_slow");
        SettledLaws.check(new Leftovers(List.of("a"), List.of("b"), List.of("c"), List.of()), log, findings);
        onlyBroken(Law.SETTLED, Law.SETTLED, Law.SETTLED, Law.SETTLED, Law.SETTLED, Law.SETTLED);
    }

    @Test
    void givenAChargeThatTheLogLost_thenItIsSeen() {
        anOrderOfTwo();
        aPayment("tok_ok");
        compareWithBooks(charge("r", "0"));
        onlyBroken(Law.BOOKS, Law.BOOKS);
    }

    @Test
    void givenTwoChargesForOnePayment_thenItIsSeen() {
        anOrderOfTwo();
        aPayment("tok_ok");
        captured();
        compareWithBooks(charge("r", "0"), charge("s", "0"));
        onlyBroken(Law.BOOKS, Law.BOOKS);
    }

    @Test
    void givenMoneyThatWentBackBehindTheLog_thenItIsSeen() {
        anOrderOfTwo();
        aPayment("tok_ok");
        captured();
        compareWithBooks(charge("r", "1"));
        onlyBroken(Law.BOOKS, Law.BOOKS);
    }

    private static Charge charge(String reference, String refunded) {
        return new Charge(reference, "p", true, new BigDecimal("3.00"), new BigDecimal(refunded));
    }

    private void compareWithBooks(Charge... charges) {
        Object[] shown = List.of(charges).stream()
                .map(it -> Map.of(
                        "providerReference", it.reference(),
                        "paymentId", it.payment(),
                        "status", "CAPTURED",
                        "amount", Map.of("amount", it.amount()),
                        "refunded", Map.of("amount", it.refunded())))
                .toArray();
        BookLaws.check(new Books(List.of(charges), Map.of()), JSON.valueToTree(shown), log, findings);
    }

    @Test
    void givenAnAcknowledgedCommandThatIsLost_thenItIsSeen() {
        answered("c", 201, "{\"id\": \"1\", \"version\": 0}");
        checkCommands();
        onlyBroken(Law.ACKNOWLEDGED);
    }

    @Test
    void givenAnAcknowledgedCommandThatHappenedTwice_thenItIsSeen() {
        answered("c", 201, "{\"id\": \"1\", \"version\": 0}");
        placedBy("c", "order-1");
        placedBy("c", "order-2");
        checkCommands();
        onlyBroken(Law.ACKNOWLEDGED, Law.ACKNOWLEDGED);
    }

    @Test
    void givenAnAcknowledgementOfAnotherVersion_thenItIsSeen() {
        answered("c", 201, "{\"id\": \"1\", \"version\": 1}");
        placedBy("c", "order-1");
        checkCommands();
        onlyBroken(Law.ACKNOWLEDGED);
    }

    @Test
    void givenARefusedCommandThatHappened_thenItIsSeen() {
        answered("c", 409, "{\"code\": \"price_changed\"}");
        placedBy("c", "order-1");
        checkCommands();
        onlyBroken(Law.REFUSED);
    }

    @Test
    void givenAQuantityThatIsSoAlready_thenNothingNeedHaveHappened() {
        anOrderOfTwo();
        quantityAcknowledged(2, 0);
        onlyBroken();
    }

    @Test
    void givenAnAcknowledgedQuantityThatNeverWas_thenItIsSeen() {
        anOrderOfTwo();
        quantityAcknowledged(3, 1);
        onlyBroken(Law.ACKNOWLEDGED);
    }

    private void quantityAcknowledged(int quantity, int version) {
        Command command = new Command(
                "q", Kind.CHANGE_QUANTITY, "PUT", "/orders/1/items/A", "{\"quantity\": %d}".formatted(quantity), null);
        memory.remember(new Sent(command, 1, new Answer(200, Map.of(), "{\"version\": %d}".formatted(version))));
        checkCommands();
    }

    @Test
    void givenTheSameAnswerAgain_thenNothingIsBroken() {
        placedBy("c", "order-1");
        answeredAgain(new Answer(201, Map.of("etag", "\"0\""), "{\"version\": 0}"));
        onlyBroken();
    }

    @Test
    void givenAnotherAnswer_thenItIsSeen() {
        placedBy("c", "order-1");
        answeredAgain(new Answer(201, Map.of("etag", "\"1\""), "{\"version\": 0}"));
        onlyBroken(Law.SAME_ANSWER);
    }

    private void answeredAgain(Answer answer) {
        Command command = new Command("c", Kind.PLACE_ORDER, "POST", "/orders", "{}", null);
        Sent sent = new Sent(command, 1, new Answer(201, Map.of("etag", "\"0\""), "{\"version\": 0}"));
        memory.sends(command);
        memory.remember(sent);
        memory.compare(sent, answer);
        checkCommands();
    }

    @Test
    void givenAnAnswerThatSaysToAskAgain_thenNothingIsBroken() {
        memory.failed(Optional.empty());
        failedWith(503, "store_unavailable");
        failedWith(409, "request_in_progress");
        onlyBroken();
    }

    @Test
    void givenAnAnswerThatTellsOfAFaultOfOurs_thenItIsSeen() {
        failedWith(500, "internal_error");
        onlyBroken(Law.UNAVAILABLE);
    }

    private void failedWith(int status, String code) {
        memory.failed(Optional.of(new Answer(status, Map.of(), "{\"code\": \"%s\"}".formatted(code))));
        checkCommands();
    }

    @Test
    void givenAnEventThatNobodyAskedFor_thenItIsSeen() {
        placedBy("c", "order-1");
        checkCommands();
        onlyBroken(Law.ASKED_FOR);
    }

    private void answered(String id, int status, String body) {
        Command command = new Command(id, Kind.PLACE_ORDER, "POST", "/orders", "{}", null);
        memory.sends(command);
        memory.remember(new Sent(command, 1, new Answer(status, Map.of(), body)));
    }

    private void placedBy(String id, String stream) {
        happened(
                stream,
                "order.OrderPlaced",
                "{\"lines\": [], \"charges\": [], \"total\": {\"amount\": \"0\"}}",
                0,
                """
                {"who": "developer", "requestId": "%s", "commandId": "x"}""".formatted(id));
    }

    private void checkCommands() {
        new CommandLaws(memory).check(List.copyOf(memory.answered()), log, findings);
    }

    @Test
    void givenViewsThatLag_thenItIsSeen() {
        anOrderOfTwo();
        ViewLaws.check(new Views(Map.of("1", JSON.readTree("""
                                {"version": 0, "status": "PENDING", "total": {"amount": "3"}, "discount": {"amount": "0"},
                                 "paid": {"amount": "0"}, "refunded": {"amount": "0"}, "outstanding": {"amount": "3"},
                                 "lines": [{"sku": "A", "quantity": 2, "shipped": 0, "returned": 0,
                                            "unitPrice": {"amount": "1.50"}}]}""")), Map.of(), Map.of()), log, findings);
        onlyBroken(Law.VIEWS, Law.VIEWS);
    }
}
