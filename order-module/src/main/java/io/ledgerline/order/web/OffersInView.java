package io.ledgerline.order.web;

import io.ledgerline.catalog.api.FindOffers;
import io.ledgerline.catalog.api.Offers;
import io.ledgerline.catalog.api.Offers.Offer;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.order.web.OrderFormRejection.UnknownProduct;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
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

    /**
     * What can be made of those of the skus that the view knows, in the end. What is refused by what a node remembers is
     * judged once more by the view itself.
     */
    <T> Mono<T> judge(Set<Sku> skus, Function<Map<Sku, Offer>, T> judgement) {
        return find(skus, false)
                .map(judgement)
                .onErrorResume(
                        refusal -> refusal instanceof OrderFormRejection && !(refusal instanceof UnknownProduct),
                        refusal -> find(skus, true).map(judgement));
    }

    private Mono<Map<Sku, Offer>> find(Set<Sku> skus, boolean afresh) {
        return find(Set.copyOf(skus), afresh, Map.of(), FIRST_PAUSE);
    }

    private Mono<Map<Sku, Offer>> find(Set<Sku> missing, boolean afresh, Map<Sku, Offer> known, Duration pause) {
        return ask(missing, afresh).flatMap(answer -> {
            Map<Sku, Offer> all = new HashMap<>(known);
            answer.offers().forEach(offer -> all.put(offer.sku(), offer));
            Set<Sku> rest = new HashSet<>(missing);
            rest.removeAll(all.keySet());
            return rest.isEmpty() || pause.compareTo(LAST_PAUSE) > 0
                    ? Mono.just(all)
                    : Mono.delay(pause).then(find(rest, afresh, all, pause.multipliedBy(2)));
        });
    }

    private Mono<Offers> ask(Set<Sku> skus, boolean afresh) {
        return Mono.defer(() -> {
            CompletableFuture<Offers> answer = queries.query(new FindOffers(skus, afresh), Offers.class);
            Mono<Offers> offers = Mono.fromFuture(answer);
            return answer.isDone() ? offers : offers.timeout(TIMEOUT);
        });
    }
}
