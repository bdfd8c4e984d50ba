package io.ledgerline.overload;

import io.ledgerline.http.Place;
import java.time.Duration;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;
import reactor.core.scheduler.Schedulers;

/**
 * So many requests are worked on at a time; others wait for a place, in their order. That is for a burst. If more come than may
 * wait it is a flood, in which all would wait for nothing: until nobody waits any more, only so many may wait as will have a
 * place soon.
 */
final class Places {

    private final int mostInFlood;
    private final int mostWaiting;
    private final Duration longestWait;
    private final Set<Waiting> waiting = new LinkedHashSet<>();
    private int free;
    private boolean flood;

    Places(int places, int mostWaiting, Duration longestWait) {
        this.free = places;
        this.mostInFlood = Math.min(places, mostWaiting);
        this.mostWaiting = mostWaiting;
        this.longestWait = longestWait;
    }

    /** A place of one's own; {@link TooMuch.Exhausted} if none gets free in time. Whoever cancels has none. */
    Mono<Place> take() {
        return Mono.defer(this::takeOrWait);
    }

    private Mono<Place> takeOrWait() {
        Waiting last = new Waiting();
        List<Waiting> inVain;
        synchronized (this) {
            if (free > 0) {
                free--;
                return Mono.<Place>just(last.place).doOnCancel(last.place::leave);
            }
            waiting.add(last);
            flood |= waiting.size() > mostWaiting;
            inVain = flood ? allBut(mostInFlood) : List.of();
        }
        inVain.forEach(Waiting::refuse);
        if (inVain.contains(last)) {
            return Mono.error(new TooMuch.Exhausted());
        }
        // Not on the thread of the one that leaves: it has work of its own.
        return last.call
                .asMono()
                .doOnCancel(() -> forget(last))
                .timeout(longestWait, Mono.error(TooMuch.Exhausted::new))
                .publishOn(Schedulers.parallel());
    }

    private List<Waiting> allBut(int first) {
        List<Waiting> others = waiting.stream().skip(first).toList();
        others.forEach(waiting::remove);
        return others;
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
                flood = false;
                return;
            }
            next = first.next();
            first.remove();
        }
        next.call.tryEmitValue(next.place);
    }

    /** Whoever came now would be refused at once. */
    synchronized boolean areTaken() {
        return flood && free == 0 && waiting.size() >= mostInFlood;
    }

    synchronized int free() {
        return free;
    }

    private final class Waiting {
        private final Taken place = new Taken();
        private final Sinks.One<Place> call = Sinks.one();

        /** It has no place to leave, then. */
        private void refuse() {
            place.left.set(true);
            call.tryEmitError(new TooMuch.Exhausted());
        }
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
