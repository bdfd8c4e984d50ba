package io.ledgerline.order;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Reason;
import io.ledgerline.kernel.testing.Json;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderCommand.CancelOrder;
import io.ledgerline.order.api.OrderCommand.ExpireOrder;
import io.ledgerline.order.api.OrderCommand.RecordFailedRefund;
import io.ledgerline.order.api.OrderCommand.RecordPayment;
import io.ledgerline.order.api.OrderCommand.RecordRefund;
import io.ledgerline.order.api.OrderEvent.ItemsReturned;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.OrderShipped;
import io.ledgerline.order.api.OrderEvent.PaymentFailed;
import io.ledgerline.order.api.OrderEvent.PaymentReceived;
import io.ledgerline.order.api.OrderEvent.PaymentStarted;
import io.ledgerline.order.api.OrderEvent.RefundFailed;
import io.ledgerline.order.api.OrderEvent.RefundRecorded;
import io.ledgerline.order.api.OrderEvent.RefundStarted;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.api.Pieces;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.RefundId;
import java.util.List;
import java.util.UUID;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.aggregate.TestExecutor;
import org.junit.jupiter.api.Test;

class OrderRefundingTest {

    private static final OrderId ID = new OrderId("75");
    private static final PaymentId FIRST = new PaymentId("pay-1");
    private static final PaymentId SECOND = new PaymentId("pay-2");
    private static final Cancellation WITHDRAWN = new Cancellation(Cancellation.BY_REQUEST, "Too late", List.of());
    private static final OrderPlaced PLACED = new OrderPlaced(
            ID,
            new CustomerId("17850"),
            null,
            new Encrypted("address"),
            List.of(new OrderLine(new Sku("85123A"), "Heart", Quantity.of(2), gbp("5.00"))),
            List.of(),
            gbp("10.00"));
    private static final OrderConfirmed CONFIRMED = new OrderConfirmed(ID);
    private static final OrderCancelled CANCELLED = new OrderCancelled(ID, WITHDRAWN);
    private static final RefundId ASKED_FOR = new RefundId("asked-for");

    private final AggregateTestFixture<Order> order = new AggregateTestFixture<>(Order.class);

    @Test
    void givenPaidInParts_whenCancelled_thenEachPartGoesBackTheLastOneFirst() {
        order.given(PLACED, CONFIRMED, received(FIRST, "4.00", "6.00"), received(SECOND, "6.00", "0"))
                .when(new CancelOrder(ID, WITHDRAWN))
                .expectEvents(
                        CANCELLED,
                        refundStarted(0, SECOND, "6.00", Cancellation.BY_REQUEST),
                        refundStarted(1, FIRST, "4.00", Cancellation.BY_REQUEST));
    }

    @Test
    void givenNothingWasPaid_whenCancelled_thenNothingGoesBack() {
        order.given(PLACED, CONFIRMED, started(FIRST, "10.00"))
                .when(new CancelOrder(ID, WITHDRAWN))
                .expectEvents(CANCELLED);
    }

    @Test
    void givenPaidAgainMeanwhile_whenALateCaptureComes_thenThatOneGoesBack() {
        order.given(PLACED, CONFIRMED, received(SECOND, "10.00", "0"))
                .when(new RecordPayment(ID, FIRST, gbp("10.00")))
                .expectEvents(received(FIRST, "10.00", "-10.00"), refundStarted(0, FIRST, "10.00", "paid_too_much"));
    }

    @Test
    void givenDeclinedAndThenCancelled_whenTheMoneyComesAfterAll_thenItGoesBack() {
        order.given(PLACED, CONFIRMED, started(FIRST, "10.00"), declined(FIRST, "10.00"), CANCELLED)
                .when(new RecordPayment(ID, FIRST, gbp("10.00")))
                .expectEvents(received(FIRST, "10.00", "-10.00"), refundStarted(0, FIRST, "10.00", "order_cancelled"));
    }

    @Test
    void givenDeclinedAndStillUnpaid_whenTheMoneyComesAfterAll_thenItPaysTheOrder() {
        order.given(PLACED, CONFIRMED, started(FIRST, "10.00"), declined(FIRST, "10.00"))
                .when(new RecordPayment(ID, FIRST, gbp("10.00")))
                .expectEvents(received(FIRST, "10.00", "0"));
    }

