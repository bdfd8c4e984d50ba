package io.ledgerline.catalog.api;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import java.util.List;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** Everything that can have happened to products and stock. Stored as {@code catalog.<name>}. */
public sealed interface CatalogEvent {

    Sku sku();

    /** Of a product: its listing and its price. */
    sealed interface ProductEvent extends CatalogEvent {}

    /** Of a product's stock: how much there is, and for whom it is kept. */
    sealed interface StockEvent extends CatalogEvent {}

    @Revision("1")
    record ProductListed(
            Sku sku,
            String name,
            @Nullable String description,
            Money price,
            List<String> imageUrls,
            @Nullable Quantity initialStock)
            implements ProductEvent {}

    @Revision("1")
    record ProductDescribed(Sku sku, String name, @Nullable String description, List<String> imageUrls)
            implements ProductEvent {}

    @Revision("1")
    record PriceChanged(Sku sku, Money price) implements ProductEvent {}

    @Revision("1")
    record ProductDiscontinued(Sku sku, @Nullable String reason) implements ProductEvent {}

    @Revision("1")
    record StockReceived(Sku sku, Quantity quantity) implements StockEvent {}

    @Revision("1")
    record StockWrittenOff(Sku sku, Quantity quantity) implements StockEvent {}

    @Revision("1")
    record StockReserved(Sku sku, ReservationId reservationId, Quantity quantity) implements StockEvent {}

    @Revision("1")
    record StockReleased(Sku sku, ReservationId reservationId, Quantity quantity) implements StockEvent {}

    /** A reservation that holds nothing is over, so that what still asks for it comes too late. */
    @Revision("1")
    record ReservationClosed(Sku sku, ReservationId reservationId) implements StockEvent {}

    /**
     * A reservation was made larger or smaller, or confirmed to be as it was, so that older changes are void.
     *
     * @param quantity what it holds now; 0 if nothing
     * @param difference to what it held before; negative if pieces were given back
     * @param change tells newer changes of one reservation from older ones
     */
    @Revision("2")
    record ReservationChanged(Sku sku, ReservationId reservationId, int quantity, int difference, long change)
            implements StockEvent {}

    @Revision("1")
    record StockDeducted(Sku sku, ReservationId reservationId, Quantity quantity) implements StockEvent {}

    /** Goods that had left are back. */
    @Revision("1")
    record StockReturned(Sku sku, String returnId, Quantity quantity) implements StockEvent {}
}
