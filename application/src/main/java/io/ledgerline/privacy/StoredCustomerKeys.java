package io.ledgerline.privacy;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.CustomerKey;
import io.ledgerline.kernel.CustomerKeys;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Keys in table {@code customer_key}. The database is asked on threads of their own, and rarely: keys are cached. */
final class StoredCustomerKeys implements CustomerKeys {

    private static final int CACHED = 20_000;

    /** How long a key that another node has destroyed can still be used here. */
    private static final Duration CACHED_FOR = Duration.ofMinutes(1);

    private final JdbcClient jdbc;
    private final MasterKey masterKey;
    private final Executor executor;
    private final AsyncCache<CustomerId, CustomerKey> cache;

    StoredCustomerKeys(JdbcClient jdbc, MasterKey masterKey, Executor executor) {
        this.jdbc = jdbc;
        this.masterKey = masterKey;
        this.executor = executor;
        this.cache = Caffeine.newBuilder()
                .maximumSize(CACHED)
                .expireAfterWrite(CACHED_FOR)
                .executor(executor)
                .buildAsync();
    }

    @Override
    public CompletionStage<CustomerKey> forWriting(CustomerId customer) {
        return cache.get(customer, (id, ignored) -> CompletableFuture.supplyAsync(() -> findOrMake(id), executor));
    }

    @Override
    public CompletionStage<Map<CustomerId, CustomerKey>> forReading(Collection<CustomerId> customers) {
        Map<CustomerId, CustomerKey> found = new HashMap<>();
        List<CustomerId> missing = customers.stream()
                .distinct()
                .filter(customer -> !copyIfCached(customer, found))
                .toList();
        if (missing.isEmpty()) {
            return CompletableFuture.completedFuture(found);
        }
        return CompletableFuture.supplyAsync(
                () -> {
                    find(missing).forEach((customer, key) -> {
                        cache.put(customer, CompletableFuture.completedFuture(key));
                        found.put(customer, key);
                    });
                    return found;
                },
                executor);
    }

    /** Its key is asked for anew. */
    void evict(CustomerId customer) {
        cache.synchronous().invalidate(customer);
    }

    private boolean copyIfCached(CustomerId customer, Map<CustomerId, CustomerKey> found) {
        @Nullable CompletableFuture<CustomerKey> cached = cache.getIfPresent(customer);
        if (cached == null || !cached.isDone() || cached.isCompletedExceptionally()) {
            return false;
        }
        found.put(customer, cached.join());
        return true;
    }

    private CustomerKey findOrMake(CustomerId customer) {
        CustomerKey key = find(List.of(customer)).get(customer);
        if (key != null) {
            return key;
        }
        byte[] fresh = AesGcm.randomBytes(AesCustomerKey.BYTES);
        jdbc.sql("""
                        insert into customer_key (customer_id, wrapped_key, master_key_id) values (?, ?, ?)
                        on conflict (customer_id) do nothing""")
                .params(customer.value(), masterKey.wrap(fresh, customer.value()), masterKey.id())
                .update();
        // Another request may have been faster: the row that is there now is the key.
        return find(List.of(customer)).get(customer);
    }

    private Map<CustomerId, CustomerKey> find(List<CustomerId> customers) {
        Map<CustomerId, CustomerKey> keys = new HashMap<>();
        jdbc.sql("select customer_id, wrapped_key from customer_key where customer_id = any(?)")
                .param(customers.stream().map(CustomerId::value).toArray(String[]::new))
                .query(row -> {
                    CustomerId customer = new CustomerId(row.getString("customer_id"));
                    byte[] key = masterKey.unwrap(row.getBytes("wrapped_key"), customer.value());
                    keys.put(customer, new AesCustomerKey(customer, key));
                });
        return keys;
    }
}