    @Test
    void givenARefundUnderWay_whenMoreMoneyComes_thenOnlyThatGoesBackToo() {
        cancelledWithRefund()
                .when(new RecordPayment(ID, SECOND, gbp("3.00")))
                .expectEvents(received(SECOND, "3.00", "-13.00"), refundStarted(1, SECOND, "3.00", "order_cancelled"));
    }

    @Test
    void givenARefundUnderWay_whenItIsDone_thenNothingIsOwed() {
        cancelledWithRefund()
                .when(new RecordRefund(ID, FIRST, refundId(0), gbp("10.00")))
                .expectEvents(new RefundRecorded(ID, FIRST, refundId(0), gbp("10.00"), gbp("0"), gbp("0")));
    }

    @Test
    void givenARefundIsDone_whenItIsReportedAgain_thenItCountsOnce() {
        order.given(
                        PLACED,
                        CONFIRMED,
                        received(FIRST, "10.00", "0"),
                        CANCELLED,
                        refundStarted(0, FIRST, "10.00", Cancellation.BY_REQUEST),
                        new RefundRecorded(ID, FIRST, refundId(0), gbp("10.00"), gbp("0"), gbp("0")))
                .when(new RecordRefund(ID, FIRST, refundId(0), gbp("10.00")))
                .expectNoEvents();
    }

    @Test
    void givenARefundUnderWay_whenItFails_thenItIsNotTriedAgain() {
        cancelledWithRefund()
                .when(new RecordFailedRefund(ID, FIRST, refundId(0), "card_closed"))
                .expectEvents(new RefundFailed(ID, FIRST, refundId(0), gbp("10.00"), "card_closed"));
    }

    @Test
    void givenSomeWentBackMeanwhile_whenTheRefundOfAllFails_thenTheRestGoesBack() {
        order.given(
                        PLACED,
                        CONFIRMED,
                        received(FIRST, "10.00", "0"),
                        CANCELLED,
                        refundStarted(0, FIRST, "10.00", Cancellation.BY_REQUEST),
                        new RefundRecorded(ID, FIRST, ASKED_FOR, gbp("4.00"), gbp("0"), gbp("-6.00")))
                .when(new RecordFailedRefund(ID, FIRST, refundId(0), "refund_exceeds_captured"))
                .expectEvents(
                        new RefundFailed(ID, FIRST, refundId(0), gbp("10.00"), "refund_exceeds_captured"),
                        refundStarted(1, FIRST, "6.00", "paid_too_much"));
    }

    @Test
    void givenPaid_whenSomeGoesBackWithoutAReturn_thenItIsADiscount() {
        order.given(PLACED, CONFIRMED, received(FIRST, "10.00", "0"))
                .when(new RecordRefund(ID, FIRST, ASKED_FOR, gbp("2.50")))
                .expectEvents(new RefundRecorded(ID, FIRST, ASKED_FOR, gbp("2.50"), gbp("2.50"), gbp("0")));
    }

    @Test
    void givenPartlyPaid_whenSomeGoesBackWithoutAReturn_thenTheSameIsOutstanding() {
        order.given(PLACED, CONFIRMED, received(FIRST, "4.00", "6.00"))
                .when(new RecordRefund(ID, FIRST, ASKED_FOR, gbp("1.00")))
                .expectEvents(new RefundRecorded(ID, FIRST, ASKED_FOR, gbp("1.00"), gbp("1.00"), gbp("6.00")));
    }

    /** Of 10.00 7.00 went back as a discount and 2.00 are on their way, when half of the goods come back. */
    @Test
    void givenNothingIsWorthAnythingAnyMore_whenSomeMoreGoesBack_thenItWasOwed() {
        order.given(
                        PLACED,
                        CONFIRMED,
                        received(FIRST, "10.00", "0"),
                        new OrderShipped(ID, "s1", List.of(pieces(2)), null, null, true),
                        new RefundRecorded(ID, FIRST, ASKED_FOR, gbp("7.00"), gbp("7.00"), gbp("0.00")),
                        new ItemsReturned(
                                ID, "r1", List.of(pieces(1)), Reason.of("broken"), false, gbp("0.00"), gbp("-3.00")),
                        refundStarted(0, FIRST, "3.00", "items_returned"))
                .when(new RecordRefund(ID, FIRST, new RefundId("asked-for-too"), gbp("2.00")))
                .expectEvents(new RefundRecorded(
                        ID, FIRST, new RefundId("asked-for-too"), gbp("2.00"), gbp("0.00"), gbp("-1.00")));
    }

