package io.ledgerline.query.payment;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.query.AsOf;
import io.ledgerline.query.Cursor;
import io.ledgerline.query.Export;
import io.ledgerline.query.Paging;
import io.ledgerline.query.ViewReader;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** All payments for a customer's orders, newest first. */
@Component
@Order(2)
class PaymentsOfCustomer implements Export {

    private static final int PAGE = 100;

    private final QueryGateway queries;

    PaymentsOfCustomer(QueryGateway queries) {
        this.queries = queries;
    }

    @Override
    public String name() {
        return "payments";
    }

    @Override
    public Flux<?> of(CustomerId customer) {
        return page(customer, null)
                .expand(page -> page.next() == null ? Mono.empty() : page(customer, page.next()))
                .concatMapIterable(Payments::payments, 1);
    }

    private Mono<Payments> page(CustomerId customer, @Nullable Cursor after) {
        FindPayments query = new FindPayments(customer, null, AsOf.NOW, new Paging(PAGE, after));
        return Mono.fromFuture(() -> queries.query(query, Payments.class)).timeout(ViewReader.LONGEST_QUERY);
    }
}
