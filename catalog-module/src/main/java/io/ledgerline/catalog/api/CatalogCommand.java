package io.ledgerline.catalog.api;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import java.util.List;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Everything that can be asked of products and stock. */
public sealed interface CatalogCommand {

    Sku sku();

    @TargetAggregateIdentifier
    String streamId();

    /** Handled by a product. */
    sealed interface ProductCommand extends CatalogCommand {
        @Override
        default String streamId() {
            return sku().productStream();
        }
    }

    /** Handled by a stock item. */
    sealed interface StockCommand extends CatalogCommand {
        @Override
        default String streamId() {
            return sku().stockStream();
        }
    }

    /**
     * @param initialStock received with it, at once; null if none
     */
    record ListProduct(
            Sku sku,
            String name,
            @Nullable String description,
            Money price,
            List<String> imageUrls,
            @Nullable Quantity initialStock)
            implements ProductCommand {}

    record DescribeProduct(Sku sku, String name, @Nullable String description, List<String> imageUrls)
            implements ProductCommand {}

    record ChangePrice(Sku sku, Money price) implements ProductCommand {}

    record DiscontinueProduct(Sku sku, @Nullable String reason) implements ProductCommand {}

    /** Accepted if the product can be sold at this price right now; changes nothing. */
    record ConfirmPrice(Sku sku, Money price) implements ProductCommand {}

    /** Accepted if the product is listed, discontinued or not; changes nothing. */
    record RequireProduct(Sku sku) implements ProductCommand {}

    record ReceiveStock(Sku sku, Quantity quantity) implements StockCommand {}

    record WriteOffStock(Sku sku, Quantity quantity) implements StockCommand {}

    /**
     * All or nothing; the same reservation asked for again is granted without a further event. One that was released or
     * deducted in full is over, and its id is not granted anything again.
     */
    record ReserveStock(Sku sku, ReservationId reservationId, Quantity quantity) implements StockCommand {}

    /**
     * Gives back what the reservation still holds, if anything. It is over then, also if it was never granted: a request
     * for it that is still on its way comes too late.
     */
    record ReleaseStock(Sku sku, ReservationId reservationId) implements StockCommand {}

    /**
     * What the reservation is to hold from now on, whatever it holds: nothing, more, or less. All or nothing; more than
     * there is is refused, and leaves it as it is. It may arrive twice, and late: a change that isn't newer than the last
     * one, or that comes when the reservation was released or deducted in full, is accepted and changes nothing.
     *
     * @param quantity 0 for nothing
     * @param number tells newer changes of one reservation from older ones
     */
    record ChangeReservation(Sku sku, ReservationId reservationId, int quantity, long number) implements StockCommand {}

    /**
     * Turns a reservation, or a part of it, into goods that have left. It may arrive twice, and late: what has left
     * already leaves once.
     *
     * @param inAll how many pieces have left, with those of earlier deductions
     */
    record DeductStock(Sku sku, ReservationId reservationId, Quantity inAll) implements StockCommand {}

    /**
     * Goods that had left are back, and can be sold again; once for each return.
     *
     * @param returnId names the return; the catalog doesn't know what stands behind it
     */
    record ReturnStock(Sku sku, String returnId, Quantity quantity) implements StockCommand {}
}
