package io.ledgerline.query;

import static io.ledgerline.query.Samples.gbp;
import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.listed;
import static io.ledgerline.query.Samples.postage;

import io.ledgerline.catalog.api.CatalogEvent.PriceChanged;
import io.ledgerline.catalog.api.CatalogEvent.ProductDescribed;
import io.ledgerline.catalog.api.CatalogEvent.ProductDiscontinued;
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
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.CustomerKey;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Reason;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.order.OrderAggregates;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.Charge;
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
import io.ledgerline.order.api.OrderCommand.RecordFailedRefund;
import io.ledgerline.order.api.OrderCommand.RecordPayment;
import io.ledgerline.order.api.OrderCommand.RecordRefund;
import io.ledgerline.order.api.OrderCommand.RemoveItem;
import io.ledgerline.order.api.OrderCommand.ReturnItems;
import io.ledgerline.order.api.OrderCommand.ShipOrder;
import io.ledgerline.order.api.OrderCommand.StartPayment;
import io.ledgerline.order.api.OrderCommand.TakeBackChange;
import io.ledgerline.order.api.OrderEvent;
import io.ledgerline.order.api.OrderEvent.ItemAdded;
import io.ledgerline.order.api.OrderEvent.ItemRemoved;
import io.ledgerline.order.api.OrderEvent.OrderImported;
import io.ledgerline.order.api.OrderEvent.PaymentStarted;
import io.ledgerline.order.api.OrderEvent.QuantityChanged;
import io.ledgerline.order.api.OrderEvent.RefundStarted;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.api.Pieces;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentEvent.AttemptFailed;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentDeclined;
import io.ledgerline.payment.api.PaymentEvent.PaymentRefunded;
import io.ledgerline.payment.api.PaymentEvent.PaymentRequested;
import io.ledgerline.payment.api.PaymentEvent.RefundRequested;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.ledgerline.payment.api.ProviderCharge;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.axonframework.eventhandling.DomainEventMessage;

/**
 * Many streams, interleaved at random, with all that can happen to each; the same seed always tells the same story.
 * Orders are real ones, so that their money adds up.
 */
public final class RandomLog {

    private static final PaymentMethod CARD = new PaymentMethod("card", "tok_ok");
    static final Instant START = Instant.parse("2026-01-01T00:00:00Z");

    private final Random random;
    private final InMemoryAggregates orders = InMemoryAggregates.of(OrderAggregates.type());
    private final Log log = new Log();
    private final List<DomainEventMessage<?>> events = new ArrayList<>();
    private int seconds;

    public RandomLog(long seed) {
        this.random = new Random(seed);
    }

    public List<DomainEventMessage<?>> events(int steps) {
        for (int product = 0; product < 5; product++) {
            events.add(log.append(listed("sku " + product, "Product " + product, null, price())));
        }
        for (int step = 0; step < steps; step++) {
            seconds++;
            timePasses();
            switch (random.nextInt(3)) {
                case 0 -> order(step);
                case 1 -> product();
                default -> stock(step);
            }
        }
        return events;
    }

    private void timePasses() {
        seconds += random.nextInt(2);
        log.at(START.plusSeconds(seconds - backDated())).recorded(START.plusSeconds(86_400 + seconds - clockBehind()));
    }

    /** Mostly not; and then often to before what its stream has, as logs may have it from before that was a rule. */
    private int backDated() {
        return random.nextInt(3) == 0 ? random.nextInt(40) : 0;
    }

    /** As on another node. */
    private int clockBehind() {
        return random.nextInt(3);
    }

    private void order(int step) {
        String id = "o" + step;
        ask(birth(id));
        if (random.nextInt(4) > 0) {
            ask(new ConfirmOrder(new OrderId(id)));
        }
        for (int i = random.nextInt(12); i > 0; i--) {
            ask(anything(new OrderId(id), "%s-%d".formatted(id, i)));
        }
    }

    private OrderCommand birth(String id) {
        List<OrderLine> lines = List.of(line("sku 1", 1 + random.nextInt(9), price()), line("sku 2", 1, price()));
        List<Charge> charges = List.of(postage(price()));
        CustomerKey key = new TestKeys().key("ada");
        return random.nextInt(8) == 0
                ? new ImportOrder(
                        new OrderId(id), new CustomerId("ada"), lines, charges, "France", new PaymentId("import-" + id))
                : new PlaceOrder(
                        new OrderId(id),
                        new CustomerId("ada"),
                        key.encrypt("Ada Byron"),
                        key.encrypt(Samples.ADDRESS),
                        lines,
                        charges);
    }

    /** Often something that the order refuses. */
    private OrderCommand anything(OrderId id, String name) {
        Sku sku = new Sku("sku " + (1 + random.nextInt(3)));
        Quantity quantity = Quantity.of(1 + random.nextInt(5));
        return switch (random.nextInt(16)) {
            case 0 -> new AddItem(id, line("sku 3", 2, price()));
            case 1 -> new ChangeQuantity(id, sku, quantity);
            case 2 -> new RemoveItem(id, sku);
            case 3 -> new ChangeShippingAddress(id, new TestKeys().key("ada").encrypt(Samples.ADDRESS));
            case 4 -> new ApplyDiscount(id, gbp("1.00"), "goodwill");
            case 5, 6, 7 -> new StartPayment(id, new PaymentId(name), null, CARD);
            case 8 -> new StartPayment(id, new PaymentId(name), gbp("1.00"), CARD);
            case 9 -> new ShipOrder(id, name, List.of(new Pieces(sku, quantity)), null, null);
            case 10, 11 -> new ShipOrder(id, name, List.of(), "Royal Mail", name);
            case 12 -> new DeliverOrder(id);
            case 13, 14 -> new ReturnItems(id, name, List.of(new Pieces(sku, Quantity.of(1))), "broken");
            default -> new CancelOrder(id, new Cancellation(Cancellation.BY_REQUEST, "why not", List.of()));
        };
    }