    @Test
    void givenOwedAfterAFailedRefund_whenItIsAskedForByHand_thenOnlyTheRestIsADiscount() {
        order.given(
                        PLACED,
                        CONFIRMED,
                        received(FIRST, "10.00", "0"),
                        received(SECOND, "2.00", "-2.00"),
                        refundStarted(0, SECOND, "2.00", "paid_too_much"),
                        new RefundFailed(ID, SECOND, refundId(0), gbp("2.00"), "card_closed"))
                .when(new RecordRefund(ID, FIRST, ASKED_FOR, gbp("3.00")))
                .expectEvents(new RefundRecorded(ID, FIRST, ASKED_FOR, gbp("3.00"), gbp("1.00"), gbp("0")));
    }

    @Test
    void givenConfirmed_whenItExpires_thenItIsCancelledAndWhatWasPaidGoesBack() {
        order.given(PLACED, CONFIRMED, received(FIRST, "4.00", "6.00"))
                .when(new ExpireOrder(ID, Cancellation.notPaidInTime()))
                .expectEvents(
                        new OrderCancelled(ID, Cancellation.notPaidInTime()),
                        refundStarted(0, FIRST, "4.00", "payment_deadline_passed"));
    }

    @Test
    void givenPending_whenItExpires_thenItHasToBeDecidedFirst() {
        order.given(PLACED)
                .when(new ExpireOrder(ID, Cancellation.notPaidInTime()))
                .expectNoEvents()
                .expectException(OrderRejection.NotConfirmed.class);
    }

    @Test
    void givenPaid_whenItExpiresLate_thenItIsKept() {
        order.given(PLACED, CONFIRMED, received(FIRST, "10.00", "0"))
                .when(new ExpireOrder(ID, Cancellation.notPaidInTime()))
                .expectNoEvents();
    }

    @Test
    void givenCancelled_whenItExpires_thenItsReasonStays() {
        order.given(PLACED, CONFIRMED, CANCELLED)
                .when(new ExpireOrder(ID, Cancellation.notPaidInTime()))
                .expectNoEvents();
    }

    @Test
    void stateWithRefundsIsTheSameAfterItWasStored() {
        cancelledWithRefund()
                .when(new RecordRefund(ID, FIRST, ASKED_FOR, gbp("1.00")))
                .expectState(state -> assertThat(Json.reread(state))
                        .usingRecursiveComparison()
                        .isEqualTo(state));
    }

    private TestExecutor<Order> cancelledWithRefund() {
        return order.given(
                PLACED,
                CONFIRMED,
                received(FIRST, "10.00", "0"),
                CANCELLED,
                refundStarted(0, FIRST, "10.00", Cancellation.BY_REQUEST));
    }

    /**
     * @param n how many refunds were started before
     */
    static RefundStarted refundStarted(int n, PaymentId payment, String amount, String reason) {
        return new RefundStarted(ID, payment, refundId(n), gbp(amount), reason);
    }

    private static RefundId refundId(int n) {
        return new RefundId(
                UUID.nameUUIDFromBytes(("75/refund/" + n).getBytes(UTF_8)).toString());
    }

    private static PaymentFailed declined(PaymentId payment, String amount) {
        return new PaymentFailed(ID, payment, gbp(amount), "card_declined");
    }

    private static PaymentStarted started(PaymentId id, String amount) {
        return new PaymentStarted(ID, id, gbp(amount), new PaymentMethod("card", "tok_ok"));
    }

    private static PaymentReceived received(PaymentId id, String amount, String outstanding) {
        return new PaymentReceived(ID, id, gbp(amount), gbp(outstanding));
    }

    private static Pieces pieces(int quantity) {
        return new Pieces(new Sku("85123A"), Quantity.of(quantity));
    }

    private static Money gbp(String amount) {
        return Money.of(amount, "GBP");
    }
}
