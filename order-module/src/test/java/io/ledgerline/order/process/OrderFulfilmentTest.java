package io.ledgerline.order.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ledgerline.catalog.api.CatalogCommand.ChangeReservation;
import io.ledgerline.catalog.api.CatalogCommand.ConfirmPrice;
import io.ledgerline.catalog.api.CatalogCommand.DeductStock;
import io.ledgerline.catalog.api.CatalogCommand.ReleaseStock;
import io.ledgerline.catalog.api.CatalogCommand.ReserveStock;
import io.ledgerline.catalog.api.ReservationId;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Rejection.Kind;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.kernel.testing.Refusing;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.Cancellation.Shortage;
import io.ledgerline.order.api.OrderCommand.ConfirmChange;
import io.ledgerline.order.api.OrderCommand.ConfirmOrder;
import io.ledgerline.order.api.OrderCommand.RefuseOrder;
import io.ledgerline.order.api.OrderCommand.TakeBackChange;
import io.ledgerline.order.api.OrderEvent.ChangeTakenBack;
import io.ledgerline.order.api.OrderEvent.ItemAdded;
import io.ledgerline.order.api.OrderEvent.ItemRemoved;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.OrderImported;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.OrderShipped;
import io.ledgerline.order.api.OrderEvent.QuantityChanged;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.api.Pieces;
import io.ledgerline.payment.api.PaymentId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.test.saga.FixtureExecutionResult;
import org.axonframework.test.saga.SagaTestFixture;
import org.axonframework.test.saga.WhenState;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The saga's steps, with made-up answers. What comes of it at real aggregates, and when commands come late or twice, is
 * told by {@link OrderFulfilmentCrashTest}.
 *
 * <pre>
 * on              | happy path | compensation                             | deadline  | duplicate | late
 * OrderPlaced     | confirmed  | short, or price → refused, all released  | released  | same      | when cancelled
 * ItemAdded       | confirmed  | short, or price → taken back             | released  | same      | when over
 * QuantityChanged | confirmed  | short → taken back                       | released  | same      | when over
 * ItemRemoved     | confirmed  | — giving back is never refused           | released  | same      | when over
 * ChangeTakenBack | as before  | — is one                                 | released  | same      | when over
 * OrderShipped    | deducted   | — has left; a return is another process  | — is paid | same      | when forgotten, when over
 * OrderCancelled  | released   | — is one                                 | is one    | same      | when over
 * </pre>
 */
class OrderFulfilmentTest {

    private static final OrderId ID = new OrderId("75");
    private static final ReservationId RESERVATION = new ReservationId("75");
    private static final Sku HEART = new Sku("85123A");
    private static final Sku LANTERN = new Sku("71053");
    private static final Money HEART_PRICE = Money.of("2.55", "GBP");
    private static final Money LANTERN_PRICE = Money.of("3.39", "GBP");
    private static final Quantity SIX = Quantity.of(6);
    private static final Quantity TWO = Quantity.of(2);
    private static final Money TOTAL = Money.of("22.08", "GBP");
    private static final PaymentId PAYMENT = new PaymentId("pay-1");

    private static final OrderPlaced PLACED = new OrderPlaced(
            ID,
            new CustomerId("17850"),
            null,
            new Encrypted("address"),
            List.of(
                    new OrderLine(HEART, "Heart", SIX, HEART_PRICE),
                    new OrderLine(LANTERN, "Lantern", TWO, LANTERN_PRICE)),
            List.of(),
            TOTAL);
    private static final OrderCancelled WITHDRAWN =
            new OrderCancelled(ID, new Cancellation(Cancellation.BY_REQUEST, "Too late", List.of()));

