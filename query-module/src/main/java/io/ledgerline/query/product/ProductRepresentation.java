package io.ledgerline.query.product;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Money;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A product as clients get it. */
@JsonInclude(JsonInclude.Include.ALWAYS)
record ProductRepresentation(
        Sku sku,
        String name,
        @Nullable String description,
        Money price,
        Pieces stock,
        List<String> imageUrls,
        boolean discontinued,
        long version) {

    /**
     * @param version the stock's own; null if there never was any
     */
    record Pieces(
            long onHand,
            long reserved,
            long available,
            @Nullable Long version) {

        private static final Pieces NONE = new Pieces(0, 0, 0, null);

        static Pieces of(@Nullable Stock stock) {
            return stock == null
                    ? NONE
                    : new Pieces(stock.onHand(), stock.reserved(), stock.onHand() - stock.reserved(), stock.version());
        }
    }

    /**
     * @param product with its listing
     */
    static ProductRepresentation of(ProductView product) {
        Listing listing = Objects.requireNonNull(product.listing());
        return new ProductRepresentation(
                listing.sku(),
                listing.name(),
                listing.description(),
                listing.price(),
                Pieces.of(product.stock()),
                listing.imageUrls(),
                listing.discontinued(),
                listing.version());
    }
}
