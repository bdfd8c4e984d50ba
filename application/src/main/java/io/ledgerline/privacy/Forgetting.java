package io.ledgerline.privacy;

import io.ledgerline.kernel.CustomerId;
import java.time.Clock;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Forgets people: their keys are destroyed, and with them all that was ever written down of them becomes unreadable. */
final class Forgetting {

    private final ForgottenCustomers customers;
    private final ForgottenFile file;
    private final StoredCustomerKeys keys;
    private final Clock clock;
    private final Executor executor;

    Forgetting(
            ForgottenCustomers customers, ForgottenFile file, StoredCustomerKeys keys, Clock clock, Executor executor) {
        this.customers = customers;
        this.file = file;
        this.keys = keys;
        this.clock = clock;
        this.executor = executor;
    }

    /** Empty if nothing personal is there to forget, and nothing was. Asked again, it tells of the first time. */
    CompletionStage<Optional<Forgotten>> forget(CustomerId customer, String who, String requestId) {
        return CompletableFuture.supplyAsync(
                () -> {
                    if (!customers.hasKey(customer)) {
                        return customers.find(customer);
                    }
                    Forgotten forgotten =
                            new Forgotten(customer, clock.instant().truncatedTo(ChronoUnit.MICROS), who, requestId);
                    // First where no backup of the database reaches: whoever is told of it stays forgotten.
                    file.add(forgotten);
                    forget(List.of(forgotten));
                    return Optional.of(forgotten);
                },
                executor);
    }

    CompletionStage<List<Forgotten>> all() {
        return CompletableFuture.supplyAsync(customers::all, executor);
    }

    /** Makes sure that they are forgotten here, too: what was handed over, after a backup was restored. */
    CompletionStage<Integer> again(List<Forgotten> list) {
        return CompletableFuture.supplyAsync(
                () -> {
                    forget(list);
                    return list.size();
                },
                executor);
    }

    /** Before anything is read: the database may have been restored to a state from before. */
    void againFromFile() {
        forget(file.read());
    }

    private void forget(List<Forgotten> list) {
        customers.forget(list);
        list.forEach(forgotten -> keys.evict(forgotten.customerId()));
    }
}
