package io.ledgerline.payment.sandbox;

import io.ledgerline.kernel.Money;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The sandbox's charges and refunds. A real provider doesn't forget a charge because its caller rolls back, so each is
 * written on a connection of its own, never in the caller's transaction.
 */
@Component
class SandboxBooks {

    enum Status {
        CAPTURED,
        DECLINED
    }

    /**
     * A charge.
     *
     * @param failureReason null if captured
     */
    record Entry(
            String providerReference,
            String paymentId,
            Status status,
            Money amount,
            @Nullable String failureReason) {}

    /**
     * @param refunded the sum of its refunds
     */
    record Charge(Entry entry, Money refunded) {}

    private static final String ENTER = """
            insert into sandbox_charges
                (provider_reference, idempotency_key, payment_id, status, amount, currency, failure_reason)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (idempotency_key) do nothing""";

    private static final String COLUMNS = """
            select provider_reference, payment_id, status, amount, currency, failure_reason, refunded
            from sandbox_charges\s""";

    /** Both or none; and nothing if it would be more than was captured. */
    private static final String REFUND = """
            with charge as (
                update sandbox_charges set refunded = refunded + ?
                where provider_reference = ? and status = 'CAPTURED' and currency = ? and refunded + ? <= amount
                returning payment_id, provider_reference
            )
            insert into sandbox_refunds
                (provider_reference, idempotency_key, charge_reference, payment_id, refund_id, amount, currency)
            select ?, ?, provider_reference, payment_id, ?, ?, ? from charge""";

    private static final String CALLED = """
            insert into sandbox_requests (idempotency_key) values (?)
            on conflict (idempotency_key) do update set calls = sandbox_requests.calls + 1
            returning calls""";

    private static final String PROMISE = """
            insert into sandbox_requests (idempotency_key, payment_id, due_at) values (?, ?, ?)
            on conflict (idempotency_key) do nothing""";

    private final DataSource dataSource;

    SandboxBooks(@Qualifier("writeDataSource") DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * @return the charge, or the one that was entered with this key before
     * @throws IllegalStateException if the key was used for another payment or amount
     */
    Entry enter(String idempotencyKey, Entry charge) {
        return connected(connection -> {
            execute(
                    connection,
                    ENTER,
                    charge.providerReference(),
                    idempotencyKey,
                    charge.paymentId(),
                    charge.status().name(),
                    charge.amount().amount(),
                    charge.amount().currency().getCurrencyCode(),
                    charge.failureReason());
            Entry entered = charges(connection, "where idempotency_key = ?", idempotencyKey)
                    .get(0)
                    .entry();
            if (!entered.paymentId().equals(charge.paymentId())
                    || !entered.amount().equals(charge.amount())) {
                throw new IllegalStateException("Idempotency key " + idempotencyKey + " is for another charge");
            }
            return entered;
        });
    }

    Optional<Entry> charge(String paymentId) {
        return connected(
                connection -> charges(connection, "where payment_id = ? order by entry desc", paymentId).stream()
                        .map(Charge::entry)
                        .findFirst());
    }

    /**
     * Acts on a key once.
     *
     * @return the provider's name for the refund; empty if it would be more than was captured
     */
    Optional<String> refund(
            String providerReference, String idempotencyKey, String chargeReference, String refundId, Money amount) {
        return connected(connection -> {
            connection.setAutoCommit(false);
            try {
                // One at a time on a charge, so that the same key can't be used twice at the same moment.
                query(
                        connection,
                        "select provider_reference from sandbox_charges where provider_reference = ? for update",
                        chargeReference);
                Optional<String> known = refundOf(connection, idempotencyKey);
                if (known.isEmpty()) {
                    String currency = amount.currency().getCurrencyCode();
                    execute(
                            connection,
                            REFUND,
                            amount.amount(),
                            chargeReference,
                            currency,
                            amount.amount(),
                            providerReference,
                            idempotencyKey,
                            refundId,
                            amount.amount(),
                            currency);
                    known = refundOf(connection, idempotencyKey);
                }
                connection.commit();
                return known;
            } catch (SQLException e) {
                connection.rollback();
                throw e;
            } finally {
                connection.setAutoCommit(true);
            }
        });
    }

    private static Optional<String> refundOf(Connection connection, String idempotencyKey) throws SQLException {
        return query(
                        connection,
                        "select provider_reference from sandbox_refunds where idempotency_key = ?",
                        idempotencyKey)
                .stream()
                .findFirst();
    }

    Optional<String> refundReference(String paymentId, String refundId) {
        return connected(connection -> query(
                        connection,
                        "select provider_reference from sandbox_refunds where payment_id = ? and refund_id = ?",
                        paymentId,
                        refundId)
                .stream()
                .findFirst());
    }

    /** How often it was called with this key, this time included. */
    int called(String idempotencyKey) {
        return connected(connection ->
                Integer.parseInt(query(connection, CALLED, idempotencyKey).get(0)));
    }

    /** Will answer later. */
    void promise(String idempotencyKey, String paymentId, Instant due) {
        connected(connection -> {
            execute(connection, PROMISE, idempotencyKey, paymentId, Timestamp.from(due));
            return true;
        });
    }

    boolean isPromised(String paymentId) {
        return connected(connection -> !query(
                        connection, "select idempotency_key from sandbox_requests where payment_id = ?", paymentId)
                .isEmpty());
    }

    /** Newest first. */
    void all(Consumer<Charge> each) {
        connected(connection -> charges(connection, "order by entry desc")).forEach(each);
    }

    /** What is done with a connection. */
    private interface Use<T> {
        T on(Connection connection) throws SQLException;
    }

    private <T> T connected(Use<T> use) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(true);
            return use.on(connection);
        } catch (SQLException e) {
            throw new IllegalStateException("The sandbox can't reach its books", e);
        }
    }

    private static void execute(Connection connection, String sql, @Nullable Object... parameters) throws SQLException {
        try (PreparedStatement statement = prepared(connection, sql, parameters)) {
            statement.executeUpdate();
        }
    }

    private static List<String> query(Connection connection, String sql, Object... parameters) throws SQLException {
        List<String> found = new ArrayList<>();
        try (PreparedStatement statement = prepared(connection, sql, parameters);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                found.add(row.getString(1));
            }
        }
        return found;
    }

    private static List<Charge> charges(Connection connection, String which, Object... parameters) throws SQLException {
        List<Charge> charges = new ArrayList<>();
        try (PreparedStatement statement = prepared(connection, COLUMNS + which, parameters);
                ResultSet row = statement.executeQuery()) {
            while (row.next()) {
                String currency = row.getString("currency");
                charges.add(new Charge(
                        new Entry(
                                row.getString("provider_reference"),
                                row.getString("payment_id"),
                                Status.valueOf(row.getString("status")),
                                Money.of(row.getBigDecimal("amount"), currency),
                                row.getString("failure_reason")),
                        Money.of(row.getBigDecimal("refunded"), currency)));
            }
        }
        return charges;
    }

    private static PreparedStatement prepared(Connection connection, String sql, @Nullable Object... parameters)
            throws SQLException {
        PreparedStatement statement = connection.prepareStatement(sql);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameters[i]);
        }
        return statement;
    }
}
