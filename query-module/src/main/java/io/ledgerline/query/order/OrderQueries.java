package io.ledgerline.query.order;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Money;
import io.ledgerline.order.api.CustomerFound;
import io.ledgerline.order.api.FindCustomer;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.AsOf;
import io.ledgerline.query.Cursor;
import io.ledgerline.query.Documents;
import io.ledgerline.query.Gathering;
import io.ledgerline.query.History;
import io.ledgerline.query.RecentlyRead;
import io.ledgerline.query.Selection;
import io.ledgerline.query.ViewReader;
import io.ledgerline.query.api.OtherNodes;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Answers with what the view has, without blocking. Single orders that are read again at once are answered from memory. */
@Component
class OrderQueries {

    private static final int MOST_CUSTOMERS = 100_000;

    private static final History HISTORY = new History("orders_history", "order_id");

    private static final int MOST_RECENT = 4_000;

    /** Whatever was lost that should have been heard of. */
    private static final Duration OLDEST = Duration.ofSeconds(1);

    /** The fewer, the more of them go together when many are read at a time; if one hangs, the other goes on. */
    private static final int QUERIES_AT_ONCE = 2;

    private final DatabaseClient database;
    private final Gathering<OrderId, OrderView> now = new Gathering<>(QUERIES_AT_ONCE, this::now);

    /** What is personal in them is encrypted. */
    private final RecentlyRead<OrderId, OrderView> recent = new RecentlyRead<>(MOST_RECENT, OLDEST, now::ask);

    /** Whose an order is never changes. */
    private final AsyncCache<OrderId, CustomerId> customers = Caffeine.newBuilder()
            .maximumSize(MOST_CUSTOMERS)
            .executor(Runnable::run)
            .buildAsync();

    OrderQueries(@Qualifier("readConnectionFactory") ConnectionFactory connections, OtherNodes others) {
        Documents.prepare(OrderView.class);
        this.database = DatabaseClient.create(connections);
        others.listen(FindOrder.VIEW, recent.listener(OrderId::new));
    }

    void forget(OrderId order) {
        recent.forget(order);
    }

    void forgetAll() {
        recent.forgetAll();
    }

    @QueryHandler
    CompletableFuture<Orders> find(FindOrder query) {
        if (Boolean.TRUE.equals(query.afresh())) {
            recent.forget(query.orderId());
        }
        CompletionStage<@Nullable OrderView> found = recent.ask(query.orderId());
        return found.thenApply(
                        order -> new Orders(order != null && query.asksFor(order) ? List.of(order) : List.of(), null))
                .toCompletableFuture();
    }

    private Mono<Map<OrderId, OrderView>> now(Set<OrderId> ids) {
        return database.sql("select document from orders where order_id = any(:ids)")
                .bind("ids", ids.stream().map(OrderId::value).toArray(String[]::new))
                .map(OrderQueries::order)
                .all()
                .collectMap(OrderView::orderId)
                .timeout(ViewReader.LONGEST_QUERY);
    }

    @QueryHandler
    CompletableFuture<Orders> find(FindOrderAsOf query) {
        return database.sql(HISTORY.version("document", ":id", query.asOf()))
                .bindValues(History.values(query.asOf()))
                .bind("id", query.orderId().value())
                .map(OrderQueries::order)
                .all()
                .collectList()
                .map(orders -> new Orders(orders, null))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<CustomerFound> find(FindCustomer query) {
        return customers
                .get(query.orderId(), (order, executor) -> customer(order))
                .thenApply(CustomerFound::new);
    }

    /** Null if there is none yet, which isn't remembered. */
    private CompletableFuture<@Nullable CustomerId> customer(OrderId order) {
        return database.sql("select customer_id from orders where order_id = :id")
                .bind("id", order.value())
                .map(row -> new CustomerId(row.get(0, String.class)))
                .one()
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<Orders> find(FindOrders query) {
        AsOf asOf = query.asOf();
        return new Selection("select shown.document from " + shown(asOf), "placed_at", "order_id")
                .with(History.values(asOf))
                .where("placed_at <= :at", "at", asOf.at())
                .where("customer_id = :onlyFor", "onlyFor", text(query.onlyFor()))
                .where("customer_id = :customer", "customer", text(query.customerId()))
                .where("shown.status = :status", "status", text(query.status()))
                .where("placed_at >= :from", "from", query.from())
                .where("placed_at < :to", "to", query.to())
                .page(database, query.paging(), OrderQueries::order, OrderQueries::cursor, Orders::new)
                .toFuture();
    }

    /** Each order's currency never changes, so one that was not placed yet owes nothing in it. */
    @QueryHandler
    CompletableFuture<CustomerBalance> find(FindCustomerBalance query) {
        AsOf asOf = query.asOf();
        String shown = asOf.isNow()
                ? "orders shown where shown.customer_id = :customer"
                : "orders left join lateral (%s) shown on true where orders.customer_id = :customer"
                        .formatted(HISTORY.version("outstanding, version", "orders.order_id", asOf));
        return database.sql("select currency, coalesce(sum(shown.outstanding), 0), count(shown.version) from " + shown
                        + " group by currency order by currency")
                .bindValues(History.values(asOf))
                .bind("customer", query.customerId().value())
                .map(OrderQueries::sum)
                .all()
                .collectList()
                .map(CustomerBalance::new)
                .toFuture();
    }

    private static CustomerBalance.Sum sum(Readable row) {
        String currency = Objects.requireNonNull(row.get(0, String.class));
        BigDecimal sum = Objects.requireNonNull(row.get(1, BigDecimal.class));
        return new CustomerBalance.Sum(
                Money.of(sum.stripTrailingZeros().toPlainString(), currency),
                Objects.requireNonNull(row.get(2, Long.class)));
    }

    private static String shown(AsOf asOf) {
        return asOf.isNow()
                ? "orders shown"
                : "orders cross join lateral (%s) shown"
                        .formatted(HISTORY.version("document, status", "orders.order_id", asOf));
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    private static OrderView order(Readable row) {
        return Documents.read(row.get(0, String.class), OrderView.class);
    }

    private static Cursor cursor(OrderView order) {
        return new Cursor(order.placedAt(), order.key());
    }
}
