package io.ledgerline.administration;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.administration.Vitals.Signs;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;
import reactor.test.StepVerifier;

class LatestSignsTest {

    private static final Signs WELL = new Signs(Health.up().build(), Health.up().build());

    private final Scheduler thread = Schedulers.newBoundedElastic(1, 1, "signs");

    @AfterEach
    void stop() {
        thread.dispose();
    }

    @Test
    void manyWhoAskAtOnceGetTheSameSigns() {
        AtomicInteger taken = new AtomicInteger();
        LatestSigns latest = new LatestSigns(
                () -> {
                    taken.incrementAndGet();
                    return WELL;
                },
                thread,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1));

        for (int i = 0; i < 10; i++) {
            StepVerifier.create(latest.get()).expectNext(WELL).verifyComplete();
        }

        assertThat(taken).hasValue(1);
    }

    @Test
    void whatDoesNotAnswerIsDownAndIsUpAgainOnceItAnswers() {
        CountDownLatch answers = new CountDownLatch(1);
        LatestSigns latest = new LatestSigns(
                () -> {
                    answers.await();
                    return WELL;
                },
                thread,
                Duration.ofMillis(1),
                Duration.ofMillis(200));

        StepVerifier.create(latest.get())
                .assertNext(signs -> assertThat(signs.stores().getStatus()).isEqualTo(Status.DOWN))
                .verifyComplete();
        answers.countDown();
        org.awaitility.Awaitility.await()
                .untilAsserted(
                        () -> StepVerifier.create(latest.get()).expectNext(WELL).verifyComplete());
    }

    @Test
    void whatFailsIsDown() {
        LatestSigns latest = new LatestSigns(
                () -> {
                    throw new IllegalStateException();
                },
                thread,
                Duration.ofMinutes(1),
                Duration.ofMinutes(1));

        StepVerifier.create(latest.get())
                .assertNext(signs -> assertThat(signs.processors().getStatus()).isEqualTo(Status.DOWN))
                .verifyComplete();
    }
}
