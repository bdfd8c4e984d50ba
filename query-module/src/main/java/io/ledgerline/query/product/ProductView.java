package io.ledgerline.query.product;

import io.ledgerline.query.Newest;
import org.jspecify.annotations.Nullable;

/**
 * A product and its stock, each as far as its own stream has been read.
 *
 * @param listing null in an update about the stock, or if stock came before the product
 * @param stock null in an update about the product, or if there never was any
 */
public record ProductView(
        @Nullable Listing listing, @Nullable Stock stock) implements Newest<ProductView> {

    /** The product's, not the stock's; -1 while there is none. */
    @Override
    public long version() {
        return listing == null ? -1 : listing.version();
    }

    long stockVersion() {
        return stock == null ? -1 : stock.version();
    }

    @Override
    public ProductView newest(ProductView other) {
        boolean newerListing = other.version() > version();
        boolean newerStock = other.stockVersion() > stockVersion();
        return newerListing || newerStock
                ? new ProductView(newerListing ? other.listing : listing, newerStock ? other.stock : stock)
                : this;
    }

    @Override
    public boolean whole() {
        return listing != null;
    }
}
