package io.ledgerline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.CatalogCommand.ChangeReservation;
import io.ledgerline.catalog.api.CatalogCommand.DeductStock;
import io.ledgerline.catalog.api.CatalogCommand.ReceiveStock;
import io.ledgerline.catalog.api.CatalogCommand.ReleaseStock;
import io.ledgerline.catalog.api.CatalogCommand.ReserveStock;
import io.ledgerline.catalog.api.CatalogCommand.ReturnStock;
import io.ledgerline.catalog.api.CatalogCommand.WriteOffStock;
import io.ledgerline.catalog.api.CatalogEvent.ReservationChanged;
import io.ledgerline.catalog.api.CatalogEvent.ReservationClosed;
import io.ledgerline.catalog.api.CatalogEvent.StockDeducted;
import io.ledgerline.catalog.api.CatalogEvent.StockReceived;
import io.ledgerline.catalog.api.CatalogEvent.StockReleased;
import io.ledgerline.catalog.api.CatalogEvent.StockReserved;
import io.ledgerline.catalog.api.CatalogEvent.StockReturned;
import io.ledgerline.catalog.api.CatalogEvent.StockWrittenOff;
import io.ledgerline.catalog.api.ReservationId;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.testing.GoldenState;
import io.ledgerline.kernel.testing.Json;
import io.ledgerline.kernel.testing.RejectionWith;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;

class StockItemTest {

    private static final Sku HEART = new Sku("85123A");
    private static final ReservationId FIRST = new ReservationId("order-1");
    private static final ReservationId SECOND = new ReservationId("order-2");
    private static final StockReceived TEN_RECEIVED = new StockReceived(HEART, Quantity.of(10));

    private final AggregateTestFixture<StockItem> stock = new AggregateTestFixture<>(StockItem.class);

    @Test
    void givenNothing_whenReceived_thenItIsThere() {
        stock.givenNoPriorActivity()
                .when(new ReceiveStock(HEART, Quantity.of(10)))
                .expectEvents(TEN_RECEIVED)
                .expectResultMessagePayload(0L);
    }

    @Test
    void givenSome_whenMoreIsReceived_thenItIsThereToo() {
        stock.given(TEN_RECEIVED)
                .when(new ReceiveStock(HEART, Quantity.of(5)))
                .expectEvents(new StockReceived(HEART, Quantity.of(5)))
                .expectResultMessagePayload(1L);
    }

    @Test
    void givenAsMuchAsThereCanBe_whenMoreIsReceived_thenRefused() {
        Object[] full = new Object[StockItem.MOST / Quantity.MAX];
        Arrays.fill(full, new StockReceived(HEART, Quantity.of(Quantity.MAX)));
        stock.given(full)
                .when(new ReceiveStock(HEART, Quantity.of(1)))
                .expectNoEvents()
                .expectException(CatalogRejection.StockIsFull.class);
    }

    @Test
    void givenSome_whenWrittenOff_thenItIsGone() {
        stock.given(TEN_RECEIVED)
                .when(new WriteOffStock(HEART, Quantity.of(10)))
                .expectEvents(new StockWrittenOff(HEART, Quantity.of(10)));
    }

