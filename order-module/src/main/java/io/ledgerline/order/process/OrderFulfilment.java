package io.ledgerline.order.process;

import io.ledgerline.catalog.api.CatalogCommand;
import io.ledgerline.catalog.api.CatalogCommand.ChangeReservation;
import io.ledgerline.catalog.api.CatalogCommand.ConfirmPrice;
import io.ledgerline.catalog.api.CatalogCommand.DeductStock;
import io.ledgerline.catalog.api.CatalogCommand.ReleaseStock;
import io.ledgerline.catalog.api.CatalogCommand.ReserveStock;
import io.ledgerline.catalog.api.ReservationId;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.process.Outcome;
import io.ledgerline.kernel.process.Outcome.Refused;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.kernel.process.StepsUnderWay;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderCommand.ConfirmChange;
import io.ledgerline.order.api.OrderCommand.ConfirmOrder;
import io.ledgerline.order.api.OrderCommand.RefuseOrder;
import io.ledgerline.order.api.OrderCommand.TakeBackChange;
import io.ledgerline.order.api.OrderEvent.ChangeTakenBack;
import io.ledgerline.order.api.OrderEvent.ItemAdded;
import io.ledgerline.order.api.OrderEvent.ItemRemoved;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.OrderShipped;
import io.ledgerline.order.api.OrderEvent.QuantityChanged;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.api.Pieces;
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
 * Takes an order through stock: to its confirmation, through its changes, and until all of it has left or is given back.
 * Its money is seen to by {@link OrderPayments} and {@link OrderRefunds}, what comes back by {@link OrderReturns}; they
 * remember nothing, and so can be as late as they like.
 *
 * <pre>
 * OrderPlaced      → ConfirmPrice for each line
 *                      all hold → ReserveStock for each line
 *                                   all granted → ConfirmOrder (if cancelled meanwhile → ReleaseStock)
 *                                   else        → RefuseOrder, ReleaseStock for each line
 *                      else     → RefuseOrder, ReleaseStock for each line
 * ItemAdded        → ConfirmPrice, then as QuantityChanged
 * QuantityChanged  → ChangeReservation
 *                      granted → ConfirmChange
 *                      else    → TakeBackChange
 * ItemRemoved      → ChangeReservation to nothing, ConfirmChange
 * ChangeTakenBack  → ChangeReservation to what it was
 * OrderShipped     → DeductStock for each line; the end, if nothing is left to ship
 * OrderCancelled   → ReleaseStock for all that was ever reserved; the end
 * </pre>
 *
 * The commands of a handler are done before anything is stored (those of several orders that were just placed may be under
 * way together, {@link StepsUnderWay}). A handler may run again from its beginning after a crash, when some of them have been
 * handled, and when the world has moved on meanwhile: a price has changed, the order is cancelled. What makes that safe:
 *
 * <ul>
 *   <li>all these commands can be handled twice;
 *   <li>the order has the last word. It is refused <em>before</em> anything is given back, and an order that was
 *       confirmed by an earlier run can't be refused any more, so it keeps its stock;
 *   <li>a released reservation is over, also one that was never granted: it can't be granted any more to a run that comes
 *       late. So all are released, not only those that this run was granted;
 *   <li>a change of a reservation tells what it is to be, and the order's version that wants it so: an older one that
 *       comes late changes nothing. Whether a change stands or is taken back the order has said once, and a later event
 *       brings the reservation to that.
 * </ul>
 *
 * It lives on after the payment: a paid order may still be cancelled, and its stock must then be released. Once an order is
 * cancelled, or all of it has left, nothing can be asked of its reservations any more: there are as many processes as
 * there are open orders, however old the shop.
 *
 * <p>Public, with public constructor, because Axon instantiates it from outside.
 */
@Saga
@ProcessingGroup("order-process")
public class OrderFulfilment {

    static final String NAME = "order-fulfilment";

    private static final String ORDER = "orderId";
    private static final CompletableFuture<Void> DONE = CompletableFuture.completedFuture(null);

    @Autowired
    private transient ProcessCommands commands;

    private @Nullable OrderId orderId;
    private LinkedHashSet<Sku> reserved = new LinkedHashSet<>();
    private Map<Sku, Integer> shipped = new HashMap<>();
    private Set<String> shipments = new HashSet<>();

    @StartSaga
    @SagaEventHandler(associationProperty = ORDER)
    void on(OrderPlaced placed, EventMessage<OrderPlaced> event) {
        orderId = placed.orderId();
        StepsUnderWay.finish(confirmPrices(placed, event));
    }

