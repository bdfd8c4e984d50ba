package io.ledgerline.messaging;

import com.github.benmanes.caffeine.cache.Caffeine;
import io.ledgerline.eventstore.Streams;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.axonframework.common.Registration;
import org.axonframework.common.caching.Cache;
import org.axonframework.eventsourcing.AggregateCacheEntry;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.ConcurrencyException;
import org.jspecify.annotations.Nullable;

/**
 * Aggregates as this node left them. Another node may have gone on meanwhile, so what was decided by one of these is
 * checked: if it left an event, by the log, where the event's place would be taken; if not, a refusal say, by asking how
 * far the stream has come, before it is used ({@link #readAhead}) or before it is answered ({@link #verify}), as the store
 * can. An aggregate that isn't as the log has it is forgotten.
 *
 * <p>Whoever uses an entry holds its aggregate's lock, as Axon's repositories do.
 */
final class AggregateCache implements Cache {

    private static final String USED = AggregateCache.class.getName() + ".used";

    private final com.github.benmanes.caffeine.cache.Cache<Object, Object> entries;
    private final Streams streams;

    /** The streams that a unit of work knows from here, and the versions that it found them at. */
    private static final class Used {
        private final Set<Object> proved = new HashSet<>();
        private final Map<Object, Long> unproved = new HashMap<>();
    }

    AggregateCache(int size, Streams streams) {
        this.entries = Caffeine.newBuilder().maximumSize(size).build();
        this.streams = streams;
    }

    /** Reads those of the wanted streams that aren't here, and forgets those that are no longer as they are here. */
    void readAhead(UnitOfWork<?> unitOfWork, Collection<String> wanted) {
        Set<String> known = new HashSet<>(wanted);
        known.retainAll(entries.asMap().keySet());
        Set<String> missing = new HashSet<>(wanted);
        missing.removeAll(known);
        Used used = unitOfWork.getOrComputeResource(USED, name -> new Used());
        streams.readAhead(unitOfWork, missing, known).forEach((stream, last) -> {
            Object entry = entries.getIfPresent(stream);
            if (entry != null && last.equals(version(entry))) {
                used.proved.add(stream);
            } else {
                entries.invalidate(stream);
            }
        });
    }

    /**
     * Makes sure that all aggregates which came from here, and got no event since, were as the log has them.
     *
     * @throws ConcurrencyException if one wasn't
     */
    void verify(UnitOfWork<?> unitOfWork) {
        Used used = unitOfWork.getResource(USED);
        if (used == null || used.unproved.isEmpty()) {
            return;
        }
        Map<String, Long> actual = streams.heads(
                used.unproved.keySet().stream().map(String::valueOf).toList());
        used.unproved.forEach((stream, version) -> {
            if (!version.equals(actual.get(stream))) {
                throw new ConcurrencyException(
                        "Stream %s is at %s, and was known at %d".formatted(stream, actual.get(stream), version));
            }
        });
    }

    @Override
    @SuppressWarnings("unchecked")
    public <K, V> @Nullable V get(K key) {
        Object entry = entries.getIfPresent(key);
        if (entry != null && !used(key).proved.contains(key)) {
            used(key).unproved.put(key, Objects.requireNonNull(version(entry)));
        }
        return (V) entry;
    }

    @Override
    public void put(Object key, Object entry) {
        Long version = version(entry);
        if (version == null) {
            return; // Nothing has happened to it yet.
        }
        used(key).unproved.computeIfPresent(key, (stream, found) -> version > found ? null : found);
        entries.put(key, entry);
    }

    /** What a unit of work has used it may have changed: if it is rolled back, that never was. */
    private Used used(Object key) {
        UnitOfWork<?> root = CurrentUnitOfWork.get().root();
        root.onRollback(rolledBack -> entries.invalidate(key));
        return root.getOrComputeResource(USED, name -> new Used());
    }

    private static @Nullable Long version(Object entry) {
        // An entry hands out the aggregate that it was made with, and asks nothing more for that.
        return ((AggregateCacheEntry<?>) entry)
                .recreateAggregate(null, null, null)
                .version();
    }

    @Override
    public boolean putIfAbsent(Object key, Object entry) {
        if (containsKey(key)) {
            return false;
        }
        put(key, entry);
        return true;
    }

    @Override
    public boolean remove(Object key) {
        return entries.asMap().remove(key) != null;
    }

    @Override
    public void removeAll() {
        entries.invalidateAll();
    }

    @Override
    public boolean containsKey(Object key) {
        return entries.asMap().containsKey(key);
    }

    @Override
    public Registration registerCacheEntryListener(EntryListener listener) {
        throw new UnsupportedOperationException("Nobody listens to this cache");
    }
}
