package io.ledgerline.query.audit;

import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.ViewReader;
import java.time.Duration;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Reads orders' histories, page by page. */
@Component
class Histories {

    static final long BEGINNING = -1;

    private static final int PAGE = 100;

    /** The states around an event are another view's, which may be milliseconds behind, or ahead. */
    private static final Duration PAUSE = Duration.ofMillis(50);

    private static final int LOOKS = 20;

    private final QueryGateway queries;

    Histories(QueryGateway queries) {
        this.queries = queries;
    }

    /** Waits for a moment if the views around it haven't got there. */
    Mono<AuditEntries> page(OrderId id, long after, int limit) {
        FindHistory query = new FindHistory(id, after, limit);
        return ask(query)
                .expand(found -> found.behind() ? ask(query).delaySubscription(PAUSE) : Mono.empty())
                .take(LOOKS)
                .last();
    }

    /** Page by page, each read when it is asked for. */
    Flux<AuditEntries> after(OrderId id, long position) {
        return page(id, position, PAGE).expand(found -> found.more() ? page(id, last(found), PAGE) : Mono.empty());
    }

    Mono<AuditEntries> ask(FindHistory query) {
        return Mono.fromFuture(() -> queries.query(query, AuditEntries.class)).timeout(ViewReader.LONGEST_QUERY);
    }

    static long last(AuditEntries found) {
        return found.entries().get(found.entries().size() - 1).position();
    }
}
