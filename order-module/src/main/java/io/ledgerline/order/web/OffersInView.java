package io.ledgerline.order.web;

import io.ledgerline.catalog.api.FindOffers;
import io.ledgerline.catalog.api.Offers;
import io.ledgerline.catalog.api.Offers.Offer;
import io.ledgerline.catalog.api.Sku;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/**
 * What the catalog's view offers. It lags by milliseconds, so what it doesn't know yet is asked for again, for half a
 * second in all: a client may order what it has just listed.
 */
@Component
class OffersInView {

    private static final Duration FIRST_PAUSE = Duration.ofMillis(30);
    private static final Duration LAST_PAUSE = Duration.ofMillis(240);
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final QueryGateway queries;

    OffersInView(QueryGateway queries) {
        this.queries = queries;
    }

    /** Those of the skus that the view knows, in the end. */
    Mono<Map<Sku, Offer>> find(Set<Sku> skus) {
        return find(Set.copyOf(skus), Map.of(), FIRST_PAUSE);
    }

    private Mono<Map<Sku, Offer>> find(Set<Sku> missing, Map<Sku, Offer> known, Duration pause) {
        return ask(missing).flatMap(answer -> {
            Map<Sku, Offer> all = new HashMap<>(known);
            answer.offers().forEach(offer -> all.put(offer.sku(), offer));
            Set<Sku> rest = new HashSet<>(missing);
            rest.removeAll(all.keySet());
            return rest.isEmpty() || pause.compareTo(LAST_PAUSE) > 0
                    ? Mono.just(all)
                    : Mono.delay(pause).then(find(rest, all, pause.multipliedBy(2)));
        });
    }

    private Mono<Offers> ask(Set<Sku> skus) {
        return Mono.fromFuture(() -> queries.query(new FindOffers(skus), Offers.class))
                .timeout(TIMEOUT);
    }
}
