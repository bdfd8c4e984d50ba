package io.ledgerline.query.product;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ledgerline.catalog.api.FindOffers;
import io.ledgerline.catalog.api.Offers;
import io.ledgerline.catalog.api.Offers.Offer;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.query.Documents;
import io.ledgerline.query.ViewReader;
import io.ledgerline.query.api.OtherNodes;
import io.r2dbc.spi.ConnectionFactory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/**
 * What is on offer, in memory: each order that is placed asks for it. An offer is forgotten as soon as the view shows
 * another, also one that is being read meanwhile; of what other nodes write it is told, and should that get lost, it is
 * forgotten soon all the same.
 */
@Component
class OfferQueries {

    private static final int MOST_OFFERS = 100_000;

    /** About as long as it takes to find out that another node isn't heard any more. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private final DatabaseClient database;
    private final AsyncCache<Sku, Offer> offers = Caffeine.newBuilder()
            .maximumSize(MOST_OFFERS)
            .expireAfterWrite(LONGEST)
            .executor(Runnable::run)
            .buildAsync();

    OfferQueries(@Qualifier("readConnectionFactory") ConnectionFactory connections, OtherNodes others) {
        this.database = DatabaseClient.create(connections);
        others.listen(FindProduct.VIEW, new OtherNodes.Listener() {

            @Override
            public void written(String sku) {
                forget(new Sku(sku));
            }

            @Override
            public void anythingMayHaveBeenWritten() {
                offers.synchronous().invalidateAll();
            }
        });
    }

    /** The view shows something else, or is about to. */
    void forget(Sku sku) {
        offers.synchronous().invalidate(sku);
    }

    @QueryHandler
    CompletableFuture<Offers> find(FindOffers query) {
        if (query.afresh()) {
            offers.synchronous().invalidateAll(query.skus());
        }
        return offers.getAll(query.skus(), (missing, executor) -> read(missing))
                .thenApply(found -> new Offers(List.copyOf(found.values())));
    }

    private CompletableFuture<Map<Sku, Offer>> read(Set<? extends Sku> skus) {
        return database.sql("select document from products where sku = any(:skus)")
                .bind("skus", skus.stream().map(Sku::value).toArray(String[]::new))
                .map(row -> offer(Documents.read(Objects.requireNonNull(row.get(0, String.class)), Listing.class)))
                .all()
                .collectMap(Offer::sku)
                .timeout(ViewReader.LONGEST_QUERY)
                .toFuture();
    }

    private static Offer offer(Listing listing) {
        return new Offer(listing.sku(), listing.name(), listing.price(), listing.discontinued());
    }
}
