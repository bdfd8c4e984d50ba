package io.ledgerline.query.product;

import io.ledgerline.catalog.api.CatalogEvent.PriceChanged;
import io.ledgerline.catalog.api.CatalogEvent.ProductDescribed;
import io.ledgerline.catalog.api.CatalogEvent.ProductDiscontinued;
import io.ledgerline.catalog.api.CatalogEvent.ProductEvent;
import io.ledgerline.catalog.api.CatalogEvent.ProductListed;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Money;
import io.ledgerline.query.Moment;
import io.ledgerline.query.ViewRow;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A product as its own stream made it.
 *
 * @param listedAt effective time
 */
public record Listing(
        Sku sku,
        String name,
        @Nullable String description,
        Money price,
        List<String> imageUrls,
        boolean discontinued,
        Instant listedAt,
        long version)
        implements ViewRow {

    /**
     * The state after one more event. Pure.
     *
     * @param product null before the first event
     */
    public static Listing evolve(@Nullable Listing product, ProductEvent event, Moment moment) {
        if (event instanceof ProductListed listed) {
            return new Listing(
                    listed.sku(),
                    listed.name(),
                    listed.description(),
                    listed.price(),
                    listed.imageUrls(),
                    false,
                    moment.effectiveAt(),
                    moment.version());
        }
        if (product == null) {
            throw new IllegalStateException("a product begins by being listed");
        }
        if (event instanceof ProductDescribed described) {
            return new Listing(
                    product.sku,
                    described.name(),
                    described.description(),
                    product.price,
                    described.imageUrls(),
                    product.discontinued,
                    product.listedAt,
                    moment.version());
        }
        if (event instanceof PriceChanged changed) {
            return product.with(changed.price(), product.discontinued, moment);
        }
        if (event instanceof ProductDiscontinued) {
            return product.with(product.price, true, moment);
        }
        throw new IllegalStateException(
                "this view doesn't know " + event.getClass().getSimpleName());
    }

    private Listing with(Money price, boolean discontinued, Moment moment) {
        return new Listing(sku, name, description, price, imageUrls, discontinued, listedAt, moment.version());
    }

    @Override
    public String key() {
        return sku.value();
    }
}
