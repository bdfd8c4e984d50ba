package io.ledgerline.query.payment;

import io.ledgerline.query.AsOf;
import io.ledgerline.query.Cursor;
import io.ledgerline.query.Documents;
import io.ledgerline.query.History;
import io.ledgerline.query.Selection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/** Answers with what the view has, without blocking. */
@Component
class PaymentQueries {

    private static final String OF_CUSTOMER =
            "exists (select from orders where orders.order_id = payments.order_id and orders.customer_id = :customer)";
    private static final History HISTORY = new History("payments_history", "payment_id");

    private final DatabaseClient database;

    PaymentQueries(@Qualifier("readConnectionFactory") ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    @QueryHandler
    CompletableFuture<Payments> find(FindPayment query) {
        String one = "select document from payments where payment_id = :id";
        return Optional.ofNullable(query.onlyFor())
                .map(customer -> database.sql(one + " and " + OF_CUSTOMER).bind("customer", customer.value()))
                .orElseGet(() -> database.sql(one))
                .bind("id", query.paymentId().value())
                .map(PaymentQueries::payment)
                .all()
                .collectList()
                .map(payments -> new Payments(payments, null))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<Payments> find(FindPaymentAsOf query) {
        return database.sql(HISTORY.version("document", ":id", query.asOf()))
                .bindValues(History.values(query.asOf()))
                .bind("id", query.paymentId().value())
                .map(PaymentQueries::payment)
                .all()
                .collectList()
                .map(payments -> new Payments(payments, null))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<Payments> find(FindPayments query) {
        AsOf asOf = query.asOf();
        String order = query.orderId() == null ? null : query.orderId().value();
        String customer = query.onlyFor() == null ? null : query.onlyFor().value();
        return new Selection(select(asOf), "requested_at", "payment_id")
                .with(History.values(asOf))
                .where("requested_at <= :at", "at", asOf.at())
                .where(OF_CUSTOMER, "customer", customer)
                .where("order_id = :order", "order", order)
                .page(database, query.paging(), PaymentQueries::payment, PaymentQueries::cursor, Payments::new)
                .toFuture();
    }

    private static String select(AsOf asOf) {
        return asOf.isNow()
                ? "select document from payments"
                : "select past.document from payments cross join lateral (%s) past"
                        .formatted(HISTORY.version("document", "payments.payment_id", asOf));
    }

    private static PaymentView payment(Readable row) {
        return Documents.read(Objects.requireNonNull(row.get(0, String.class)), PaymentView.class);
    }

    private static Cursor cursor(PaymentView payment) {
        return new Cursor(payment.requestedAt(), payment.key());
    }
}