    private static final Sku TEAPOT = new Sku("22423");
    private static final ItemAdded ADDED =
            new ItemAdded(ID, TEAPOT, "Teapot", Quantity.of(1), Money.of("7", "GBP"), Money.of("29.08", "GBP"));
    private static final QuantityChanged SIX_TO_EIGHT =
            new QuantityChanged(ID, HEART, "Heart", SIX, Quantity.of(8), HEART_PRICE, Money.of("27.18", "GBP"));

    private static final ItemRemoved REMOVED = new ItemRemoved(ID, HEART, "Heart", SIX, HEART_PRICE, LANTERN_PRICE);
    private static final ChangeTakenBack TAKEN_BACK = new ChangeTakenBack(
            ID,
            2,
            HEART,
            "insufficient_stock",
            "Gone",
            List.of(),
            PLACED.lines().get(0),
            TOTAL);
    private static final OrderShipped SHIPPED_IN_PART =
            new OrderShipped(ID, "s1", List.of(pieces(HEART, 2)), null, null, false);

    private static final ConfirmChange CONFIRM_CHANGE = new ConfirmChange(ID, 1);

    private static final ConfirmPrice CONFIRM_TEAPOT = new ConfirmPrice(TEAPOT, Money.of("7", "GBP"));
    private static final ChangeReservation TEAPOTS_TO_ONE = new ChangeReservation(TEAPOT, RESERVATION, 1, 1);
    private static final ChangeReservation HEARTS_TO_EIGHT = new ChangeReservation(HEART, RESERVATION, 8, 1);

    private static final ConfirmPrice CONFIRM_HEART = new ConfirmPrice(HEART, HEART_PRICE);
    private static final ConfirmPrice CONFIRM_LANTERN = new ConfirmPrice(LANTERN, LANTERN_PRICE);
    private static final ReserveStock RESERVE_HEART = new ReserveStock(HEART, RESERVATION, SIX);
    private static final ReserveStock RESERVE_LANTERN = new ReserveStock(LANTERN, RESERVATION, TWO);
    private static final ReleaseStock RELEASE_HEART = new ReleaseStock(HEART, RESERVATION);
    private static final ReleaseStock RELEASE_LANTERN = new ReleaseStock(LANTERN, RESERVATION);
    private static final ConfirmOrder CONFIRM = new ConfirmOrder(ID);

    private final SagaTestFixture<OrderFulfilment> saga = new SagaTestFixture<>(OrderFulfilment.class);
    private final Map<Object, Exception> failing = new HashMap<>();

    @BeforeEach
    void commandsAreAcceptedUnlessToldOtherwise() {
        saga.registerResource(new ProcessCommands(
                DefaultCommandGateway.builder().commandBus(saga.getCommandBus()).build(), Duration.ofSeconds(5)));
        saga.setCallbackBehavior((command, metadata) -> {
            if (failing.containsKey(command)) {
                throw failing.get(command);
            }
            return 1L;
        });
        saga.registerListenerInvocationErrorHandler((exception, event, handler) -> {
            throw exception;
        });
    }

    @Test
    void whenAllIsThereAtItsPrice_thenTheOrderIsConfirmed() {
        placed().expectDispatchedCommands(CONFIRM_HEART, CONFIRM_LANTERN, RESERVE_HEART, RESERVE_LANTERN, CONFIRM)
                .expectActiveSagas(1)
                .expectAssociationWith("orderId", "75");
    }

    @Test
    void whenALineIsShort_thenTheOrderIsRefusedWithWhatIsLeftAndAllIsReleased_alsoWhatAnEarlierRunMayStillBeGranted() {
        refuses(RESERVE_HEART, "insufficient_stock", Map.of("sku", "85123A", "requested", 6, "available", 4));
        placed().expectDispatchedCommands(
                        CONFIRM_HEART,
                        CONFIRM_LANTERN,
                        RESERVE_HEART,
                        RESERVE_LANTERN,
                        new RefuseOrder(
                                ID,
                                new Cancellation(
                                        "insufficient_stock",
                                        "Not everything ordered is in stock.",
                                        List.of(new Shortage(HEART, SIX, 4)))),
                        RELEASE_HEART,
                        RELEASE_LANTERN);
    }

