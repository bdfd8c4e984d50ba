package io.ledgerline.query.order;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.order.OrderAggregates;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderCommand;
import io.ledgerline.order.api.OrderCommand.AddItem;
import io.ledgerline.order.api.OrderCommand.ApplyDiscount;
import io.ledgerline.order.api.OrderCommand.CancelOrder;
import io.ledgerline.order.api.OrderCommand.ChangeQuantity;
import io.ledgerline.order.api.OrderCommand.ChangeShippingAddress;
import io.ledgerline.order.api.OrderCommand.ConfirmChange;
import io.ledgerline.order.api.OrderCommand.ConfirmOrder;
import io.ledgerline.order.api.OrderCommand.DeliverOrder;
import io.ledgerline.order.api.OrderCommand.ImportOrder;
import io.ledgerline.order.api.OrderCommand.PlaceOrder;
import io.ledgerline.order.api.OrderCommand.RecordFailedPayment;
import io.ledgerline.order.api.OrderCommand.RecordPayment;
import io.ledgerline.order.api.OrderCommand.RefuseOrder;
import io.ledgerline.order.api.OrderCommand.RemoveItem;
import io.ledgerline.order.api.OrderCommand.ReturnItems;
import io.ledgerline.order.api.OrderCommand.ShipOrder;
import io.ledgerline.order.api.OrderCommand.StartPayment;
import io.ledgerline.order.api.OrderCommand.TakeBackChange;
import io.ledgerline.order.api.OrderEvent;
import io.ledgerline.order.api.OrderEvent.DiscountApplied;
import io.ledgerline.order.api.OrderEvent.ItemsReturned;
import io.ledgerline.order.api.OrderEvent.PaymentReceived;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.api.Pieces;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.query.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.axonframework.eventhandling.DomainEventMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Drives orders at random through all that can be asked of them, compares their money with the view's, and holds the README's diagram against what happens. */
class OrderStatesTest {

    private static final int ORDERS = 600;
    private static final int STEPS = 25;
    private static final OrderId ID = new OrderId("75");
    private static final Cancellation WHY = new Cancellation("any", "any", List.of());
    private static final Pattern ARROW = Pattern.compile("^ {4}(\\S+) --> (\\S+): (\\w+)$", Pattern.MULTILINE);
    private static final String NOTHING = "[*]";

    private final InMemoryAggregates aggregates = InMemoryAggregates.of(OrderAggregates.type());
    private final Set<String> seen = new TreeSet<>();

    @Test
    void theDiagramShowsEveryWayFromOneStateToAnotherAndNoOther() throws IOException {
        for (int seed = 0; seed < ORDERS; seed++) {
            live(new Random(seed));
        }
        // Chance hardly ever finds this way.
        live(
                new PlaceOrder(
                        ID, new CustomerId("any"), null, new Encrypted("any"), List.of(line("A", 1, 1)), List.of()),
                new ConfirmOrder(ID),
                new StartPayment(ID, new PaymentId("p0"), null, new PaymentMethod("card", "tok_ok")),
                new AddItem(ID, line("C", 1, 1)),
                new RecordPayment(ID, new PaymentId("p0"), pounds(1)),
                new TakeBackChange(ID, 3, "any", "any", List.of()));

        assertThat(seen).isEqualTo(diagram());
    }

    private static Set<String> diagram() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        return ARROW.matcher(readme)
                .results()
                .map(arrow -> way(arrow.group(1), arrow.group(2), arrow.group(3)))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void live(Random random) {
        aggregates.forget();
        aggregates.send(birth(ID, random));
        OrderView view = follow(null, aggregates.log(), 0);
        for (int step = 0; step < STEPS; step++) {
            int read = aggregates.log().size();
            aggregates.send(any(ID, view, random));
            view = follow(view, aggregates.log(), read);
        }
    }

    private void live(OrderCommand... commands) {
        aggregates.forget();
        for (OrderCommand command : commands) {
            assertThat(aggregates.send(command)).as(command.toString()).isEmpty();
        }
        follow(null, aggregates.log(), 0);
    }

