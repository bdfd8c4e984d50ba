package io.ledgerline.query.payment;

import io.ledgerline.payment.api.PaymentEvent;
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

/** Keeps {@link PaymentView}s. */
@Component
@ProcessingGroup("payments-view")
class PaymentsProjection implements View {

    private final Projector<PaymentView> projector;

    @Autowired
    PaymentsProjection(
            @Qualifier("readDataSource") DataSource dataSource, QueryUpdateEmitter updates, OtherNodes others) {
        this(new Projector<>(table(dataSource), "payment-", payment -> {
            updates.emit(
                    FindPayment.class,
                    query -> query.onlyFor() == null && query.paymentId().equals(payment.paymentId()),
                    payment);
            others.tell(FindPayment.VIEW, payment.paymentId().value());
        }));
    }

    private PaymentsProjection(Projector<PaymentView> projector) {
        this.projector = projector;
    }

    @Override
    public String name() {
        return "payments";
    }

    @Override
    public String processor() {
        return "payments-view";
    }

    @Override
    public List<String> tables() {
        return List.of("payments", "payments_history");
    }

    @Override
    public Object into(Filling filling) {
        return new PaymentsProjection(Projector.filling(filling, table(filling.tables()), "payment-"));
    }

    @Override
    public Optional<Object> repairing(DataSource tables) {
        return Optional.of(new PaymentsProjection(Projector.repairing(table(tables), "payment-")));
    }

    private static ViewTable<PaymentView> table(DataSource dataSource) {
        return new ViewTable<>(
                dataSource,
                PaymentView.class,
                "payments",
                "payment_id",
                List.of(
                        new Column<>("order_id", PaymentView::orderId),
                        new Column<>("status", payment -> payment.status().name()),
                        new Column<>("provider", PaymentView::provider),
                        new Column<>(
                                "currency",
                                payment -> payment.amount().currency().getCurrencyCode()),
                        new Column<>("amount", payment -> payment.amount().amount()),
                        new Column<>("refunded", payment -> payment.refunded().amount()),
                        new Column<>("requested_at", PaymentView::requestedAt)));
    }

    @EventHandler
    void on(PaymentEvent event, DomainEventMessage<?> message) {
        projector.project(
                message, event.paymentId().value(), (payment, moment) -> PaymentView.evolve(payment, event, moment));
    }

    @ResetHandler
    void reset() {
        projector.reset();
    }
}
