package io.ledgerline.http;

import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import reactor.core.Disposable;
import reactor.core.Disposables;
import reactor.core.publisher.Mono;

/** Keys of one process, for ever. */
final class RememberedAnswers implements KeptAnswers {

    private record Entry(Claim claim, String fingerprint, KeptAnswer answer) {}

    private final Map<String, Entry> entries = new HashMap<>();

    synchronized void reset() {
        entries.clear();
    }

    synchronized int underWay() {
        return (int)
                entries.values().stream().filter(entry -> entry.answer == null).count();
    }

    @Override
    public synchronized Mono<Found> take(String key, String fingerprint) {
        Entry entry = entries.get(key);
        if (entry == null) {
            Claim claim = new Claim(key, fingerprint, UUID.randomUUID().toString());
            entries.put(key, new Entry(claim, fingerprint, null));
            return Mono.just(new Found.Free(claim));
        }
        if (!entry.fingerprint.equals(fingerprint)) {
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
        entries.computeIfPresent(claim.key(), (key, entry) -> new Entry(claim, entry.fingerprint, answer));
        return Mono.just(answer);
    }

    @Override
    public synchronized Mono<Void> giveBack(Claim claim) {
        entries.remove(claim.key());
        return Mono.empty();
    }

    @Override
    public Mono<Void> abandon(Claim claim) {
        return giveBack(claim);
    }
}