    /** A refusal tells nothing. What is accepted is told, and what comes of it. */
    private void ask(OrderCommand command) {
        int told = orders.log().size();
        orders.send(command);
        for (DomainEventMessage<?> event :
                List.copyOf(orders.log().subList(told, orders.log().size()))) {
            OrderEvent payload = (OrderEvent) event.getPayload();
            timePasses();
            events.add(log.append(payload));
            answer(payload, event.getSequenceNumber());
        }
    }

    private void answer(OrderEvent event, long version) {
        if (event instanceof ItemAdded || event instanceof QuantityChanged || event instanceof ItemRemoved) {
            ask(
                    random.nextBoolean()
                            ? new ConfirmChange(event.orderId(), version)
                            : new TakeBackChange(event.orderId(), version, "any", "any", List.of()));
        } else if (event instanceof PaymentStarted started) {
            pay(started);
        } else if (event instanceof RefundStarted started) {
            refund(started);
        } else if (event instanceof OrderImported imported) {
            String order = imported.orderId().value();
            append(new PaymentRequested(imported.paymentId(), order, imported.total(), "import", null));
            append(new PaymentCaptured(imported.paymentId(), order, imported.total(), order));
        }
    }

    private void pay(PaymentStarted started) {
        PaymentId id = started.paymentId();
        String order = started.orderId().value();
        Money amount = started.amount();
        append(new PaymentRequested(id, order, amount, "sandbox", CARD));
        switch (random.nextInt(6)) {
            case 0 -> {
                append(new PaymentDeclined(id, order, amount, "ref", "no"));
                ask(new RecordFailedPayment(started.orderId(), id, "no"));
            }
            case 1 -> {
                append(new AttemptFailed(id, order, 1, "busy", false));
                append(new PaymentEvent.PaymentFailed(id, order, amount, "provider_unavailable"));
                ask(new RecordFailedPayment(started.orderId(), id, "provider_unavailable"));
            }
            default -> {
                append(new PaymentCaptured(id, order, amount, "ref"));
                ask(new RecordPayment(started.orderId(), id, amount));
            }
        }
    }

    private void refund(RefundStarted started) {
        PaymentId id = started.paymentId();
        String order = started.orderId().value();
        Money amount = started.amount();
        append(new RefundRequested(
                id,
                order,
                started.refundId(),
                amount,
                new ProviderCharge("sandbox", "ref"),
                Reason.of(started.reason())));
        if (random.nextInt(4) == 0) {
            append(new PaymentEvent.RefundFailed(id, order, started.refundId(), amount, "no"));
            ask(new RecordFailedRefund(started.orderId(), id, started.refundId(), "no"));
        } else {
            append(new PaymentRefunded(id, order, started.refundId(), amount, "back"));
            ask(new RecordRefund(started.orderId(), id, started.refundId(), amount));
        }
    }

    private void append(PaymentEvent event) {
        timePasses();
        events.add(log.append(event));
    }

    private void product() {
        Sku sku = sku();
        events.add(
                switch (random.nextInt(5)) {
                    case 0, 1 -> log.append(new PriceChanged(sku, gbp(price())));
                    case 2, 3 ->
                        log.append(new ProductDescribed(sku, "Renamed " + random.nextInt(), "text", List.of()));
                    default -> log.append(new ProductDiscontinued(sku, null));
                });
    }

    private void stock(int step) {
        Sku sku = sku();
        Quantity quantity = Quantity.of(1 + random.nextInt(20));
        ReservationId reservation = new ReservationId("r" + step);
        events.add(log.append(new StockReceived(sku, quantity)));
        events.add(log.append(new StockReserved(sku, reservation, quantity)));
        if (random.nextInt(4) == 0) {
            int changed = random.nextInt(quantity.value() + 1);
            events.add(log.append(new ReservationChanged(sku, reservation, changed, changed - quantity.value(), 2)));
        } else if (random.nextBoolean()) {
            events.add(log.append(new StockReleased(sku, reservation, quantity)));
        } else if (random.nextBoolean()) {
            events.add(log.append(new StockDeducted(sku, reservation, quantity)));
            events.add(log.append(new StockReturned(sku, "return " + step, Quantity.of(1))));
            events.add(log.append(new StockWrittenOff(sku, Quantity.of(1))));
        } else {
            events.add(log.append(new ReservationClosed(sku, new ReservationId("refused-" + step))));
        }
    }

    private Sku sku() {
        return new Sku("sku " + random.nextInt(5));
    }

    private String price() {
        return random.nextInt(100) + "." + (10 + random.nextInt(90));
    }
}
