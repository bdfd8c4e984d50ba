package io.ledgerline.privacy;

import io.ledgerline.kernel.CustomerId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Destroys keys, and remembers whose, so that they can be destroyed again when a backup has brought them back. Blocks. */
final class ForgottenCustomers {

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    ForgottenCustomers(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    boolean hasKey(CustomerId customer) {
        return jdbc.sql("select exists (select from customer_key where customer_id = ?)")
                .param(customer.value())
                .query(Boolean.class)
                .single();
    }

    Optional<Forgotten> find(CustomerId customer) {
        return jdbc.sql("select * from forgotten_customer where customer_id = ?")
                .param(customer.value())
                .query(ForgottenCustomers::forgotten)
                .optional();
    }

    /** All of them, the first one first. */
    List<Forgotten> all() {
        return jdbc.sql("select * from forgotten_customer order by forgotten_at, customer_id")
                .query(ForgottenCustomers::forgotten)
                .list();
    }

    /** Forgets them, again if need be: the later instant counts. Doing it twice is doing it once. */
    void forget(List<Forgotten> customers) {
        transactions.executeWithoutResult(status -> customers.forEach(this::forget));
    }

    private void forget(Forgotten customer) {
        OffsetDateTime at = customer.forgottenAt().atOffset(ZoneOffset.UTC);
        jdbc.sql("""
                insert into forgotten_customer (customer_id, forgotten_at, who, request_id) values (?, ?, ?, ?)
                on conflict (customer_id) do update
                    set forgotten_at = excluded.forgotten_at, who = excluded.who, request_id = excluded.request_id
                    where forgotten_customer.forgotten_at < excluded.forgotten_at""")
                .params(customer.customerId().value(), at, customer.who(), customer.requestId())
                .update();
        jdbc.sql("delete from customer_key where customer_id = ? and created_at <= ?")
                .params(customer.customerId().value(), at)
                .update();
    }

    private static Forgotten forgotten(ResultSet row, int number) throws SQLException {
        return new Forgotten(
                new CustomerId(row.getString("customer_id")),
                row.getObject("forgotten_at", OffsetDateTime.class).toInstant(),
                row.getString("who"),
                row.getString("request_id"));
    }
}