    @Test
    void whenAllLinesAreShort_thenEachIsNamed() {
        refuses(RESERVE_HEART, "insufficient_stock", Map.of("available", 4));
        refuses(RESERVE_LANTERN, "insufficient_stock", Map.of("available", 0));
        placed().expectDispatchedCommands(
                        CONFIRM_HEART,
                        CONFIRM_LANTERN,
                        RESERVE_HEART,
                        RESERVE_LANTERN,
                        new RefuseOrder(
                                ID,
                                new Cancellation(
                                        "insufficient_stock",
                                        "Not everything ordered is in stock.",
                                        List.of(new Shortage(HEART, SIX, 4), new Shortage(LANTERN, TWO, 0)))),
                        RELEASE_HEART,
                        RELEASE_LANTERN);
    }

    @Test
    void whenAPriceHasChanged_thenTheOrderIsRefusedAndWhatAnEarlierRunReservedIsReleased() {
        refuses(CONFIRM_LANTERN, "price_changed", Map.of());
        placed().expectDispatchedCommands(
                        CONFIRM_HEART,
                        CONFIRM_LANTERN,
                        new RefuseOrder(ID, new Cancellation("price_changed", "Refused: price_changed", List.of())),
                        RELEASE_HEART,
                        RELEASE_LANTERN);
    }

    @Test
    void whenAProductIsDiscontinued_thenTheOrderIsRefused() {
        refuses(CONFIRM_HEART, "product_discontinued", Map.of());
        placed().expectDispatchedCommands(
                        CONFIRM_HEART,
                        CONFIRM_LANTERN,
                        new RefuseOrder(
                                ID,
                                new Cancellation("product_discontinued", "Refused: product_discontinued", List.of())),
                        RELEASE_HEART,
                        RELEASE_LANTERN);
    }

    @Test
    void whenThereIsNoSuchProduct_thenTheOrderIsRefused() {
        failing.put(CONFIRM_HEART, Refusing.with(Kind.UNKNOWN, "product_not_found", Map.of()));
        placed().expectDispatchedCommands(
                        CONFIRM_HEART,
                        CONFIRM_LANTERN,
                        new RefuseOrder(
                                ID, new Cancellation("unknown_product", "There is no product 85123A.", List.of())),
                        RELEASE_HEART,
                        RELEASE_LANTERN);
    }

    @Test
    void whenTheOrderWasCancelledMeanwhile_thenAllIsReleased() {
        refuses(CONFIRM, "order_cancelled", Map.of());
        placed().expectDispatchedCommands(
                        CONFIRM_HEART,
                        CONFIRM_LANTERN,
                        RESERVE_HEART,
                        RESERVE_LANTERN,
                        CONFIRM,
                        RELEASE_HEART,
                        RELEASE_LANTERN);
    }

    @Test
    void givenAnEarlierRunConfirmedTheOrder_whenAPriceHasChangedSince_thenItKeepsItsStockUntilItIsCancelled() {
        refuses(CONFIRM_HEART, "price_changed", Map.of());
        failing.put(
                new RefuseOrder(ID, new Cancellation("price_changed", "Refused: price_changed", List.of())),
                Refusing.with(Kind.CONFLICT, "order_already_confirmed", Map.of()));
        saga.givenAPublished(PLACED)
                .whenPublishingA(WITHDRAWN)
                .expectDispatchedCommands(RELEASE_HEART, RELEASE_LANTERN);
    }

    @Test
    void givenConfirmed_whenTheConfirmationIsPublished_thenNothingIsLeftToDo() {
        saga.givenAPublished(PLACED).whenPublishingA(new OrderConfirmed(ID)).expectNoDispatchedCommands();
    }

