package io.ledgerline.order.web;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.order.api.CustomerFound;
import io.ledgerline.order.api.FindCustomer;
import io.ledgerline.order.api.OrderId;
import java.time.Duration;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import reactor.util.retry.Retry;

/**
 * Whose an order is, so that personal data is encrypted with the right key before it goes anywhere. The orders' view lags
 * by milliseconds, so an order that it doesn't know yet is asked for again, for half a second in all.
 */
@Component
class CustomerInView {

    private static final Duration PAUSE = Duration.ofMillis(50);
    private static final int TIMES = 10;
    private static final Duration TIMEOUT = Duration.ofSeconds(5);

    private final QueryGateway queries;

    CustomerInView(QueryGateway queries) {
        this.queries = queries;
    }

    /** Fails with {@code order_not_found}. */
    Mono<CustomerId> of(OrderId id) {
        return Mono.defer(() -> ask(id))
                .flatMap(found -> Mono.justOrEmpty(found.customerId()))
                .switchIfEmpty(Mono.error(() -> new OrderFormRejection.UnknownOrder(id)))
                .retryWhen(Retry.fixedDelay(TIMES, PAUSE)
                        .filter(OrderFormRejection.UnknownOrder.class::isInstance)
                        .onRetryExhaustedThrow((retry, last) -> last.failure()));
    }

    private Mono<CustomerFound> ask(OrderId id) {
        return Mono.fromFuture(() -> queries.query(new FindCustomer(id), CustomerFound.class))
                .timeout(TIMEOUT);
    }
}
