package io.ledgerline.order;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderCommand;
import io.ledgerline.order.api.OrderCommand.AddItem;
import io.ledgerline.order.api.OrderCommand.CancelOrder;
import io.ledgerline.order.api.OrderCommand.ChangeQuantity;
import io.ledgerline.order.api.OrderCommand.ChangeShippingAddress;
import io.ledgerline.order.api.OrderCommand.PlaceOrder;
import io.ledgerline.order.api.OrderCommand.RemoveItem;
import io.ledgerline.order.api.OrderCommand.StartPayment;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.OrderImported;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** To a customer, another's order is not there, whatever it is told to do. */
class OthersOrdersTest {

    private static final OrderId ID = new OrderId("75");
    private static final CustomerId OWNER = new CustomerId("17850");
    private static final Encrypted ADDRESS = new Encrypted("address");
    private static final OrderLine HEARTS =
            new OrderLine(new Sku("85123A"), "Hearts", Quantity.of(6), Money.of("2.55", "GBP"));
    private static final OrderLine LANTERN =
            new OrderLine(new Sku("71053"), "Lantern", Quantity.of(1), Money.of("3.39", "GBP"));
    private static final Money TOTAL = Money.of("15.30", "GBP");
    private static final OrderPlaced PLACED =
            new OrderPlaced(ID, OWNER, null, ADDRESS, List.of(HEARTS), List.of(), TOTAL);
    private static final OrderImported IMPORTED =
            new OrderImported(ID, OWNER, List.of(HEARTS), List.of(), TOTAL, "GB", new PaymentId("p1"));
    private static final CancelOrder CANCEL =
            new CancelOrder(ID, new Cancellation(Cancellation.BY_REQUEST, "Too late", List.of()));

    private static final Map<String, ?> AS_OWNER = Map.of(MessageMetadata.ONLY_FOR, OWNER.value());
    private static final Map<String, ?> AS_ANOTHER = Map.of(MessageMetadata.ONLY_FOR, "12345");

    private final AggregateTestFixture<Order> order = new AggregateTestFixture<>(Order.class);

    static Stream<OrderCommand> whatCustomersDo() {
        return Stream.of(
                new AddItem(ID, LANTERN),
                new ChangeQuantity(ID, HEARTS.sku(), Quantity.of(5)),
                new RemoveItem(ID, HEARTS.sku()),
                new ChangeShippingAddress(ID, ADDRESS),
                new StartPayment(ID, new PaymentId("p2"), null, new PaymentMethod("card", "tok_ok")),
                CANCEL);
    }

    @ParameterizedTest
    @MethodSource("whatCustomersDo")
    void givenAnothersOrder_thenItIsNotThere(OrderCommand command) {
        order.given(PLACED, new OrderConfirmed(ID))
                .when(command, AS_ANOTHER)
                .expectNoEvents()
                .expectException(OrderRejection.Unknown.class)
                .expectExceptionMessage("There is no order 75.");
    }

    @Test
    void givenAnothersImportedOrder_thenItIsNotThere() {
        order.given(IMPORTED).when(CANCEL, AS_ANOTHER).expectException(OrderRejection.Unknown.class);
    }

    @Test
    void givenAnothersOrder_whenAVersionIsInsistedOn_thenTheVersionIsNotTold() {
        order.given(PLACED)
                .when(CANCEL, Map.of(MessageMetadata.ONLY_FOR, "12345", MessageMetadata.EXPECTED_VERSION, "7"))
                .expectException(OrderRejection.Unknown.class);
    }

    @Test
    void givenACommandThatItsOwnerSent_whenAnotherSendsItAgain_thenItsAnswerIsNotTold() {
        Map<String, ?> sent = Map.of(MessageMetadata.ONLY_FOR, OWNER.value(), MessageMetadata.COMMAND_ID, "a");
        order.given(PLACED)
                .andGivenCommands(new GenericCommandMessage<>(CANCEL, sent))
                .when(CANCEL, Map.of(MessageMetadata.ONLY_FOR, "12345", MessageMetadata.COMMAND_ID, "a"))
                .expectException(OrderRejection.Unknown.class);
    }

    @Test
    void givenItsOwnOrder_thenACustomerDoesWithItWhatItMay() {
        order.given(PLACED).when(CANCEL, AS_OWNER).expectEvents(new OrderCancelled(ID, CANCEL.cancellation()));
    }

    @Test
    void givenNothing_whenPlaced_thenItIsTheCustomersOwn() {
        order.givenNoPriorActivity().when(place(), AS_OWNER).expectEvents(PLACED);
    }

    @Test
    void givenAnothersOrder_whenOneIsPlacedUnderItsId_thenOrderExists() {
        order.given(PLACED).when(place(), AS_ANOTHER).expectException(OrderRejection.OrderExists.class);
    }

    private static PlaceOrder place() {
        return new PlaceOrder(ID, OWNER, null, ADDRESS, List.of(HEARTS), List.of());
    }
}