    @Test
    void givenSomeIsReserved_whenMoreThanTheRestIsWrittenOff_thenRefused() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7))
                .when(new WriteOffStock(HEART, Quantity.of(4)))
                .expectNoEvents()
                .expectException(CatalogRejection.StockIsReserved.class)
                .expectException(RejectionWith.details(Map.of("onHand", 10, "reserved", 7)));
    }

    @Test
    void givenNothingWasEverReceived_whenWrittenOff_thenRefusedAsMoreThanThereIs() {
        stock.givenNoPriorActivity()
                .when(new WriteOffStock(HEART, Quantity.of(1)))
                .expectNoEvents()
                .expectException(CatalogRejection.StockIsReserved.class)
                .expectException(RejectionWith.details(Map.of("onHand", 0, "reserved", 0)));
    }

    @Test
    void givenEnough_whenReserved_thenItIs() {
        stock.given(TEN_RECEIVED).when(reserve(FIRST, 10)).expectEvents(reserved(FIRST, 10));
    }

    @Test
    void givenOthersHaveReserved_whenMoreThanTheRestIsAskedFor_thenRefusedWithWhatIsLeft() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7))
                .when(reserve(SECOND, 4))
                .expectNoEvents()
                .expectException(CatalogRejection.InsufficientStock.class)
                .expectException(RejectionWith.details(Map.of("sku", "85123A", "requested", 4, "available", 3)));
    }

    @Test
    void givenNothingWasEverReceived_whenReserved_thenRefusedAsOutOfStock() {
        stock.givenNoPriorActivity()
                .when(reserve(FIRST, 1))
                .expectNoEvents()
                .expectException(CatalogRejection.InsufficientStock.class)
                .expectException(RejectionWith.details(Map.of("sku", "85123A", "requested", 1, "available", 0)));
    }

    @Test
    void givenReserved_whenReservedAgain_thenGrantedWithoutFurtherEvent() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7))
                .when(reserve(FIRST, 7))
                .expectNoEvents()
                .expectResultMessagePayload(1L);
    }

    @Test
    void givenReserved_whenTheSameReservationAsksForAnotherQuantity_thenRefused() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7))
                .when(reserve(FIRST, 8))
                .expectNoEvents()
                .expectException(CatalogRejection.ReservationDiffers.class);
    }

    @Test
    void givenReserved_whenReleased_thenAllOfItIs() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7), reserved(SECOND, 3))
                .when(new ReleaseStock(HEART, FIRST))
                .expectEvents(released(FIRST, 7));
    }

    @Test
    void givenReleased_whenReleasedAgain_thenNothingHappens() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7), released(FIRST, 7))
                .when(new ReleaseStock(HEART, FIRST))
                .expectNoEvents()
                .expectResultMessagePayload(2L);
    }

    @Test
    void givenReleased_whenTheRestIsReserved_thenWhatWasReleasedCanBe() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7), released(FIRST, 7))
                .when(reserve(SECOND, 10))
                .expectEvents(reserved(SECOND, 10));
    }

    @Test
    void givenReleased_whenALateRequestForTheSameReservationComes_thenItIsOver() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7), released(FIRST, 7))
                .when(reserve(FIRST, 7))
                .expectNoEvents()
                .expectException(CatalogRejection.ReservationIsOver.class);
    }

    @Test
    void givenNothingIsReserved_whenReleased_thenItIsClosed() {
        stock.given(TEN_RECEIVED).when(release(FIRST)).expectEvents(new ReservationClosed(HEART, FIRST));
    }

    @Test
    void givenNothingWasEverReceived_whenReleased_thenItIsClosed() {
        stock.givenNoPriorActivity()
                .when(release(FIRST))
                .expectEvents(new ReservationClosed(HEART, FIRST))
                .expectResultMessagePayload(0L);
    }

    @Test
    void givenClosed_whenReleasedAgain_thenNothingHappens() {
        stock.given(TEN_RECEIVED, new ReservationClosed(HEART, FIRST))
                .when(release(FIRST))
                .expectNoEvents();
    }

    @Test
    void givenClosed_whenALateRequestForItComes_thenItIsOver() {
        stock.given(TEN_RECEIVED, new ReservationClosed(HEART, FIRST))
                .when(reserve(FIRST, 7))
                .expectNoEvents()
                .expectException(CatalogRejection.ReservationIsOver.class);
    }

    @Test
    void givenClosedBeforeAnythingWasReceived_whenALateRequestForItComes_thenItIsOver() {
        stock.given(new ReservationClosed(HEART, FIRST), TEN_RECEIVED)
                .when(reserve(FIRST, 7))
                .expectNoEvents()
                .expectException(CatalogRejection.ReservationIsOver.class);
    }

    @Test
    void givenClosed_whenALateChangeComes_thenNothingHappens() {
        stock.given(TEN_RECEIVED, new ReservationClosed(HEART, FIRST))
                .when(change(FIRST, 7, 2))
                .expectNoEvents();
    }

    @Test
    void givenChangedToNothing_whenReleased_thenItIsClosed_soThatNoNewerChangeComesLate() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 6), changed(FIRST, 0, -6, 2))
                .when(release(FIRST))
                .expectEvents(new ReservationClosed(HEART, FIRST));
    }

    @Test
    void givenAllWasDeducted_whenReleased_thenNothingHappens() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7), deducted(FIRST, 7))
                .when(release(FIRST))
                .expectNoEvents();
    }

    @Test
    void givenReserved_whenChangedToMore_thenItHoldsThat() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 6)).when(change(FIRST, 8, 2)).expectEvents(changed(FIRST, 8, 2, 2));
    }

    @Test
    void givenReserved_whenChangedToLess_thenTheRestIsGivenBack() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 6), changed(FIRST, 1, -5, 2))
                .when(reserve(SECOND, 9))
                .expectEvents(reserved(SECOND, 9));
    }

    @Test
    void givenNothingIsReserved_whenChangedToSome_thenItHoldsThat() {
        stock.given(TEN_RECEIVED).when(change(FIRST, 8, 2)).expectEvents(changed(FIRST, 8, 8, 2));
    }

    @Test
    void givenOthersHaveReserved_whenChangedToMoreThanThereIs_thenRefusedWithWhatItCouldHave() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 6), reserved(SECOND, 3))
                .when(change(FIRST, 8, 2))
                .expectNoEvents()
                .expectException(CatalogRejection.InsufficientStock.class)
                .expectException(RejectionWith.details(Map.of("sku", "85123A", "requested", 8, "available", 7)));
    }

    @Test
    void givenNothingWasEverReceived_whenChangedToSome_thenRefusedAsOutOfStock() {
        stock.givenNoPriorActivity()
                .when(change(FIRST, 1, 2))
                .expectNoEvents()
                .expectException(CatalogRejection.InsufficientStock.class);
    }

    @Test
    void givenChanged_whenTheSameChangeComesAgain_thenNothingHappens() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 6), changed(FIRST, 8, 2, 2))
                .when(change(FIRST, 8, 2))
                .expectNoEvents();
    }

    @Test
    void givenChangedTwice_whenTheFirstChangeComesLate_thenNothingHappens() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 6), changed(FIRST, 8, 2, 2), changed(FIRST, 5, -3, 4))
                .when(change(FIRST, 8, 2))
                .expectNoEvents();
    }

    @Test
    void givenAChangeWasRefused_whenItIsAsItWas_thenThatIsKnownSoThatTheRefusedOneCannotComeLate() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 6), changed(FIRST, 6, 0, 3))
                .when(change(FIRST, 8, 2))
                .expectNoEvents();
    }

    @Test
    void givenChangedToNothing_whenTheFirstRequestComesLate_thenItIsOver() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 6), changed(FIRST, 0, -6, 2))
                .when(reserve(FIRST, 6))
                .expectNoEvents()
                .expectException(CatalogRejection.ReservationIsOver.class);
    }

    @Test
    void givenChangedToNothing_whenANewerChangeWantsSome_thenItHoldsThat() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 6), changed(FIRST, 0, -6, 2))
                .when(change(FIRST, 4, 5))
                .expectEvents(changed(FIRST, 4, 4, 5));
    }

    @Test
    void givenReleased_whenAChangeComesLate_thenNothingHappens() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 6), released(FIRST, 6))
                .when(change(FIRST, 8, 2))
                .expectNoEvents();
    }

    @Test
    void givenReserved_whenAPartIsDeducted_thenItHasLeft() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7))
                .when(new DeductStock(HEART, FIRST, Quantity.of(5)))
                .expectEvents(deducted(FIRST, 5));
    }

    @Test
    void givenAPartWasDeducted_whenReleased_thenTheRestIs() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7), deducted(FIRST, 5))
                .when(new ReleaseStock(HEART, FIRST))
                .expectEvents(released(FIRST, 2));
    }

    @Test
    void givenDeducted_whenTheRestIsAskedFor_thenOnlyThatIsThere() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7), deducted(FIRST, 7))
                .when(reserve(SECOND, 4))
                .expectException(RejectionWith.details(Map.of("sku", "85123A", "requested", 4, "available", 3)));
    }

    @Test
    void givenReserved_whenMoreIsDeducted_thenRefused() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7))
                .when(new DeductStock(HEART, FIRST, Quantity.of(8)))
                .expectNoEvents()
                .expectException(CatalogRejection.NotReserved.class);
    }

    @Test
    void givenAPartWasDeducted_whenMoreHasLeftInAll_thenOnlyTheRestIsDeducted() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7), deducted(FIRST, 5))
                .when(new DeductStock(HEART, FIRST, Quantity.of(7)))
                .expectEvents(deducted(FIRST, 2));
    }

    @Test
    void givenDeducted_whenTheSameOrAnEarlierDeductionComesAgain_thenItHasLeftOnce() {
        for (int inAll : new int[] {2, 5}) {
            new AggregateTestFixture<>(StockItem.class)
                    .given(TEN_RECEIVED, reserved(FIRST, 7), deducted(FIRST, 5))
                    .when(new DeductStock(HEART, FIRST, Quantity.of(inAll)))
                    .expectNoEvents();
        }
    }

    @Test
    void givenAllWasDeducted_whenItComesAgain_thenItHasLeftOnce() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7), deducted(FIRST, 7))
                .when(new DeductStock(HEART, FIRST, Quantity.of(7)))
                .expectNoEvents();
    }

    @Test
    void givenDeducted_whenReturned_thenItCanBeSoldAgain() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7), deducted(FIRST, 7), returned("r1", 2))
                .when(reserve(SECOND, 5))
                .expectEvents(reserved(SECOND, 5));
    }

    @Test
    void whenReturned_thenItIsBack() {
        stock.given(TEN_RECEIVED)
                .when(new ReturnStock(HEART, "r1", Quantity.of(2)))
                .expectEvents(returned("r1", 2));
    }

    @Test
    void givenNothingWasEverReceived_whenReturned_thenItIsThere() {
        stock.givenNoPriorActivity()
                .when(new ReturnStock(HEART, "r1", Quantity.of(2)))
                .expectEvents(returned("r1", 2))
                .expectResultMessagePayload(0L);
    }

    @Test
    void givenReturned_whenTheSameReturnComesAgain_thenItIsBackOnce() {
        stock.given(TEN_RECEIVED, returned("r1", 2))
                .when(new ReturnStock(HEART, "r1", Quantity.of(2)))
                .expectNoEvents();
    }

    @Test
    void givenAllWasDeducted_whenReservedAgain_thenItIsOver() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7), deducted(FIRST, 7))
                .when(reserve(FIRST, 3))
                .expectNoEvents()
                .expectException(CatalogRejection.ReservationIsOver.class);
    }

    @Test
    void givenReservationsEndedLongAgo_whenAnotherEnds_thenTheyLeaveNoTrace() {
        Instant monday = Instant.parse("2026-11-16T12:00:00Z");
        stock.givenCurrentTime(monday)
                .andGiven(TEN_RECEIVED, reserved(FIRST, 7), released(FIRST, 7), reserved(SECOND, 1))
                .andGivenCurrentTime(monday.plus(Duration.ofHours(2)))
                .when(new ReleaseStock(HEART, SECOND))
                .expectState(state ->
                        assertThat(Json.STATE.writeValueAsString(state)).doesNotContain("order-1"));
    }

    @Test
    void stateOfThisRevisionHasThisShape() {
        GoldenState.matches(StockItem.class);
    }

    @Test
    void stateIsTheSameAfterItWasStored() {
        stock.given(TEN_RECEIVED, reserved(FIRST, 7), changed(FIRST, 8, 1, 2), deducted(FIRST, 1), returned("r1", 1))
                .when(reserve(SECOND, 3))
                .expectState(state -> assertThat(Json.reread(state))
                        .usingRecursiveComparison()
                        .isEqualTo(state));
    }

    private static StockReturned returned(String id, int pieces) {
        return new StockReturned(HEART, id, Quantity.of(pieces));
    }

    private static ReserveStock reserve(ReservationId id, int pieces) {
        return new ReserveStock(HEART, id, Quantity.of(pieces));
    }

    private static ReleaseStock release(ReservationId id) {
        return new ReleaseStock(HEART, id);
    }

    private static ChangeReservation change(ReservationId id, int pieces, long number) {
        return new ChangeReservation(HEART, id, pieces, number);
    }

    private static ReservationChanged changed(ReservationId id, int pieces, int difference, long number) {
        return new ReservationChanged(HEART, id, pieces, difference, number);
    }

    private static StockReserved reserved(ReservationId id, int pieces) {
        return new StockReserved(HEART, id, Quantity.of(pieces));
    }

    private static StockReleased released(ReservationId id, int pieces) {
        return new StockReleased(HEART, id, Quantity.of(pieces));
    }

    private static StockDeducted deducted(ReservationId id, int pieces) {
        return new StockDeducted(HEART, id, Quantity.of(pieces));
    }
}