    @Test
    void givenReserved_whenTheOrderIsCancelled_thenStockIsReleasedAndTheProcessEnds() {
        saga.givenAPublished(PLACED)
                .whenPublishingA(WITHDRAWN)
                .expectDispatchedCommands(RELEASE_HEART, RELEASE_LANTERN)
                .expectActiveSagas(0);
    }

    @Test
    void givenRefused_whenItsCancellationIsPublished_thenNothingIsLeftToReleaseAndTheProcessEnds() {
        refuses(RESERVE_HEART, "insufficient_stock", Map.of("available", 4));
        saga.givenAPublished(PLACED)
                .whenPublishingA(WITHDRAWN)
                .expectNoDispatchedCommands()
                .expectActiveSagas(0);
    }

    @Test
    void whenAnItemIsAddedAtItsPrice_thenStockIsReservedForItAndTheChangeIsConfirmed() {
        added().expectDispatchedCommands(CONFIRM_TEAPOT, TEAPOTS_TO_ONE, CONFIRM_CHANGE);
    }

    @Test
    void whenAnItemIsAddedWhosePriceHasChanged_thenTheChangeIsTakenBack() {
        refuses(CONFIRM_TEAPOT, "price_changed", Map.of());
        added().expectDispatchedCommands(
                        CONFIRM_TEAPOT,
                        new TakeBackChange(ID, 1, "price_changed", "Refused: price_changed", List.of()));
    }

    @Test
    void whenAnItemIsAddedThatThereIsTooLittleOf_thenTheChangeIsTakenBackWithWhatIsLeft() {
        refuses(TEAPOTS_TO_ONE, "insufficient_stock", Map.of("available", 0));
        added().expectDispatchedCommands(
                        CONFIRM_TEAPOT,
                        TEAPOTS_TO_ONE,
                        new TakeBackChange(
                                ID,
                                1,
                                "insufficient_stock",
                                "Not everything ordered is in stock.",
                                List.of(new Shortage(TEAPOT, Quantity.of(1), 0))));
    }

    @Test
    void whenAQuantityIsChanged_thenItsReservationIsAndTheChangeIsConfirmed() {
        given(PLACED)
                .whenAggregate("order-75")
                .publishes(SIX_TO_EIGHT)
                .expectDispatchedCommands(HEARTS_TO_EIGHT, CONFIRM_CHANGE);
    }

    @Test
    void whenAQuantityIsChangedToMoreThanThereIs_thenTheChangeIsTakenBackWithWhatItCouldHave() {
        refuses(HEARTS_TO_EIGHT, "insufficient_stock", Map.of("available", 7));
        given(PLACED)
                .whenAggregate("order-75")
                .publishes(SIX_TO_EIGHT)
                .expectDispatchedCommands(
                        HEARTS_TO_EIGHT,
                        new TakeBackChange(
                                ID,
                                1,
                                "insufficient_stock",
                                "Not everything ordered is in stock.",
                                List.of(new Shortage(HEART, Quantity.of(8), 7))));
    }

    @Test
    void whenAnItemIsRemoved_thenItsReservationIsToHoldNothing() {
        given(PLACED)
                .whenAggregate("order-75")
                .publishes(REMOVED)
                .expectDispatchedCommands(new ChangeReservation(HEART, RESERVATION, 0, 1), CONFIRM_CHANGE);
    }

    @Test
    void whenAChangeIsTakenBack_thenItsReservationIsAsItWas() {
        given(PLACED)
                .whenAggregate("order-75")
                .publishes(TAKEN_BACK)
                .expectDispatchedCommands(new ChangeReservation(HEART, RESERVATION, 6, 1));
    }

    @Test
    void whenAnAddedItemIsTakenBack_thenNothingIsReservedForIt() {
        given(PLACED)
                .whenAggregate("order-75")
                .publishes(new ChangeTakenBack(ID, 2, TEAPOT, "insufficient_stock", "Gone", List.of(), null, TOTAL))
                .expectDispatchedCommands(new ChangeReservation(TEAPOT, RESERVATION, 0, 1));
    }

