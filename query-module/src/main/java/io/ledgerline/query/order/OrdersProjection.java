package io.ledgerline.query.order;

import io.ledgerline.order.api.OrderEvent;
import io.ledgerline.query.Filling;
import io.ledgerline.query.Projector;
import io.ledgerline.query.View;
import io.ledgerline.query.ViewTable;
import io.ledgerline.query.ViewTable.Column;
import io.ledgerline.query.api.OtherNodes;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Keeps {@link OrderView}s. */
@Component
@ProcessingGroup("orders-view")
class OrdersProjection implements View {

    private final Projector<OrderView> projector;
    private final Runnable renewed;

    @Autowired
    OrdersProjection(
            @Qualifier("readDataSource") DataSource dataSource,
            QueryUpdateEmitter updates,
            OtherNodes others,
            OrderQueries orders) {
        this(
                new Projector<>(table(dataSource), "order-", order -> {
                    orders.forget(order.orderId());
                    updates.emit(FindOrder.class, query -> query.asksFor(order), order);
                    others.tell(FindOrder.VIEW, order.orderId().value());
                }),
                orders::forgetAll);
    }

    private OrdersProjection(Projector<OrderView> projector, Runnable renewed) {
        this.projector = projector;
        this.renewed = renewed;
    }

    @Override
    public String name() {
        return "orders";
    }

    @Override
    public String processor() {
        return "orders-view";
    }

    @Override
    public List<String> tables() {
        return List.of("orders", "orders_history");
    }

    @Override
    public Object into(Filling filling) {
        return new OrdersProjection(Projector.filling(filling, table(filling.tables()), "order-"), () -> {});
    }

    @Override
    public Optional<Object> repairing(DataSource tables) {
        return Optional.of(new OrdersProjection(Projector.repairing(table(tables), "order-"), () -> {}));
    }

    @Override
    public void renewed() {
        renewed.run();
    }

    private static ViewTable<OrderView> table(DataSource dataSource) {
        return new ViewTable<>(
                dataSource,
                OrderView.class,
                "orders",
                "order_id",
                List.of(
                        new Column<>("customer_id", order -> order.customerId().value()),
                        new Column<OrderView>("status", order -> order.status().name()).alsoInHistory(),
                        new Column<>("placed_at", OrderView::placedAt),
                        new Column<>("updated_at", OrderView::updatedAt),
                        new Column<OrderView>(
                                        "currency",
                                        order -> order.balance()
                                                .total()
                                                .currency()
                                                .getCurrencyCode())
                                .alsoInHistory(),
                        new Column<>("total", order -> order.balance().total().amount()),
                        new Column<>(
                                "discount", order -> order.balance().discount().amount()),
                        new Column<>("paid", order -> order.balance().paid().amount()),
                        new Column<>(
                                "refunded", order -> order.balance().refunded().amount()),
                        new Column<OrderView>(
                                        "outstanding",
                                        order -> order.balance().outstanding().amount())
                                .alsoInHistory()));
    }

    @EventHandler
    void on(OrderEvent event, DomainEventMessage<?> message) {
        projector.project(message, event.orderId().value(), (order, moment) -> OrderView.evolve(order, event, moment));
    }

    @ResetHandler
    void reset() {
        projector.reset();
        Projector.afterCommit(renewed);
    }
}
