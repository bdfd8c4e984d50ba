package io.ledgerline.catalog;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;

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
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.aggregate.EventSourcedAggregate;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventhandling.Timestamp;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** The pieces of one sku. Never more are reserved than there are: nothing is sold that isn't there. */
@Aggregate(type = "stock", cache = "aggregateCache", snapshotTriggerDefinition = "snapshotTrigger")
@Revision("1")
class StockItem extends EventSourcedAggregate {

    /** So that quantities fit an int everywhere, whatever is added up. */
    static final int MOST = 1_000_000_000;

    /** Far longer than a process can be without handling an event, so that goods come back once. */
    private static final Duration RETURNS_MEMORY = Duration.ofDays(90);

    @AggregateIdentifier
    private @Nullable String streamId;

    private int onHand;
    private Reservations reservations = new Reservations();
    private Map<String, Instant> returns = new LinkedHashMap<>();

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    void decide(ReceiveStock command) {
        if (command.quantity().value() > MOST - onHand) {
            throw new CatalogRejection.StockIsFull(command.sku(), MOST);
        }
        apply(new StockReceived(command.sku(), command.quantity()));
    }

    @EventSourcingHandler
    void evolve(StockReceived event) {
        streamId = event.sku().stockStream();
        onHand += event.quantity().value();
    }

    /** Of what was never received there is nothing to write off; it isn't unknown. */
    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    void decide(WriteOffStock command) {
        if (command.quantity().value() > available()) {
            throw new CatalogRejection.StockIsReserved(command.sku(), command.quantity(), onHand, reservations.total());
        }
        apply(new StockWrittenOff(command.sku(), command.quantity()));
    }

    @EventSourcingHandler
    void evolve(StockWrittenOff event) {
        onHand -= event.quantity().value();
    }

    /** What was never received is out of stock, not unknown. */
    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    void decide(ReserveStock command) {
        int requested = command.quantity().value();
        int held = reservations.heldBy(command.reservationId());
        if (held == requested) {
            return;
        }
        if (held > 0) {
            throw new CatalogRejection.ReservationDiffers(command.reservationId(), command.quantity(), held);
        }
        if (reservations.isOver(command.reservationId())) {
            throw new CatalogRejection.ReservationIsOver(command.reservationId());
        }
        if (requested > available()) {
            throw new CatalogRejection.InsufficientStock(command.sku(), command.quantity(), available());
        }
        apply(new StockReserved(command.sku(), command.reservationId(), command.quantity()));
    }

    @EventSourcingHandler
    void evolve(StockReserved event) {
        reservations.hold(event.reservationId(), event.quantity().value());
    }

    /** One that holds nothing is closed too, or what asks for it may still be on its way, and be granted. */
    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    void decide(ReleaseStock command) {
        int held = reservations.heldBy(command.reservationId());
        if (held > 0) {
            apply(new StockReleased(command.sku(), command.reservationId(), Quantity.of(held)));
        } else if (!reservations.isClosed(command.reservationId())) {
            apply(new ReservationClosed(command.sku(), command.reservationId()));
        }
    }

    @EventSourcingHandler
    void evolve(StockReleased event, @Timestamp Instant at) {
        reservations.giveBack(event.reservationId(), event.quantity().value(), at);
    }

    @EventSourcingHandler
    void evolve(ReservationClosed event, @Timestamp Instant at) {
        streamId = event.sku().stockStream();
        reservations.close(event.reservationId(), at);
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    void decide(ChangeReservation command) {
        if (!reservations.isNewer(command.reservationId(), command.number())) {
            return;
        }
        int held = reservations.heldBy(command.reservationId());
        int most = available() + held;
        if (command.quantity() > most) {
            throw new CatalogRejection.InsufficientStock(command.sku(), Quantity.of(command.quantity()), most);
        }
        apply(new ReservationChanged(
                command.sku(),
                command.reservationId(),
                command.quantity(),
                command.quantity() - held,
                command.number()));
    }

    @EventSourcingHandler
    void evolve(ReservationChanged event, @Timestamp Instant at) {
        streamId = event.sku().stockStream();
        reservations.change(event.reservationId(), event.quantity(), event.change(), at);
    }

    @CommandHandler
    void decide(DeductStock command) {
        int due = command.inAll().value() - reservations.deductedFrom(command.reservationId());
        if (due <= 0) {
            return;
        }
        int held = reservations.heldBy(command.reservationId());
        if (due > held) {
            throw new CatalogRejection.NotReserved(command.reservationId(), Quantity.of(due), held);
        }
        apply(new StockDeducted(command.sku(), command.reservationId(), Quantity.of(due)));
    }

    @EventSourcingHandler
    void evolve(StockDeducted event, @Timestamp Instant at) {
        onHand -= event.quantity().value();
        reservations.deduct(event.reservationId(), event.quantity().value(), at);
    }

    /** Never refused: the goods are there, whatever is thought of it, and whoever they were received by. */
    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    void decide(ReturnStock command) {
        if (!returns.containsKey(command.returnId())) {
            apply(new StockReturned(command.sku(), command.returnId(), command.quantity()));
        }
    }

    @EventSourcingHandler
    void evolve(StockReturned event, @Timestamp Instant at) {
        streamId = event.sku().stockStream();
        onHand += event.quantity().value();
        returns.values().removeIf(at.minus(RETURNS_MEMORY)::isAfter);
        returns.put(event.returnId(), at);
    }

    private int available() {
        return onHand - reservations.total();
    }
}
