package io.ledgerline.query;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/**
 * Asks for many things at once, when they are asked for at the same time: while as many questions as may be are under way,
 * what else is wanted gathers, and is asked for in one. Nobody waits if the database keeps up, and no answer is older than
 * its question.
 */
public final class Gathering<K, V> {

    private final Function<Set<K>, Mono<Map<K, V>>> question;
    private int free;
    private Asked<K, V> next = new Asked<>();

    private static final class Asked<K, V> {
        private final Set<K> keys = new HashSet<>();
        private final CompletableFuture<Map<K, V>> answer = new CompletableFuture<>();
    }

    /**
     * @param atOnce questions under way: if one of them hangs, others go on
     * @param question must not block, and must end
     */
    public Gathering(int atOnce, Function<Set<K>, Mono<Map<K, V>>> question) {
        this.free = atOnce;
        this.question = question;
    }

    /** What there is of these; the rest is left out. */
    public CompletableFuture<Map<K, V>> ask(Set<K> keys) {
        Asked<K, V> mine = join(keys);
        Asked<K, V> ready = takeNext();
        if (ready != null) {
            ask(ready);
        }
        return mine.answer.thenApply(answers -> {
            Map<K, V> wanted = new HashMap<>(answers);
            wanted.keySet().retainAll(keys);
            return wanted;
        });
    }

    private synchronized Asked<K, V> join(Set<K> keys) {
        next.keys.addAll(keys);
        return next;
    }

    private synchronized @Nullable Asked<K, V> takeNext() {
        if (free == 0 || next.keys.isEmpty()) {
            return null;
        }
        free--;
        Asked<K, V> ready = next;
        next = new Asked<>();
        return ready;
    }

    private synchronized void giveBack() {
        free++;
    }

    private void ask(Asked<K, V> asked) {
        Mono.defer(() -> question.apply(asked.keys)).toFuture().whenComplete((answers, failure) -> {
            giveBack();
            Asked<K, V> ready = takeNext();
            if (ready != null) {
                ask(ready);
            }
            if (failure == null) {
                asked.answer.complete(answers);
            } else {
                asked.answer.completeExceptionally(failure);
            }
        });
    }
}
