package io.ledgerline.eventstore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CoalescedTest {

    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger done = new AtomicInteger();
    private final Coalesced coalesced = new Coalesced(done::incrementAndGet, Duration.ofMillis(300), timer);

    @AfterEach
    void shutDown() {
        timer.shutdownNow();
    }

    @Test
    void givenNobodyHasAsked_whenOneDoes_thenItIsDoneAtOnce() {
        coalesced.run();

        assertThat(done).hasValue(1);
    }

    @Test
    void givenItWasJustDone_whenManyAsk_thenItIsDoneOnceMoreForAllOfThem() {
        coalesced.run();
        for (int i = 0; i < 1_000; i++) {
            coalesced.run();
        }

        await().untilAtomic(done, count -> assertThat(count).isEqualTo(2));
        await().during(Duration.ofMillis(500)).until(() -> done.get() == 2);
    }

    @Test
    void givenItWasDoneLater_whenOneAsksWhenTheMomentIsOver_thenItIsDoneAtOnce() {
        coalesced.run();
        coalesced.run();
        await().untilAtomic(done, count -> assertThat(count).isEqualTo(2));
        await().pollDelay(Duration.ofMillis(350)).until(() -> true);

        coalesced.run();

        assertThat(done).hasValue(3);
    }
}
