package io.ledgerline.payment.sandbox;

import io.ledgerline.kernel.Money;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/**
 * The sandbox's charges. A real provider doesn't forget a charge because its caller rolls back, so each is written on a
 * connection of its own, never in the caller's transaction.
 */
@Component
class SandboxBooks {

    enum Status {
        CAPTURED,
        DECLINED
    }

    /**
     * @param failureReason null if captured
     */
    record Charge(
            String providerReference,
            String paymentId,
            Status status,
            Money amount,
            @Nullable String failureReason) {}

    private static final String ENTER = """
            insert into sandbox_charges
                (provider_reference, idempotency_key, payment_id, status, amount, currency, failure_reason)
            values (?, ?, ?, ?, ?, ?, ?)
            on conflict (idempotency_key) do nothing""";

    private static final String COLUMNS =
            "select provider_reference, payment_id, status, amount, currency, failure_reason from sandbox_charges ";

    private final DataSource dataSource;

    SandboxBooks(@Qualifier("writeDataSource") DataSource dataSource) {
        this.dataSource = dataSource;
    }

    /**
     * @return the charge, or the one that was entered with this key before
     * @throws IllegalStateException if the key was used for another payment or amount
     */
    Charge enter(String idempotencyKey, Charge charge) {
        try (Connection connection = dataSource.getConnection()) {
            connection.setAutoCommit(true);
            try (PreparedStatement insert = connection.prepareStatement(ENTER)) {
                insert.setString(1, charge.providerReference());
                insert.setString(2, idempotencyKey);
                insert.setString(3, charge.paymentId());
                insert.setString(4, charge.status().name());
                insert.setBigDecimal(5, charge.amount().amount());
                insert.setString(6, charge.amount().currency().getCurrencyCode());
                insert.setString(7, charge.failureReason());
                insert.executeUpdate();
            }
            try (PreparedStatement select = connection.prepareStatement(COLUMNS + "where idempotency_key = ?")) {
                select.setString(1, idempotencyKey);
                Charge entered = read(select).get(0);
                if (!entered.paymentId().equals(charge.paymentId())
                        || !entered.amount().equals(charge.amount())) {
                    throw new IllegalStateException("Idempotency key " + idempotencyKey + " is for another charge");
                }
                return entered;
            }
        } catch (SQLException e) {
            throw new IllegalStateException("The sandbox can't reach its books", e);
        }
    }

    /** Newest first. */
    List<Charge> all() {
        try (Connection connection = dataSource.getConnection();
                PreparedStatement select = connection.prepareStatement(COLUMNS + "order by entry desc")) {
            return read(select);
        } catch (SQLException e) {
            throw new IllegalStateException("The sandbox can't reach its books", e);
        }
    }

    private static List<Charge> read(PreparedStatement select) throws SQLException {
        List<Charge> charges = new ArrayList<>();
        try (ResultSet row = select.executeQuery()) {
            while (row.next()) {
                charges.add(new Charge(
                        row.getString("provider_reference"),
                        row.getString("payment_id"),
                        Status.valueOf(row.getString("status")),
                        Money.of(row.getBigDecimal("amount"), row.getString("currency")),
                        row.getString("failure_reason")));
            }
        }
        return charges;
    }
}
