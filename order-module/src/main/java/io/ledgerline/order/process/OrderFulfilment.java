package io.ledgerline.order.process;

import io.ledgerline.catalog.api.CatalogCommand;
import io.ledgerline.catalog.api.CatalogCommand.ChangeReservation;
import io.ledgerline.catalog.api.CatalogCommand.ConfirmPrice;
import io.ledgerline.catalog.api.CatalogCommand.DeductStock;
import io.ledgerline.catalog.api.CatalogCommand.ReleaseStock;
import io.ledgerline.catalog.api.CatalogCommand.ReserveStock;
import io.ledgerline.catalog.api.CatalogCommand.ReturnStock;
import io.ledgerline.catalog.api.ReservationId;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Rejection;
import io.ledgerline.kernel.process.Outcome;
import io.ledgerline.kernel.process.Outcome.Refused;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderCommand.ConfirmChange;
import io.ledgerline.order.api.OrderCommand.ConfirmOrder;
import io.ledgerline.order.api.OrderCommand.RecordFailedPayment;
import io.ledgerline.order.api.OrderCommand.RecordPayment;
import io.ledgerline.order.api.OrderCommand.RefuseOrder;
import io.ledgerline.order.api.OrderCommand.TakeBackChange;
import io.ledgerline.order.api.OrderEvent.ChangeTakenBack;
import io.ledgerline.order.api.OrderEvent.ItemAdded;
import io.ledgerline.order.api.OrderEvent.ItemRemoved;
import io.ledgerline.order.api.OrderEvent.ItemsReturned;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.OrderShipped;
import io.ledgerline.order.api.OrderEvent.PaymentStarted;
import io.ledgerline.order.api.OrderEvent.QuantityChanged;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.api.Pieces;
import io.ledgerline.payment.api.PaymentCommand.RequestPayment;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentDeclined;
import io.ledgerline.payment.api.PaymentId;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.SequenceNumber;
import org.axonframework.modelling.saga.SagaEventHandler;
import org.axonframework.modelling.saga.SagaLifecycle;
import org.axonframework.modelling.saga.StartSaga;
import org.axonframework.spring.stereotype.Saga;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Takes an order through stock to its confirmation, and its payments to the order's balance.
 *
 * <pre>
 * OrderPlaced      → ConfirmPrice for each line
 *                      all hold → ReserveStock for each line
 *                                   all granted → ConfirmOrder (if cancelled meanwhile → ReleaseStock)
 *                                   else        → RefuseOrder, ReleaseStock
 *                      else     → RefuseOrder, ReleaseStock
 * ItemAdded        → ConfirmPrice, then as QuantityChanged
 * QuantityChanged  → ChangeReservation
 *                      granted → ConfirmChange
 *                      else    → TakeBackChange
 * ItemRemoved      → ChangeReservation to nothing, ConfirmChange
 * ChangeTakenBack  → ChangeReservation to what it was
 * OrderShipped     → DeductStock for each line
 * ItemsReturned    → ReturnStock for each line
 * OrderCancelled   → ReleaseStock
 * PaymentStarted   → RequestPayment (if refused → RecordFailedPayment)
 * PaymentCaptured  → RecordPayment
 * PaymentDeclined  → RecordFailedPayment
 * PaymentFailed    → RecordFailedPayment (the payment's: nobody answered)
 * </pre>
 *
 * Each handler waits for its commands, and may run again from its beginning after a crash, when some of them have been
 * handled, and when the world has moved on meanwhile: a price has changed, the order is cancelled. What makes that safe:
 *
 * <ul>
 *   <li>all these commands can be handled twice;
 *   <li>the order has the last word. It is refused <em>before</em> anything is given back, and an order that was
 *       confirmed by an earlier run can't be refused any more, so it keeps its stock;
 *   <li>a released reservation is over: it can't be granted again to a run that comes late;
 *   <li>a change of a reservation tells what it is to be, and the order's version that wants it so: an older one that
 *       comes late changes nothing. Whether a change stands or is taken back the order has said once, and a later event
 *       brings the reservation to that.
 * </ul>
 *
 * It lives on after the payment: a paid order may still be cancelled, and its stock must then be released. It ends when
 * the order is cancelled and no payment is under way, so that no captured money is missed.
 *
 * <p>Public, with public constructor, because Axon instantiates it from outside.
 */
@Saga
@ProcessingGroup("order-process")
public class OrderFulfilment {

    static final String NAME = "order-fulfilment";

    private static final String ORDER = "orderId";

    @Autowired
    private transient ProcessCommands commands;

    private @Nullable OrderId orderId;
    private LinkedHashSet<Sku> reserved = new LinkedHashSet<>();
    private Map<Sku, Integer> shipped = new HashMap<>();
    private Set<PaymentId> underWay = new HashSet<>();

    private boolean cancelled;

    @StartSaga
    @SagaEventHandler(associationProperty = ORDER)
    void on(OrderPlaced placed, EventMessage<OrderPlaced> event) {
        orderId = placed.orderId();
        LinkedHashSet<Sku> skus = skus(placed.lines());

        Map<OrderLine, Refused> prices = refusals(
                placed.lines(), event, "confirm-price", line -> new ConfirmPrice(line.sku(), line.unitPrice()));
        if (!prices.isEmpty()) {
            // An earlier run, for which the prices held, may have reserved any of them.
            refuse(Refusals.ofPrices(prices), event, skus, skus);
            return;
        }

        Map<OrderLine, Refused> shortages = refusals(
                placed.lines(), event, "reserve", line -> new ReserveStock(line.sku(), reservation(), line.quantity()));
        if (!shortages.isEmpty()) {
            Set<Sku> granted = new LinkedHashSet<>(skus);
            granted.removeAll(skus(shortages.keySet()));
            refuse(Refusals.ofStock(shortages), event, granted, skus);
            return;
        }

        if (send(event, "confirm", new ConfirmOrder(placed.orderId())) instanceof Refused refused) {
            expect("order_cancelled", refused);
            release(skus, event);
        } else {
            reserved = skus;
        }
    }

    @SagaEventHandler(associationProperty = ORDER)
    void on(ItemAdded added, EventMessage<ItemAdded> event, @SequenceNumber long change) {
        reserved.add(added.sku());
        OrderLine line = new OrderLine(added.sku(), added.name(), added.quantity(), added.unitPrice());
        Outcome price = send(event, "confirm-price", new ConfirmPrice(line.sku(), line.unitPrice()));
        if (price instanceof Refused refused) {
            takeBack(change, Refusals.ofPrices(Map.of(line, refused)), event);
        } else {
            reserve(line, change, event);
        }
    }

    @SagaEventHandler(associationProperty = ORDER)
    void on(QuantityChanged changed, EventMessage<QuantityChanged> event, @SequenceNumber long change) {
        reserve(
                new OrderLine(changed.sku(), changed.name(), changed.newQuantity(), changed.unitPrice()),
                change,
                event);
    }

    @SagaEventHandler(associationProperty = ORDER)
    void on(ItemRemoved removed, EventMessage<ItemRemoved> event, @SequenceNumber long change) {
        accepted(changeReservation(removed.sku(), 0, change, event));
        accepted(send(event, "confirm-change", new ConfirmChange(orderId, change)));
    }

    /** Usually nothing has changed; but an earlier run of the change may have been granted what a later one wasn't. */
    @SagaEventHandler(associationProperty = ORDER)
    void on(ChangeTakenBack event, EventMessage<ChangeTakenBack> message, @SequenceNumber long version) {
        int quantity = event.line() == null ? 0 : event.line().quantity().value();
        accepted(changeReservation(event.sku(), quantity, version, message));
    }

    @SagaEventHandler(associationProperty = ORDER)
    void on(OrderShipped event, EventMessage<OrderShipped> message) {
        event.lines().forEach(line -> shipped.merge(line.sku(), line.quantity().value(), Integer::sum));
        all(event.lines(), message, "deduct", Pieces::sku, line -> deduction(line.sku()))
                .forEach((line, outcome) -> {
                    if (outcome instanceof Refused refused && !isDeductedLongAgo(refused)) {
                        throw unexpected(refused);
                    }
                });
    }

    @SagaEventHandler(associationProperty = ORDER)
    void on(ItemsReturned event, EventMessage<ItemsReturned> message) {
        all(
                        event.lines(),
                        message,
                        "return",
                        Pieces::sku,
                        line -> new ReturnStock(line.sku(), event.returnId(), line.quantity()))
                .values()
                .forEach(OrderFulfilment::accepted);
    }

    @SagaEventHandler(associationProperty = ORDER)
    void on(OrderCancelled event, EventMessage<OrderCancelled> message) {
        cancelled = true;
        release(reserved, message);
        reserved = new LinkedHashSet<>();
        endIfDone();
    }

    @SagaEventHandler(associationProperty = ORDER)
    void on(PaymentStarted started, EventMessage<PaymentStarted> event) {
        Outcome requested = send(
                event,
                "request-payment",
                new RequestPayment(started.paymentId(), started.orderId().value(), started.amount(), started.method()));
        if (requested instanceof Refused refused) {
            accepted(send(
                    event,
                    "record-failure",
                    new RecordFailedPayment(
                            started.orderId(),
                            started.paymentId(),
                            refused.refusal().code())));
        } else {
            underWay.add(started.paymentId());
        }
    }

    @SagaEventHandler(associationProperty = "reference", keyName = ORDER)
    void on(PaymentCaptured captured, EventMessage<PaymentCaptured> event) {
        accepted(send(event, "record-payment", new RecordPayment(orderId, captured.paymentId(), captured.amount())));
        underWay.remove(captured.paymentId());
        endIfDone();
    }

    @SagaEventHandler(associationProperty = "reference", keyName = ORDER)
    void on(PaymentDeclined declined, EventMessage<PaymentDeclined> event) {
        accepted(send(
                event, "record-failure", new RecordFailedPayment(orderId, declined.paymentId(), declined.reason())));
        underWay.remove(declined.paymentId());
        endIfDone();
    }

    /** Nobody answered. The money may still come, so that payment stays under way here, and this lives on. */
    @SagaEventHandler(associationProperty = "reference", keyName = ORDER)
    void on(PaymentEvent.PaymentFailed failed, EventMessage<PaymentEvent.PaymentFailed> event) {
        accepted(send(event, "record-failure", new RecordFailedPayment(orderId, failed.paymentId(), failed.reason())));
    }

    private void reserve(OrderLine line, long change, EventMessage<?> event) {
        if (changeReservation(line.sku(), line.quantity().value(), change, event) instanceof Refused refused) {
            takeBack(change, Refusals.ofStock(Map.of(line, refused)), event);
        } else {
            accepted(send(event, "confirm-change", new ConfirmChange(orderId, change)));
        }
    }

    private Outcome changeReservation(Sku sku, int quantity, long number, EventMessage<?> event) {
        return send(event, "change-reservation", new ChangeReservation(sku, reservation(), quantity, number));
    }

    private void takeBack(long change, Cancellation why, EventMessage<?> event) {
        accepted(send(
                event, "take-back-change", new TakeBackChange(orderId, change, why.code(), why.reason(), why.lines())));
    }

    /**
     * @param held what this order may hold reservations of
     * @param all what it holds if an earlier run has confirmed it
     */
    private void refuse(Cancellation cancellation, EventMessage<?> event, Set<Sku> held, LinkedHashSet<Sku> all) {
        if (send(event, "refuse", new RefuseOrder(orderId, cancellation)) instanceof Refused refused) {
            expect("order_already_confirmed", refused);
            reserved = all;
        } else {
            release(held, event);
        }
    }

    /** What was never received has no reservations either, and is fine. */
    private void release(Set<Sku> skus, EventMessage<?> event) {
        all(skus, event, "release", Function.identity(), sku -> new ReleaseStock(sku, reservation()))
                .forEach((sku, outcome) -> {
                    if (outcome instanceof Refused refused && refused.refusal().kind() != Rejection.Kind.UNKNOWN) {
                        throw unexpected(refused);
                    }
                });
    }

    private Map<OrderLine, Refused> refusals(
            List<OrderLine> lines, EventMessage<?> event, String step, Function<OrderLine, CatalogCommand> command) {
        Map<OrderLine, Refused> refusals = new LinkedHashMap<>();
        all(lines, event, step, OrderLine::sku, command).forEach((line, outcome) -> {
            if (outcome instanceof Refused refused) {
                refusals.put(line, refused);
            }
        });
        return refusals;
    }

    /** All at once, and then waits for all. */
    private <T> Map<T, Outcome> all(
            Collection<T> subjects,
            EventMessage<?> event,
            String step,
            Function<T, Sku> sku,
            Function<T, CatalogCommand> command) {
        Map<T, CompletableFuture<Outcome>> sent = new LinkedHashMap<>();
        for (T subject : subjects) {
            sent.put(subject, commands.send(NAME, event, step + "/" + sku.apply(subject), command.apply(subject)));
        }
        CompletableFuture.allOf(sent.values().toArray(CompletableFuture[]::new)).join();
        Map<T, Outcome> outcomes = new LinkedHashMap<>();
        sent.forEach((subject, outcome) -> outcomes.put(subject, outcome.join()));
        return outcomes;
    }

    private Outcome send(EventMessage<?> event, String step, Object command) {
        return commands.send(NAME, event, step, command).join();
    }

    private DeductStock deduction(Sku sku) {
        return new DeductStock(sku, reservation(), Quantity.of(shipped.get(sku)));
    }

    /** An earlier run has done it, so long ago that the stock has forgotten the reservation since. */
    private static boolean isDeductedLongAgo(Refused refused) {
        return refused.is("not_reserved")
                && refused.refusal().details().get("held") instanceof Number held
                && held.intValue() == 0;
    }

    private ReservationId reservation() {
        return new ReservationId(orderId.value());
    }

    private void endIfDone() {
        if (cancelled && underWay.isEmpty()) {
            SagaLifecycle.end();
        }
    }

    private static LinkedHashSet<Sku> skus(Collection<OrderLine> lines) {
        LinkedHashSet<Sku> skus = new LinkedHashSet<>();
        lines.forEach(line -> skus.add(line.sku()));
        return skus;
    }

    private static void accepted(Outcome outcome) {
        if (outcome instanceof Refused refused) {
            throw unexpected(refused);
        }
    }

    private static void expect(String code, Refused refused) {
        if (!refused.is(code)) {
            throw unexpected(refused);
        }
    }

    private static IllegalStateException unexpected(Refused refused) {
        return new IllegalStateException("A step was refused that never is: " + refused.refusal());
    }
}
