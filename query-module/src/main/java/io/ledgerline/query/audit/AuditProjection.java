package io.ledgerline.query.audit;

import io.ledgerline.catalog.api.CatalogEvent.ProductEvent;
import io.ledgerline.catalog.api.CatalogEvent.ReservationChanged;
import io.ledgerline.catalog.api.CatalogEvent.ReservationClosed;
import io.ledgerline.catalog.api.CatalogEvent.StockDeducted;
import io.ledgerline.catalog.api.CatalogEvent.StockEvent;
import io.ledgerline.catalog.api.CatalogEvent.StockReleased;
import io.ledgerline.catalog.api.CatalogEvent.StockReserved;
import io.ledgerline.catalog.api.CatalogEvent.StockReturned;
import io.ledgerline.kernel.administration.api.AdministrationEvent;
import io.ledgerline.order.api.OrderEvent;
import io.ledgerline.order.api.OrderEvent.ItemsReturned;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.query.Filling;
import io.ledgerline.query.View;
import io.ledgerline.query.api.OtherNodes;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.ObjLongConsumer;
import javax.sql.DataSource;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * Keeps each event with what is known about it. In one segment and without dead letters: who reads on from a position has
 * seen all before it.
 */
@Component
@ProcessingGroup("audit")
class AuditProjection implements View {

    /** Goods are put back moments after they came: what is forgotten is looked for. */
    private static final int MOST_RETURNS = 10_000;

    private final AuditTable table;
    private final BiConsumer<AuditTable, Collection<AuditRow>> write;
    private final ObjLongConsumer<String> tell;
    private final Serializer serializer;
    private volatile boolean remembersAll;
    private final Map<String, @Nullable String> orderOfReturn = Collections.synchronizedMap(new LinkedHashMap<>() {

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, @Nullable String> eldest) {
            boolean isTooMany = size() > MOST_RETURNS;
            if (isTooMany) {
                remembersAll = false;
            }
            return isTooMany;
        }
    });

    @Autowired
    AuditProjection(
            @Qualifier("readDataSource") DataSource dataSource,
            QueryUpdateEmitter updates,
            OtherNodes others,
            @Qualifier("eventSerializer") Serializer serializer) {
        this(
                new AuditTable(dataSource),
                AuditTable::add,
                false,
                (order, position) -> {
                    updates.emit(
                            FindHistory.class, query -> query.orderId().value().equals(order), position);
                    others.tell(FindHistory.VIEW, order);
                },
                serializer);
    }

    /**
     * @param remembersAll whether it is given the log from its beginning: then it needn't ask the table, which has no index
     *     while it is being filled
     */
    private AuditProjection(
            AuditTable table,
            BiConsumer<AuditTable, Collection<AuditRow>> write,
            boolean remembersAll,
            ObjLongConsumer<String> tell,
            Serializer serializer) {
        this.table = table;
        this.write = write;
        this.remembersAll = remembersAll;
        this.tell = tell;
        this.serializer = serializer;
    }

    @Override
    public String name() {
        return "audit";
    }

    @Override
    public String processor() {
        return "audit";
    }

    @Override
    public List<String> tables() {
        return List.of("audit");
    }

    @Override
    public Object into(Filling filling) {
        BiConsumer<AuditTable, Collection<AuditRow>> write = (table, rows) -> {
            if (filling.isOver()) {
                table.add(rows);
            } else {
                table.copy(rows);
            }
        };
        return silent(filling.tables(), write, !filling.isOver());
    }

    @Override
    public Optional<Object> repairing(DataSource tables) {
        return Optional.of(silent(tables, AuditTable::correct, false));
    }

    private AuditProjection silent(
            DataSource tables, BiConsumer<AuditTable, Collection<AuditRow>> write, boolean remembersAll) {
        return new AuditProjection(new AuditTable(tables), write, remembersAll, (order, position) -> {}, serializer);
    }

    @EventHandler
    void on(OrderEvent event, DomainEventMessage<?> message, TrackingToken token) {
        if (event instanceof ItemsReturned returned) {
            orderOfReturn.put(returned.returnId(), event.orderId().value());
        }
        batch().add(message, token, event.orderId().value());
    }

    @EventHandler
    void on(PaymentEvent event, DomainEventMessage<?> message, TrackingToken token) {
        batch().add(message, token, event.reference());
    }

    @EventHandler
    void on(ProductEvent event, DomainEventMessage<?> message, TrackingToken token) {
        batch().add(message, token, null);
    }

    @EventHandler
    void on(StockEvent event, DomainEventMessage<?> message, TrackingToken token) {
        batch().add(message, token, order(event, message));
    }

    /** A reservation has the id of its order; a return has one of its own. */
    private @Nullable String order(StockEvent event, DomainEventMessage<?> message) {
        if (event instanceof StockReserved reserved) {
            return reserved.reservationId().value();
        }
        if (event instanceof StockReleased released) {
            return released.reservationId().value();
        }
        if (event instanceof ReservationChanged changed) {
            return changed.reservationId().value();
        }
        if (event instanceof ReservationClosed closed) {
            return closed.reservationId().value();
        }
        if (event instanceof StockDeducted deducted) {
            return deducted.reservationId().value();
        }
        return event instanceof StockReturned returned ? orderOf(returned, message) : null;
    }

    private @Nullable String orderOf(StockReturned returned, DomainEventMessage<?> message) {
        return remembersAll
                ? orderOfReturn.get(returned.returnId())
                : orderOfReturn.computeIfAbsent(
                        returned.returnId(), id -> table.orderOfReturn(id, AuditRow.requestId(message)));
    }

    @EventHandler
    void on(AdministrationEvent event, DomainEventMessage<?> message, TrackingToken token) {
        batch().add(message, token, null);
    }

    @ResetHandler
    void reset() {
        table.hold();
        table.clear();
    }

    private Batch batch() {
        UnitOfWork<?> unit = CurrentUnitOfWork.get();
        return unit.getOrComputeResource("audit of " + this, name -> new Batch(unit));
    }

    /** The events of one transaction. */
    private final class Batch {

        private final List<AuditRow> rows = new ArrayList<>();

        Batch(UnitOfWork<?> unit) {
            table.hold();
            unit.onPrepareCommit(it -> write.accept(table, rows));
            unit.afterCommit(it -> tell());
        }

        void add(DomainEventMessage<?> message, TrackingToken token, @Nullable String orderId) {
            long position = token.position()
                    .orElseThrow(
                            () -> new IllegalStateException("an event of the log has a position, unlike " + token));
            rows.add(AuditRow.of(position, message, message.serializePayload(serializer, String.class), orderId));
        }

        private void tell() {
            Map<String, Long> newest = new LinkedHashMap<>();
            rows.stream()
                    .filter(row -> row.orderId() != null)
                    .forEach(row -> newest.put(row.orderId(), row.position()));
            newest.forEach(tell::accept);
        }
    }
}
