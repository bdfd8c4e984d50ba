package io.ledgerline.privacy;

import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Wraps the customers' keys anew. What they have encrypted, the log above all, stays as it is. Broken off, it goes on
 * where it stopped.
 */
final class MasterKeyRotation {

    private static final Logger log = LoggerFactory.getLogger(MasterKeyRotation.class);

    private static final int AT_ONCE = 1_000;

    private record Wrapped(String customerId, byte[] key) {}

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;

    MasterKeyRotation(JdbcClient jdbc, TransactionTemplate transactions) {
        this.jdbc = jdbc;
        this.transactions = transactions;
    }

    /** @throws IllegalStateException if a key that is said to be wrapped by the previous one isn't */
    void rotate(MasterKey previous, MasterKey next) {
        long done = 0;
        for (int rotated = step(previous, next); rotated > 0; rotated = step(previous, next)) {
            done += rotated;
            log.info(
                    "{} customers' keys are wrapped by master key {} now, and no longer by {}",
                    done,
                    next.id(),
                    previous.id());
        }
    }

    private int step(MasterKey previous, MasterKey next) {
        Integer rotated = transactions.execute(status -> {
            List<Wrapped> some = jdbc.sql("""
                    select customer_id, wrapped_key from customer_key where master_key_id = ?
                    limit ? for update""")
                    .params(previous.id(), AT_ONCE)
                    .query((row, number) -> new Wrapped(row.getString("customer_id"), row.getBytes("wrapped_key")))
                    .list();
            some.forEach(wrapped -> rewrap(wrapped, previous, next));
            return some.size();
        });
        return rotated == null ? 0 : rotated;
    }

    private void rewrap(Wrapped wrapped, MasterKey previous, MasterKey next) {
        byte[] key = previous.unwrap(wrapped.key(), wrapped.customerId());
        jdbc.sql("update customer_key set wrapped_key = ?, master_key_id = ? where customer_id = ?")
                .params(next.wrap(key, wrapped.customerId()), next.id(), wrapped.customerId())
                .update();
    }
}
