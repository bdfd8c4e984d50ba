package io.ledgerline.query.payment;

import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.query.Projector;
import io.ledgerline.query.ViewTable;
import io.ledgerline.query.ViewTable.Column;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Keeps {@link PaymentView}s. */
@Component
@ProcessingGroup("payments-view")
class PaymentsProjection {

    private final Projector<PaymentView> projector;

    PaymentsProjection(@Qualifier("readDataSource") DataSource dataSource, QueryUpdateEmitter updates) {
        this.projector = new Projector<>(
                table(dataSource),
                "payment-",
                payment -> updates.emit(
                        FindPayment.class, query -> query.paymentId().equals(payment.paymentId()), payment));
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
