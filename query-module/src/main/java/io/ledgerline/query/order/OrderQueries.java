package io.ledgerline.query.order;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.order.api.CustomerFound;
import io.ledgerline.order.api.FindCustomer;
import io.ledgerline.query.Cursor;
import io.ledgerline.query.Documents;
import io.ledgerline.query.Selection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/** Answers with what the view has, without blocking. */
@Component
class OrderQueries {

    private final DatabaseClient database;

    OrderQueries(@Qualifier("readConnectionFactory") ConnectionFactory connections) {
        Documents.prepare(OrderView.class);
        this.database = DatabaseClient.create(connections);
    }

    @QueryHandler
    CompletableFuture<Orders> find(FindOrder query) {
        return database.sql("select document from orders where order_id = :id")
                .bind("id", query.orderId().value())
                .map(OrderQueries::order)
                .all()
                .collectList()
                .map(orders -> new Orders(orders, null))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<CustomerFound> find(FindCustomer query) {
        return database.sql("select customer_id from orders where order_id = :id")
                .bind("id", query.orderId().value())
                .map(row -> new CustomerFound(new CustomerId(row.get(0, String.class))))
                .one()
                .defaultIfEmpty(new CustomerFound(null))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<Orders> find(FindOrders query) {
        return new Selection("select document from orders", "placed_at", "order_id")
                .where("customer_id = :customer", "customer", text(query.customerId()))
                .where("status = :status", "status", text(query.status()))
                .where("placed_at >= :from", "from", query.from())
                .where("placed_at < :to", "to", query.to())
                .page(database, query.paging(), OrderQueries::order, OrderQueries::cursor, Orders::new)
                .toFuture();
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
