package io.ledgerline.administration;

import io.ledgerline.administration.Processes.Place;
import io.ledgerline.kernel.process.Decision;
import io.ledgerline.kernel.process.Outcome;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderCommand;
import io.ledgerline.order.api.OrderCommand.RefuseOrder;
import io.ledgerline.order.api.OrderCommand.TakeBackChange;
import io.ledgerline.order.api.OrderEvent.ChangeConfirmed;
import io.ledgerline.order.api.OrderEvent.ChangeTakenBack;
import io.ledgerline.order.api.OrderEvent.ItemAdded;
import io.ledgerline.order.api.OrderEvent.ItemRemoved;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.QuantityChanged;
import io.ledgerline.order.api.OrderId;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Orders that wait for their process: new ones, and those with a change. Blocks. */
final class PendingOrders {

    private static final String PENDING = """
             from orders o join orders_history h on h.order_id = o.order_id and h.version = o.version
            where o.status = 'PENDING' and h.recorded_from < :before""";

    private final JdbcClient read;
    private final EventStore store;
    private final ProcessCommands commands;

    PendingOrders(JdbcClient read, EventStore store, ProcessCommands commands) {
        this.read = read;
        this.store = store;
        this.commands = commands;
    }

    /** @param since when the last thing happened to it */
    record Pending(String orderId, Instant since) {}

    /**
     * As the view has them, the oldest first.
     *
     * @param after those up to there are left out
     */
    List<Pending> since(Instant before, Place after, int limit) {
        return read.sql("select o.order_id, h.recorded_from" + PENDING + """
                         and (h.recorded_from, ('order:' || o.order_id) collate "C") > (:since, :id)
                        order by h.recorded_from, ('order:' || o.order_id) collate "C" limit :limit""")
                .param("before", at(before))
                .param("since", at(after.since()))
                .param("id", after.id())
                .param("limit", limit)
                .query((row, number) -> new Pending(
                        row.getString(1), row.getObject(2, OffsetDateTime.class).toInstant()))
                .list();
    }

    /** As the view has them. */
    long count(Instant before) {
        return read.sql("select count(*)" + PENDING)
                .param("before", at(before))
                .query(Long.class)
                .single();
    }

    private static OffsetDateTime at(Instant time) {
        return OffsetDateTime.ofInstant(time, ZoneOffset.UTC);
    }

    boolean isPending(String order) {
        return ending(new OrderId(order)) != null;
    }

    /**
     * Cancels an order that nobody has confirmed, or takes back the change that it waits with. Its process may still
     * come along: it finds that out, and gives back what it reserves.
     *
     * @return false if the order isn't pending
     */
    boolean abandon(String order, Decision decision) {
        OrderCommand command = ending(new OrderId(order));
        if (command == null) {
            return false;
        }
        Outcome outcome = commands.decided(decision, "abandon", command).join();
        return outcome instanceof Outcome.Accepted;
    }

    /** The log knows, whatever the view shows. */
    private @Nullable OrderCommand ending(OrderId order) {
        DomainEventStream events;
        try {
            events = store.readEvents("order-" + order, 0);
        } catch (AggregateNotFoundException unknown) {
            return null;
        }
        OrderCommand ending = null;
        while (events.hasNext()) {
            var event = events.next();
            Object payload = event.getPayload();
            if (payload instanceof OrderPlaced) {
                ending = new RefuseOrder(order, Cancellation.abandoned());
            } else if (payload instanceof ItemAdded
                    || payload instanceof QuantityChanged
                    || payload instanceof ItemRemoved) {
                Cancellation why = Cancellation.abandoned();
                ending = new TakeBackChange(order, event.getSequenceNumber(), why.code(), why.reason(), why.lines());
            } else if (payload instanceof OrderConfirmed
                    || payload instanceof OrderCancelled
                    || payload instanceof ChangeConfirmed
                    || payload instanceof ChangeTakenBack) {
                ending = null;
            }
        }
        return ending;
    }
}
