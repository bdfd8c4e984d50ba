package io.ledgerline.query.product;

import io.ledgerline.catalog.api.CatalogEvent.ReservationChanged;
import io.ledgerline.catalog.api.CatalogEvent.ReservationClosed;
import io.ledgerline.catalog.api.CatalogEvent.StockDeducted;
import io.ledgerline.catalog.api.CatalogEvent.StockEvent;
import io.ledgerline.catalog.api.CatalogEvent.StockReceived;
import io.ledgerline.catalog.api.CatalogEvent.StockReleased;
import io.ledgerline.catalog.api.CatalogEvent.StockReserved;
import io.ledgerline.catalog.api.CatalogEvent.StockReturned;
import io.ledgerline.catalog.api.CatalogEvent.StockWrittenOff;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.query.Moment;
import io.ledgerline.query.ViewRow;
import org.jspecify.annotations.Nullable;

/** A product's pieces as the stock's own stream made it. */
public record Stock(Sku sku, long onHand, long reserved, long version) implements ViewRow {

    /**
     * The state after one more event. Pure.
     *
     * @param stock null before the first event
     */
    public static Stock evolve(@Nullable Stock stock, StockEvent event, Moment moment) {
        Stock before = stock == null ? new Stock(event.sku(), 0, 0, -1) : stock;
        if (event instanceof StockReceived received) {
            return before.moved(received.quantity().value(), 0, moment);
        }
        if (event instanceof StockWrittenOff writtenOff) {
            return before.moved(-writtenOff.quantity().value(), 0, moment);
        }
        if (event instanceof StockReserved reserved) {
            return before.moved(0, reserved.quantity().value(), moment);
        }
        if (event instanceof StockReleased released) {
            return before.moved(0, -released.quantity().value(), moment);
        }
        if (event instanceof ReservationClosed) {
            return before.moved(0, 0, moment);
        }
        if (event instanceof ReservationChanged changed) {
            return before.moved(0, changed.difference(), moment);
        }
        if (event instanceof StockDeducted deducted) {
            int left = deducted.quantity().value();
            return before.moved(-left, -left, moment);
        }
        if (event instanceof StockReturned returned) {
            return before.moved(returned.quantity().value(), 0, moment);
        }
        throw new IllegalStateException(
                "this view doesn't know " + event.getClass().getSimpleName());
    }

    private Stock moved(long onHandBy, long reservedBy, Moment moment) {
        return new Stock(sku, onHand + onHandBy, reserved + reservedBy, moment.version());
    }

    @Override
    public String key() {
        return sku.value();
    }
}