    private OrderView follow(@Nullable OrderView before, List<DomainEventMessage<?>> log, int read) {
        OrderView view = before;
        for (DomainEventMessage<?> event : log.subList(read, log.size())) {
            view = follow(view, event);
        }
        return view;
    }

    private OrderView follow(@Nullable OrderView before, DomainEventMessage<?> event) {
        OrderView after = OrderView.evolve(before, (OrderEvent) event.getPayload(), Moment.of(event));
        String from = before == null ? NOTHING : before.status().name();
        if (!from.equals(after.status().name())) {
            seen.add(way(from, after.status().name(), event.getPayloadType().getSimpleName()));
        }
        Money outstanding = outstandingSaidBy(event.getPayload());
        if (outstanding != null) {
            assertThat(after.balance().outstanding())
                    .as(event.getPayload().toString())
                    .isEqualTo(outstanding);
        }
        return after;
    }

    private static @Nullable Money outstandingSaidBy(Object event) {
        if (event instanceof PaymentReceived received) {
            return received.outstanding();
        }
        if (event instanceof DiscountApplied applied) {
            return applied.outstanding();
        }
        return event instanceof ItemsReturned returned ? returned.outstanding() : null;
    }

    private static String way(String from, String to, String event) {
        return "%s --> %s: %s".formatted(from, to, event);
    }

    private static OrderCommand birth(OrderId id, Random random) {
        var lines = List.of(line("A", 2, random.nextInt(3)), line("B", 1, random.nextInt(2)));
        return random.nextInt(20) == 0
                ? new ImportOrder(id, new CustomerId("any"), lines, List.of(), null, new PaymentId("imported"))
                : new PlaceOrder(id, new CustomerId("any"), null, new Encrypted("any"), lines, List.of());
    }

    private static OrderCommand any(OrderId id, OrderView order, Random random) {
        Sku sku = new Sku(random.nextBoolean() ? "A" : "B");
        PaymentId payment = new PaymentId("p" + random.nextInt(2));
        Quantity quantity = Quantity.of(1 + random.nextInt(2));
        return switch (random.nextInt(24)) {
            case 0 -> random.nextInt(5) == 0 ? new CancelOrder(id, WHY) : new RefuseOrder(id, WHY);
            case 1, 2 -> new ConfirmOrder(id);
            case 3 -> new AddItem(id, line("C", 1, 1));
            case 4, 5 -> new ChangeQuantity(id, sku, Quantity.of(1 + random.nextInt(4)));
            case 6 -> new RemoveItem(id, sku);
            case 7, 8, 9 -> new ConfirmChange(id, order.version());
            case 10 -> new TakeBackChange(id, order.version(), "any", "any", List.of());
            case 11 -> new ChangeShippingAddress(id, new Encrypted("any"));
            case 12 -> new ApplyDiscount(id, pounds(1 + random.nextInt(2)), "any");
            case 13, 14 ->
                new StartPayment(
                        id, payment, random.nextBoolean() ? null : pounds(1), new PaymentMethod("card", "tok_ok"));
            case 15, 16, 17 -> new RecordPayment(id, payment, beingPaid(order));
            case 18 -> new RecordFailedPayment(id, payment, "any");
            case 19 -> new ShipOrder(id, "any", List.of(new Pieces(sku, quantity)), null, null);
            case 20 -> new ShipOrder(id, "any", List.of(), null, null);
            case 21 -> new DeliverOrder(id);
            default -> new ReturnItems(id, "any", List.of(new Pieces(sku, quantity)), "any");
        };
    }

    private static Money beingPaid(OrderView order) {
        return order.beingPaid().isEmpty()
                ? pounds(1)
                : order.beingPaid().get(0).amount();
    }

    private static OrderLine line(String sku, int quantity, int price) {
        return new OrderLine(new Sku(sku), "Any", Quantity.of(quantity), pounds(price));
    }

    private static Money pounds(int amount) {
        return Money.of(Integer.toString(amount), "GBP");
    }
}
