package io.ledgerline.query;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.CustomerKey;
import io.ledgerline.kernel.CustomerKeys;
import io.ledgerline.kernel.Encrypted;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Keys that encrypt nothing, but know what is theirs. */
public final class TestKeys implements CustomerKeys {

    private final Map<CustomerId, CustomerKey> keys = new ConcurrentHashMap<>();
    private final AtomicInteger made = new AtomicInteger();

    private record Key(String mark) implements CustomerKey {

        @Override
        public Encrypted encrypt(String plain) {
            return new Encrypted(mark + plain);
        }

        @Override
        public String decrypt(Encrypted encrypted) {
            if (!encrypted.text().startsWith(mark)) {
                throw new IllegalStateException("encrypted with another key");
            }
            return encrypted.text().substring(mark.length());
        }
    }

    public CustomerKey key(String customer) {
        return keys.computeIfAbsent(
                new CustomerId(customer), id -> new Key("v1:key %d of %s: ".formatted(made.incrementAndGet(), id)));
    }

    public void forget(String customer) {
        keys.remove(new CustomerId(customer));
    }

    void forgetAll() {
        keys.clear();
    }

    @Override
    public CompletionStage<CustomerKey> forWriting(CustomerId customer) {
        return CompletableFuture.completedFuture(key(customer.value()));
    }

    @Override
    public CompletionStage<Map<CustomerId, CustomerKey>> forReading(Collection<CustomerId> customers) {
        return CompletableFuture.completedFuture(
                customers.stream().filter(keys::containsKey).collect(Collectors.toMap(id -> id, keys::get)));
    }
}