    @Test
    void givenAnItemWasAdded_whenTheOrderIsCancelled_thenItsStockIsReleasedToo() {
        given(PLACED, ADDED)
                .whenPublishingA(WITHDRAWN)
                .expectDispatchedCommands(RELEASE_HEART, RELEASE_LANTERN, new ReleaseStock(TEAPOT, RESERVATION))
                .expectActiveSagas(0);
    }

    @Test
    void whenAPartIsShippedAndThenTheRest_thenSoManyInAllAreDeducted() {
        given(PLACED, SHIPPED_IN_PART)
                .whenAggregate("order-75")
                .publishes(new OrderShipped(ID, "s2", List.of(pieces(HEART, 4), pieces(LANTERN, 2)), null, null, false))
                .expectDispatchedCommands(
                        new DeductStock(HEART, RESERVATION, SIX), new DeductStock(LANTERN, RESERVATION, TWO));
    }

    @Test
    void givenAnEarlierRunDeductedThemLongAgo_whenTheStockHasForgotten_thenNothingIsLeftToDo() {
        failing.put(
                new DeductStock(HEART, RESERVATION, TWO),
                Refusing.with(Kind.CONFLICT, "not_reserved", Map.of("held", 0)));
        given(PLACED).whenAggregate("order-75").publishes(SHIPPED_IN_PART).expectActiveSagas(1);
    }

    @Test
    void whenAllHasLeft_thenTheProcessEnds() {
        given(PLACED, SHIPPED_IN_PART)
                .whenAggregate("order-75")
                .publishes(new OrderShipped(ID, "s2", List.of(pieces(HEART, 4), pieces(LANTERN, 2)), null, null, true))
                .expectDispatchedCommands(
                        new DeductStock(HEART, RESERVATION, SIX), new DeductStock(LANTERN, RESERVATION, TWO))
                .expectActiveSagas(0);
    }

    @Test
    void whenTheSamePlacementComesTwice_thenTheSameIsAskedOfOneProcess() {
        given(PLACED)
                .whenAggregate("order-75")
                .publishes(PLACED)
                .expectDispatchedCommands(CONFIRM_HEART, CONFIRM_LANTERN, RESERVE_HEART, RESERVE_LANTERN, CONFIRM)
                .expectActiveSagas(1);
    }

    @ParameterizedTest
    @MethodSource("steps")
    void whenTheSameNewsComesTwice_thenTheSameIsAskedAgain(Object news, Function<Integer, Object[]> commands) {
        given(PLACED, news)
                .whenAggregate("order-75")
                .publishes(news)
                .expectDispatchedCommands(commands.apply(2))
                .expectActiveSagas(1);
    }

    /** With the commands that are to follow when it is at that version of the order. */
    static Stream<Arguments> steps() {
        return Stream.of(
                step(ADDED, version -> new Object[] {
                    CONFIRM_TEAPOT,
                    new ChangeReservation(TEAPOT, RESERVATION, 1, version),
                    new ConfirmChange(ID, version)
                }),
                step(SIX_TO_EIGHT, version -> new Object[] {
                    new ChangeReservation(HEART, RESERVATION, 8, version), new ConfirmChange(ID, version)
                }),
                step(REMOVED, version -> new Object[] {
                    new ChangeReservation(HEART, RESERVATION, 0, version), new ConfirmChange(ID, version)
                }),
                step(TAKEN_BACK, version -> new Object[] {new ChangeReservation(HEART, RESERVATION, 6, version)}),
                step(SHIPPED_IN_PART, version -> new Object[] {new DeductStock(HEART, RESERVATION, TWO)}));
    }

    private static Arguments step(Object news, Function<Integer, Object[]> commands) {
        return Arguments.of(Named.of(news.getClass().getSimpleName(), news), commands);
    }

