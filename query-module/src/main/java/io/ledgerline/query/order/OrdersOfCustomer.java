package io.ledgerline.query.order;

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

/** All orders of a customer, newest first. */
@Component
@Order(1)
public class OrdersOfCustomer implements Export {

    private static final int PAGE = 50;

    private final QueryGateway queries;
    private final Disclosure disclosure;

    OrdersOfCustomer(QueryGateway queries, Disclosure disclosure) {
        this.queries = queries;
        this.disclosure = disclosure;
    }

    @Override
    public String name() {
        return "orders";
    }

    @Override
    public Flux<?> of(CustomerId customer) {
        return pages(customer)
                .concatMap(page -> disclosure.of(page.orders()), 1)
                .concatMapIterable(orders -> orders, 1);
    }

    /** As they are in the view: nothing is readable yet. */
    public Flux<OrderView> views(CustomerId customer) {
        return pages(customer).concatMapIterable(Orders::orders, 1);
    }

    private Flux<Orders> pages(CustomerId customer) {
        return page(customer, null).expand(page -> page.next() == null ? Mono.empty() : page(customer, page.next()));
    }

    private Mono<Orders> page(CustomerId customer, @Nullable Cursor after) {
        FindOrders query = new FindOrders(customer, null, null, null, null, AsOf.NOW, new Paging(PAGE, after));
        return Mono.fromFuture(() -> queries.query(query, Orders.class)).timeout(ViewReader.LONGEST_QUERY);
    }
}
