package io.ledgerline.query;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.ledgerline.query.api.OtherNodes;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What was read of a view a moment ago, on this node. Whoever writes there forgets what he has written, after the commit and
 * before he tells anybody; it is then asked for again, also if it was being read meanwhile. Of what other nodes write it
 * is told, and should that get lost, no answer is older than it may be at most, counted from its question. What isn't there
 * isn't remembered, so it is found as soon as it is. Doesn't block.
 */
public final class RecentlyRead<K, V> {

    private final Function<Set<K>, CompletableFuture<Map<K, V>>> question;

    /** What is being read is among them, so it can be forgotten, and its age counts from here, whenever the answer comes. */
    private final Cache<K, CompletableFuture<@Nullable V>> answers;

    /**
     * @param most things that are remembered
     * @param oldest how old an answer may be at most, if it isn't forgotten before
     * @param question what there is of these; must not block, and must end
     */
    public RecentlyRead(int most, Duration oldest, Function<Set<K>, CompletableFuture<Map<K, V>>> question) {
        this.question = question;
        this.answers = Caffeine.newBuilder()
                .maximumSize(most)
                .expireAfterWrite(oldest)
                .executor(Runnable::run)
                .build();
    }

    /** Null if there is none. */
    public CompletionStage<@Nullable V> ask(K key) {
        CompletableFuture<@Nullable V> known = answers.getIfPresent(key);
        return known == null ? answers(Set.of(key)).get(key) : known;
    }

    /** What there is of these; the rest is left out. What isn't remembered is asked for at once. */
    public CompletableFuture<Map<K, V>> ask(Set<K> keys) {
        Map<K, CompletableFuture<@Nullable V>> all = answers(keys);
        return CompletableFuture.allOf(all.values().toArray(CompletableFuture[]::new))
                .thenApply(done -> {
                    Map<K, V> found = new HashMap<>();
                    all.forEach((key, answer) -> {
                        V row = answer.join();
                        if (row != null) {
                            found.put(key, row);
                        }
                    });
                    return found;
                });
    }

    private Map<K, CompletableFuture<@Nullable V>> answers(Set<K> keys) {
        Map<K, CompletableFuture<@Nullable V>> all = new HashMap<>();
        Map<K, CompletableFuture<@Nullable V>> missing = new HashMap<>();
        for (K key : keys) {
            all.put(key, answers.get(key, it -> missing.computeIfAbsent(it, unknown -> new CompletableFuture<>())));
        }
        if (!missing.isEmpty()) {
            find(missing);
        }
        return all;
    }

    private void find(Map<K, CompletableFuture<@Nullable V>> missing) {
        CompletableFuture.completedFuture(missing.keySet())
                .thenCompose(question)
                .whenComplete((found, failure) -> missing.forEach((key, answer) -> {
                    V row = failure == null ? found.get(key) : null;
                    if (row == null) {
                        answers.asMap().remove(key, answer);
                    }
                    if (failure == null) {
                        answer.complete(row);
                    } else {
                        answer.completeExceptionally(failure);
                    }
                }));
    }

    /** The view shows something else, or may. */
    public void forget(K key) {
        answers.invalidate(key);
    }

    public void forget(Set<K> keys) {
        answers.invalidateAll(keys);
    }

    public void forgetAll() {
        answers.invalidateAll();
    }

    /** Forgets what other nodes write. */
    public OtherNodes.Listener listener(Function<String, K> type) {
        return new OtherNodes.Listener() {

            @Override
            public void written(String key) {
                forget(type.apply(key));
            }

            @Override
            public void anythingMayHaveBeenWritten() {
                forgetAll();
            }
        };
    }
}
