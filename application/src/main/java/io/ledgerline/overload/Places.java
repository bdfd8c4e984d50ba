package io.ledgerline.overload;

import io.ledgerline.http.Place;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/** So many requests are worked on at a time; others wait for a place, in their order, for a moment. */
final class Places {

    private final int mostWaiting;
    private final Duration longestWait;
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private int free;

    Places(int places, int mostWaiting, Duration longestWait) {
        this.free = places;
        this.mostWaiting = mostWaiting;
        this.longestWait = longestWait;
    }

    /** A place of one's own; {@link TooMuch.Exhausted} if none gets free in time. Whoever cancels has none. */
    Mono<Place> take() {
        return Mono.defer(this::takeOrWait);
    }

    private Mono<Place> takeOrWait() {
        Waiting last = new Waiting();
        synchronized (this) {
            if (free > 0) {
                free--;
                return Mono.<Place>just(last.place).doOnCancel(last.place::leave);
            }
            if (waiting.size() >= mostWaiting) {
                return Mono.error(new TooMuch.Exhausted());
            }
            waiting.add(last);
        }
        // Not on the thread of the one that leaves: it has work of its own.
        return last.call
                .asMono()
                .doOnCancel(() -> forget(last))
                .timeout(longestWait, Mono.error(TooMuch.Exhausted::new))
                .publishOn(Schedulers.parallel());
    }

    /** It may have been called at the same moment. */
    private void forget(Waiting one) {
        boolean waited;
        synchronized (this) {
            waited = waiting.remove(one);
        }
        if (!waited) {
            one.place.leave();
        }
    }

    private void callNext() {
        Waiting next;
        synchronized (this) {
            Iterator<Waiting> first = waiting.iterator();
            if (!first.hasNext()) {
                free++;
                return;
            }
            next = first.next();
            first.remove();
        }
        next.call.tryEmitValue(next.place);
    }

    synchronized int free() {
        return free;
    }

    private final class Waiting {
        private final Taken place = new Taken();
        private final Sinks.One<Place> call = Sinks.one();
    }

    private final class Taken implements Place {

        private final AtomicBoolean left = new AtomicBoolean();

        @Override
        public Mono<Place> again() {
            return left.get() ? take() : Mono.just(this);
        }

        @Override
        public void leave() {
            if (left.compareAndSet(false, true)) {
                callNext();
            }
        }
    }
}
