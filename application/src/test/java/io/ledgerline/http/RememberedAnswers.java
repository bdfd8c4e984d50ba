package io.ledgerline.http;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** Keys of one process, until the test says that their time is over. */
final class RememberedAnswers implements KeptAnswers {

    private record Entry(
            Claim claim, boolean underWay, @Nullable KeptAnswer answer) {}

    private final Map<String, Entry> entries = new HashMap<>();
    private Instant now = Instant.EPOCH;
    private int keptSoon;
    private boolean inherited;

    synchronized void reset() {
        entries.clear();
        keptSoon = 0;
        inherited = false;
    }

    /** Whoever takes a key from now on has it from somebody who died. */
    synchronized void leaveToHeirs() {
        inherited = true;
    }

    /** How many answers weren't waited for. */
    synchronized int keptSoon() {
        return keptSoon;
    }

    synchronized int underWay() {
        return (int) entries.values().stream().filter(Entry::underWay).count();
    }

    @Override
    public synchronized Mono<Found> take(String key, String fingerprint) {
        Entry entry = entries.get(key);
        boolean same = entry != null && entry.claim.fingerprint().equals(fingerprint);
        if (entry == null || !entry.underWay && entry.answer == null) {
            now = now.plusSeconds(1);
            Instant askedAt = same ? entry.claim.askedAt() : now;
            Claim claim =
                    new Claim(key, fingerprint, UUID.randomUUID().toString(), askedAt, System.nanoTime(), inherited);
            entries.put(key, new Entry(claim, true, null));
            return Mono.just(new Found.Free(claim));
        }
        if (!same) {
            return Mono.just(new Found.Reused());
        }
        return Mono.just(entry.answer == null ? new Found.UnderWay() : new Found.Answered(entry.answer));
    }

    @Override
    public Disposable atWork(Claim claim) {
        return Disposables.single();
    }

    @Override
    public synchronized Mono<KeptAnswer> keep(Claim claim, KeptAnswer answer) {
        entries.computeIfPresent(claim.key(), (key, entry) -> new Entry(claim, false, answer));
        return Mono.just(answer);
    }

    @Override
    public synchronized Mono<KeptAnswer> keepSoon(Claim claim, KeptAnswer answer) {
        keptSoon++;
        return keep(claim, answer);
    }

    @Override
    public synchronized Mono<Void> giveBack(Claim claim) {
        entries.put(claim.key(), new Entry(claim, false, null));
        return Mono.empty();
    }

    @Override
    public Mono<Void> abandon(Claim claim) {
        return giveBack(claim);
    }
}
