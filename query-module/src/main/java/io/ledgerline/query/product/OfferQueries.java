package io.ledgerline.query.product;

import io.ledgerline.catalog.api.FindOffers;
import io.ledgerline.catalog.api.Offers;
import io.ledgerline.catalog.api.Offers.Offer;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.query.Documents;
import io.ledgerline.query.RecentlyRead;
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

/** What is on offer, in memory: each order that is placed asks for it. */
@Component
class OfferQueries {

    private static final int MOST_OFFERS = 100_000;

    /** About as long as it takes to find out that another node isn't heard any more. */
    private static final Duration OLDEST = Duration.ofSeconds(10);

    private final DatabaseClient database;
    private final RecentlyRead<Sku, Offer> offers = new RecentlyRead<>(MOST_OFFERS, OLDEST, this::read);

    OfferQueries(@Qualifier("readConnectionFactory") ConnectionFactory connections, OtherNodes others) {
        this.database = DatabaseClient.create(connections);
        others.listen(FindProduct.VIEW, offers.listener(Sku::new));
    }

    void forget(Sku sku) {
        offers.forget(sku);
    }

    void forgetAll() {
        offers.forgetAll();
    }

    @QueryHandler
    CompletableFuture<Offers> find(FindOffers query) {
        if (query.afresh()) {
            offers.forget(query.skus());
        }
        return offers.ask(query.skus()).thenApply(found -> new Offers(List.copyOf(found.values())));
    }

    private CompletableFuture<Map<Sku, Offer>> read(Set<Sku> skus) {
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
