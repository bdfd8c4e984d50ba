package io.ledgerline.query.payment;

import io.ledgerline.query.Cursor;
import io.ledgerline.query.Documents;
import io.ledgerline.query.Selection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/** Answers with what the view has, without blocking. */
@Component
class PaymentQueries {

    private final DatabaseClient database;

    PaymentQueries(@Qualifier("readConnectionFactory") ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    @QueryHandler
    CompletableFuture<Payments> find(FindPayment query) {
        return database.sql("select document from payments where payment_id = :id")
                .bind("id", query.paymentId().value())
                .map(PaymentQueries::payment)
                .all()
                .collectList()
                .map(payments -> new Payments(payments, null))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<Payments> find(FindPayments query) {
        String order = query.orderId() == null ? null : query.orderId().value();
        return new Selection("select document from payments", "requested_at", "payment_id")
                .where("order_id = :order", "order", order)
                .page(database, query.paging(), PaymentQueries::payment, PaymentQueries::cursor, Payments::new)
                .toFuture();
    }

    private static PaymentView payment(Readable row) {
        return Documents.read(Objects.requireNonNull(row.get(0, String.class)), PaymentView.class);
    }

    private static Cursor cursor(PaymentView payment) {
        return new Cursor(payment.requestedAt(), payment.key());
    }
}
