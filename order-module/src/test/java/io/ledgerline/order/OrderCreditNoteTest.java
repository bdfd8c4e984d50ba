package io.ledgerline.order;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Reason;
import io.ledgerline.order.api.Charge;
import io.ledgerline.order.api.Discount;
import io.ledgerline.order.api.OrderCommand.ImportCreditNote;
import io.ledgerline.order.api.OrderCommand.RecordRefund;
import io.ledgerline.order.api.OrderCommand.ReturnItems;
import io.ledgerline.order.api.OrderEvent.DiscountApplied;
import io.ledgerline.order.api.OrderEvent.ItemsReturned;
import io.ledgerline.order.api.OrderEvent.OrderImported;
import io.ledgerline.order.api.OrderEvent.RefundRecorded;
import io.ledgerline.order.api.OrderEvent.RefundStarted;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.api.Pieces;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.RefundId;
import java.util.List;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

/** An imported order: worth 12.00 of mugs, 2.00 of cups and 4.00 of postage. */
class OrderCreditNoteTest {

    private static final OrderId ID = new OrderId("500");
    private static final PaymentId PAYMENT = new PaymentId("import-500");
    private static final RefundId REFUND = new RefundId("refund-1");
    private static final Sku MUG = new Sku("MUG");
    private static final Sku CUP = new Sku("CUP");
    private static final OrderImported IMPORTED = new OrderImported(
            ID,
            new CustomerId("17850"),
            List.of(
                    new OrderLine(MUG, "Mug", Quantity.of(6), gbp("2.00")),
                    new OrderLine(CUP, "Cup", Quantity.of(2), gbp("1.00"))),
            List.of(new Charge("POST", "Postage", gbp("4.00"))),
            gbp("18.00"),
            "France",
            PAYMENT);
    private static final Discount SORRY = new Discount(gbp("0.50"), "Sorry");

    private final AggregateTestFixture<Order> order = new AggregateTestFixture<>(Order.class);

    @Test
    void whenGoodsAreCredited_thenTheyAreReturnedAndTheMoneyGoesBack() {
        order.given(IMPORTED)
                .when(creditNote("C900", REFUND, List.of(pieces(MUG, 2)), List.of(), "4.00"))
                .expectEvents(
                        returned("C900", "14.00", "-4.00", pieces(MUG, 2)),
                        new RefundStarted(ID, PAYMENT, REFUND, gbp("4.00"), "credit_note"));
    }

    @Test
    void whenADiscountIsCredited_thenTheOrderIsWorthLessAndTheMoneyGoesBack() {
        order.given(IMPORTED)
                .when(creditNote("C900", REFUND, List.of(), List.of(SORRY), "0.50"))
                .expectEvents(
                        new DiscountApplied(ID, gbp("0.50"), Reason.of("Sorry"), gbp("17.50"), gbp("-0.50")),
                        new RefundStarted(ID, PAYMENT, REFUND, gbp("0.50"), "credit_note"));
    }

    @Test
    void whenGoodsAndADiscountAreCredited_thenOneRefundIsForBoth() {
        order.given(IMPORTED)
                .when(creditNote("C900", REFUND, List.of(pieces(MUG, 1), pieces(MUG, 1)), List.of(SORRY), "4.50"))
                .expectEvents(
                        returned("C900", "14.00", "-4.00", pieces(MUG, 2)),
                        new DiscountApplied(ID, gbp("0.50"), Reason.of("Sorry"), gbp("13.50"), gbp("-4.50")),
                        new RefundStarted(ID, PAYMENT, REFUND, gbp("4.50"), "credit_note"));
    }

    @Test
    void givenTheRefundStarted_whenItIsDone_thenNothingIsOwed() {
        order.given(IMPORTED)
                .andGivenCommands(creditNote("C900", REFUND, List.of(pieces(MUG, 2)), List.of(), "4.00"))
                .when(new RecordRefund(ID, PAYMENT, REFUND, gbp("4.00")))
                .expectEvents(new RefundRecorded(ID, PAYMENT, REFUND, gbp("4.00"), gbp("0"), gbp("0")));
    }

    @Test
    void givenCredited_whenTheSameCreditNoteComesFromAnotherImport_thenItIsRefused() {
        ImportCreditNote note = creditNote("C900", REFUND, List.of(pieces(MUG, 2)), List.of(), "4.00");
        order.given(IMPORTED)
                .andGivenCommands(note)
                .when(note)
                .expectNoEvents()
                .expectException(OrderRejection.CreditNoteExists.class);
        order.given(IMPORTED)
                .andGivenCommands(note, new RecordRefund(ID, PAYMENT, REFUND, gbp("4.00")))
                .when(note)
                .expectNoEvents()
                .expectException(OrderRejection.CreditNoteExists.class);
    }

    @Test
    void givenMostHasComeBack_whenMoreIsCreditedThanIsLeft_thenItIsRefused() {
        order.given(IMPORTED)
                .andGivenCommands(new ReturnItems(ID, "by-hand", List.of(pieces(MUG, 5)), "broken"))
                .when(creditNote("C900", REFUND, List.of(pieces(MUG, 2)), List.of(), "4.00"))
                .expectNoEvents()
                .expectException(OrderRejection.ReturnExceedsShipment.class);
    }

    @Test
    void whenTheCreditNoteIsNotForWhatTheGoodsCost_thenItIsRefused() {
        order.given(IMPORTED)
                .when(creditNote("C900", REFUND, List.of(pieces(MUG, 2)), List.of(), "3.99"))
                .expectNoEvents()
                .expectException(OrderRejection.CreditNoteDiffers.class);
    }

    @Test
    void givenMoneyHasGoneBackByHand_whenMoreIsCreditedThanTheOrderIsWorth_thenItIsRefused() {
        order.given(IMPORTED)
                .andGivenCommands(new RecordRefund(ID, PAYMENT, new RefundId("by-hand"), gbp("17.00")))
                .when(creditNote("C900", REFUND, List.of(pieces(MUG, 2)), List.of(), "4.00"))
                .expectNoEvents()
                .expectException(OrderRejection.CreditNoteDiffers.class);
    }

    @Test
    void givenAllGoodsHaveComeBack_whenThePostageIsCredited_thenThatGoesBackToo() {
        order.given(IMPORTED)
                .andGivenCommands(
                        creditNote("C900", REFUND, List.of(pieces(MUG, 6), pieces(CUP, 2)), List.of(), "14.00"))
                .when(creditNote(
                        "C901",
                        new RefundId("refund-2"),
                        List.of(),
                        List.of(new Discount(gbp("4.00"), "Postage")),
                        "4.00"))
                .expectEvents(
                        new DiscountApplied(ID, gbp("4.00"), Reason.of("Postage"), gbp("0.00"), gbp("-18.00")),
                        new RefundStarted(ID, PAYMENT, new RefundId("refund-2"), gbp("4.00"), "credit_note"));
    }

    private static ImportCreditNote creditNote(
            String number, RefundId refund, List<Pieces> returned, List<Discount> discounts, String amount) {
        return new ImportCreditNote(ID, number, returned, discounts, PAYMENT, refund, gbp(amount));
    }

    private static ItemsReturned returned(String number, String total, String outstanding, Pieces... pieces) {
        return new ItemsReturned(
                ID, number, List.of(pieces), Reason.of("credit note " + number), false, gbp(total), gbp(outstanding));
    }

    private static Pieces pieces(Sku sku, int quantity) {
        return new Pieces(sku, Quantity.of(quantity));
    }

    private static Money gbp(String amount) {
        return Money.of(amount, "GBP");
    }
}