    private CompletableFuture<Void> confirmPrices(OrderPlaced placed, EventMessage<OrderPlaced> event) {
        return refusals(placed.lines(), event, "confirm-price", line -> new ConfirmPrice(line.sku(), line.unitPrice()))
                .thenCompose(prices -> prices.isEmpty()
                        ? reserve(placed, event)
                        : refuse(Refusals.ofPrices(prices), event, skus(placed.lines())));
    }

    private CompletableFuture<Void> reserve(OrderPlaced placed, EventMessage<OrderPlaced> event) {
        return refusals(
                        placed.lines(),
                        event,
                        "reserve",
                        line -> new ReserveStock(line.sku(), reservation(), line.quantity()))
                .thenCompose(shortages -> shortages.isEmpty()
                        ? confirm(event, skus(placed.lines()))
                        : refuse(Refusals.ofStock(shortages), event, skus(placed.lines())));
    }

    private CompletableFuture<Void> confirm(EventMessage<OrderPlaced> event, LinkedHashSet<Sku> skus) {
        return commands.send(NAME, event, "confirm", new ConfirmOrder(orderId)).thenCompose(outcome -> {
            if (outcome instanceof Refused refused) {
                expect("order_cancelled", refused);
                return release(skus, event);
            }
            reserved = skus;
            return DONE;
        });
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
        if (shipments.add(event.shipmentId())) {
            event.lines()
                    .forEach(line -> shipped.merge(line.sku(), line.quantity().value(), Integer::sum));
        }
        all(event.lines(), message, "deduct", Pieces::sku, line -> deduction(line.sku()))
                .join()
                .forEach((line, outcome) -> {
                    if (outcome instanceof Refused refused && !isDeductedLongAgo(refused)) {
                        throw Steps.unexpected(refused);
                    }
                });
        if (event.complete()) {
            SagaLifecycle.end();
        }
    }

    @SagaEventHandler(associationProperty = ORDER)
    void on(OrderCancelled event, EventMessage<OrderCancelled> message) {
        release(reserved, message).join();
        SagaLifecycle.end();
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
     * @param skus which an earlier run may have reserved, or still may: what it asked for may be on its way. If it has
     *     confirmed the order, they are all reserved
     */
    private CompletableFuture<Void> refuse(Cancellation cancellation, EventMessage<?> event, LinkedHashSet<Sku> skus) {
        return commands.send(NAME, event, "refuse", new RefuseOrder(orderId, cancellation))
                .thenCompose(outcome -> {
                    if (outcome instanceof Refused refused) {
                        expect("order_already_confirmed", refused);
                        reserved = skus;
                        return DONE;
                    }
                    return release(skus, event);
                });
    }

    private CompletableFuture<Void> release(Set<Sku> skus, EventMessage<?> event) {
        return all(skus, event, "release", Function.identity(), sku -> new ReleaseStock(sku, reservation()))
                .thenAccept(outcomes -> outcomes.values().forEach(OrderFulfilment::accepted));
    }

    private CompletableFuture<Map<OrderLine, Refused>> refusals(
            List<OrderLine> lines, EventMessage<?> event, String step, Function<OrderLine, CatalogCommand> command) {
        return all(lines, event, step, OrderLine::sku, command).thenApply(outcomes -> {
            Map<OrderLine, Refused> refusals = new LinkedHashMap<>();
            outcomes.forEach((line, outcome) -> {
                if (outcome instanceof Refused refused) {
                    refusals.put(line, refused);
                }
            });
            return refusals;
        });
    }

    /** All at once. */
    private <T> CompletableFuture<Map<T, Outcome>> all(
            Collection<T> subjects,
            EventMessage<?> event,
            String step,
            Function<T, Sku> sku,
            Function<T, CatalogCommand> command) {
        Map<T, CompletableFuture<Outcome>> sent = new LinkedHashMap<>();
        for (T subject : subjects) {
            sent.put(subject, commands.send(NAME, event, step + "/" + sku.apply(subject), command.apply(subject)));
        }
        return CompletableFuture.allOf(sent.values().toArray(CompletableFuture[]::new))
                .thenApply(answered -> {
                    Map<T, Outcome> outcomes = new LinkedHashMap<>();
                    sent.forEach((subject, outcome) -> outcomes.put(subject, outcome.join()));
                    return outcomes;
                });
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

    private static LinkedHashSet<Sku> skus(Collection<OrderLine> lines) {
        LinkedHashSet<Sku> skus = new LinkedHashSet<>();
        lines.forEach(line -> skus.add(line.sku()));
        return skus;
    }

    private static void accepted(Outcome outcome) {
        if (outcome instanceof Refused refused) {
            throw Steps.unexpected(refused);
        }
    }

    private static void expect(String code, Refused refused) {
        if (!refused.is(code)) {
            throw Steps.unexpected(refused);
        }
    }
}