    static Stream<Named<Object>> changes() {
        return Stream.of(ADDED, SIX_TO_EIGHT, REMOVED, TAKEN_BACK)
                .map(news -> Named.of(news.getClass().getSimpleName(), news));
    }

    static Stream<Named<Object>> lateNews() {
        return Stream.concat(
                changes(),
                Stream.of(SHIPPED_IN_PART, WITHDRAWN)
                        .map(news -> Named.of(news.getClass().getSimpleName(), news)));
    }

    @ParameterizedTest
    @MethodSource("changes")
    void givenAChangeIsUnderWay_whenTheOrderExpires_thenAllThatMayBeReservedIsReleasedAndTheProcessEnds(Object change) {
        List<Object> released = new ArrayList<>(List.of(RELEASE_HEART, RELEASE_LANTERN));
        if (change == ADDED) {
            released.add(new ReleaseStock(TEAPOT, RESERVATION));
        }
        given(PLACED, change)
                .whenPublishingA(new OrderCancelled(ID, Cancellation.notPaidInTime()))
                .expectDispatchedCommands(released.toArray())
                .expectActiveSagas(0);
    }

    @ParameterizedTest
    @MethodSource("lateNews")
    void givenTheProcessIsOver_whenNewsComesLate_thenNothingHappens(Object late) {
        given(PLACED, WITHDRAWN)
                .whenAggregate("order-75")
                .publishes(late)
                .expectNoDispatchedCommands()
                .expectActiveSagas(0);
    }

    @Test
    void whenLessIsReservedThanIsShipped_thenTheEventFails() {
        failing.put(
                new DeductStock(HEART, RESERVATION, TWO),
                Refusing.with(Kind.CONFLICT, "not_reserved", Map.of("held", 1)));
        assertThatExceptionOfType(Throwable.class)
                .isThrownBy(() -> given(PLACED).whenAggregate("order-75").publishes(SHIPPED_IN_PART))
                .withStackTraceContaining("not_reserved");
    }

    @Test
    void whenAnOrderIsImported_thenNoProcessStarts() {
        saga.givenNoPriorActivity()
                .whenPublishingA(
                        new OrderImported(ID, new CustomerId("17850"), PLACED.lines(), List.of(), TOTAL, null, PAYMENT))
                .expectNoDispatchedCommands()
                .expectActiveSagas(0);
    }

    @Test
    void whenACommandFails_thenTheEventFailsAndNothingMoreIsSent() {
        failing.put(RESERVE_HEART, new IllegalStateException("the database is gone"));
        assertThatExceptionOfType(Throwable.class)
                .isThrownBy(this::placed)
                .withStackTraceContaining("the database is gone");
        assertThat(saga.getCommandBus().getDispatchedCommands())
                .extracting(command -> (Object) command.getPayload())
                .containsExactly(CONFIRM_HEART, CONFIRM_LANTERN, RESERVE_HEART, RESERVE_LANTERN);
    }

    @Test
    void whenARefusalIsNoneThatAnyoneExpects_thenTheEventFails() {
        refuses(CONFIRM, "something_else", Map.of());
        assertThatExceptionOfType(Throwable.class).isThrownBy(this::placed).withStackTraceContaining("something_else");
    }

    private FixtureExecutionResult placed() {
        return saga.givenNoPriorActivity().whenPublishingA(PLACED);
    }

    private static Pieces pieces(Sku sku, int quantity) {
        return new Pieces(sku, Quantity.of(quantity));
    }

    private FixtureExecutionResult added() {
        return given(PLACED).whenAggregate("order-75").publishes(ADDED);
    }

    /** With their place in the order's stream, by which a change is known. */
    private WhenState given(Object... events) {
        return saga.givenAggregate("order-75").published(events);
    }

    private void refuses(Object command, String code, Map<String, Object> details) {
        failing.put(command, Refusing.with(Kind.CONFLICT, code, details));
    }
}
