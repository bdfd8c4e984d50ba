package io.ledgerline.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ledgerline.http.Place;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.reactivestreams.Subscription;
import reactor.core.Disposable;
import reactor.core.publisher.BaseSubscriber;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

class PlacesTest {

    private static final Duration LONG = Duration.ofSeconds(30);

    private final Places places = new Places(2, 3, LONG);

    @Test
    void asManyAsThereAreAreTakenAtOnceAndTheNextWaits() {
        Place first = taken();
        taken();
        CompletableFuture<Place> next = places.take().toFuture();

        assertThat(next).isNotDone();
        first.leave();
        assertThat(next).succeedsWithin(LONG);
        assertThat(places.free()).isZero();
    }

    @Test
    void whoWaitsIsCalledInItsTurn() {
        Place first = taken();
        Place second = taken();
        CompletableFuture<Place> third = places.take().toFuture();
        CompletableFuture<Place> fourth = places.take().toFuture();

        first.leave();
        assertThat(third).succeedsWithin(LONG);
        assertThat(fourth).isNotDone();
        second.leave();
        assertThat(fourth).succeedsWithin(LONG);
    }

    @Test
    void oneMoreThanMayWaitIsRefusedAtOnce() {
        List.of(1, 2, 3, 4, 5).forEach(i -> places.take().subscribe(place -> {}, refused -> {}));

        assertThatThrownBy(() -> places.take().block(LONG)).isInstanceOf(TooMuch.Exhausted.class);
    }

    @Test
    void aBurstWaits() {
        Place first = taken();
        Place second = taken();
        List<CompletableFuture<Place>> burst = waiting(3);

        assertThat(burst).noneMatch(CompletableFuture::isDone);
        first.leave();
        second.leave();
        assertThat(burst.get(1)).succeedsWithin(LONG);
    }

    @Test
    void inAFloodOnlyTheFirstGoOnWaitingUntilNobodyWaits() {
        Place first = taken();
        Place second = taken();
        List<CompletableFuture<Place>> burst = waiting(3);
        assertThat(places.areTaken()).as("as many wait as may").isFalse();

        CompletableFuture<Place> oneMore = places.take().toFuture();

        assertThat(oneMore).failsWithin(LONG).withThrowableThat().withCauseInstanceOf(TooMuch.Exhausted.class);
        assertThat(burst.get(2)).failsWithin(LONG);
        assertThat(burst.subList(0, 2)).noneMatch(CompletableFuture::isDone);
        assertThat(places.areTaken()).isTrue();

        first.leave();
        second.leave();
        burst.subList(0, 2).forEach(called -> called.join().leave());
        assertThat(places.free()).as("none is lost").isEqualTo(2);
        taken();
        taken();
        assertThat(waiting(3)).as("the flood is over").noneMatch(CompletableFuture::isDone);
    }

    @Test
    void whoWaitsForTooLongIsRefusedAndForgotten() {
        Places impatient = new Places(1, 3, Duration.ofMillis(50));
        Place only = Objects.requireNonNull(impatient.take().block());

        assertThatThrownBy(() -> impatient.take().block(LONG)).isInstanceOf(TooMuch.Exhausted.class);
        only.leave();
        assertThat(impatient.free()).isOne();
    }

    @Test
    void whoGoesAwayWhileItWaitsLeavesItsTurnToTheNext() {
        Place first = taken();
        taken();
        Disposable gone = places.take().subscribe();
        CompletableFuture<Place> next = places.take().toFuture();

        gone.dispose();
        first.leave();

        assertThat(next).succeedsWithin(LONG);
    }

    @Test
    void whoGoesAwayBeforeItHasItsFreePlaceLeavesIt() {
        places.take().subscribe(new BaseSubscriber<>() {
            @Override
            protected void hookOnSubscribe(Subscription subscription) {
                subscription.cancel();
            }
        });

        assertThat(places.free()).isEqualTo(2);
    }

    @Test
    void aPlaceThatIsLeftTwiceIsOnePlace() {
        Place first = taken();
        first.leave();
        first.leave();

        assertThat(places.free()).isEqualTo(2);
    }

    /** However calls, cancellations and ends of patience meet. Who is cancelled may leave a moment before it is gone. */
    @Test
    void noPlaceIsLostOrGivenTwice() {
        Places few = new Places(4, 100, Duration.ofMillis(5));
        AtomicInteger inside = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Flux.range(0, 20_000)
                .flatMap(
                        i -> {
                            boolean cancelled = i % 5 == 0;
                            int counted = cancelled ? 0 : 1;
                            Mono<Long> visit = few.take()
                                    .flatMap(place -> Mono.using(
                                            () -> most.accumulateAndGet(inside.addAndGet(counted), Math::max),
                                            entered -> Mono.delay(Duration.ofMillis(i % 3)),
                                            left -> {
                                                inside.addAndGet(-counted);
                                                place.leave();
                                            }));
                            return (cancelled ? visit.timeout(Duration.ofMillis(i % 7), Mono.empty()) : visit)
                                    .onErrorComplete(TooMuch.Exhausted.class)
                                    .subscribeOn(Schedulers.parallel());
                        },
                        64)
                .blockLast(LONG.multipliedBy(4));

        await().atMost(LONG).until(() -> few.free() == 4);
        assertThat(most.get()).isLessThanOrEqualTo(4);
    }

    private List<CompletableFuture<Place>> waiting(int count) {
        return Stream.generate(() -> places.take().toFuture()).limit(count).toList();
    }

    private Place taken() {
        return Objects.requireNonNull(places.take().block());
    }
}
