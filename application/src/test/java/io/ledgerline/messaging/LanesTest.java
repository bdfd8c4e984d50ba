package io.ledgerline.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ledgerline.messaging.Lanes.WhenFull;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LanesTest {

    private static final String KEY = "key";
    private static final Duration BETWEEN = Duration.ofSeconds(2);

    private final ExecutorService executor = Executors.newSingleThreadExecutor();
    private final List<List<Integer>> groups = new CopyOnWriteArrayList<>();
    private final CountDownLatch first = new CountDownLatch(1);
    private final Lanes<Integer> lanes = new Lanes<>(1, 3, WhenFull.REFUSE, 10, executor, this::work, BETWEEN);

    /** 0 takes until it is told to end. */
    private void work(List<Integer> group) {
        if (group.contains(0)) {
            awaitFirst();
        }
        groups.add(List.copyOf(group));
    }

    private void awaitFirst() {
        try {
            first.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @AfterEach
    void shutDown() {
        executor.shutdownNow();
    }

    @Test
    void givenWhatComesAlone_whenMoreComesAlone_thenNoneOfItWaits() {
        long began = System.nanoTime();
        for (int i = 1; i <= 3; i++) {
            lanes.add(KEY, i);
            int done = i;
            await().until(() -> groups.size() == done);
        }

        assertThat(groups).containsExactly(List.of(1), List.of(2), List.of(3));
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(BETWEEN);
    }

    @Test
    void givenOneIsBeingDone_whenOthersCome_thenTheyAreDoneTogetherAfterIt() {
        lanes.add(KEY, 0);
        await().until(() -> lanes.waiting() == 0);
        lanes.add(KEY, 1);
        lanes.add(KEY, 2);
        first.countDown();

        await().until(() -> groups.size() == 2);

        assertThat(groups).containsExactly(List.of(0), List.of(1, 2));
    }

    @Test
    void givenSeveralWereDoneTogether_whenOthersComeOneByOneSoonAfter_thenTheyGather() {
        givenOneIsBeingDone_whenOthersCome_thenTheyAreDoneTogetherAfterIt();

        lanes.add(KEY, 3);
        await().pollDelay(Duration.ofMillis(100)).until(() -> true);
        lanes.add(KEY, 4);

        await().until(() -> groups.size() == 3);
        assertThat(groups.get(2)).containsExactly(3, 4);
    }

    @Test
    void givenNoRoom_whenOneMoreComes_thenItIsRefused() {
        lanes.add(KEY, 0);
        await().until(() -> lanes.waiting() == 0);
        List.of(1, 2, 3).forEach(item -> lanes.add(KEY, item));

        assertThatThrownBy(() -> lanes.add(KEY, 4)).isInstanceOf(RejectedExecutionException.class);

        first.countDown();
        await().until(() -> groups.size() == 2);
        assertThat(groups.get(1)).containsExactly(1, 2, 3);
    }

    @Test
    void givenNoThreadIsFreeAnyMore_whenAGroupIsDone_thenTheNextOneIsDoneAllTheSame() {
        lanes.add(KEY, 0);
        await().until(() -> lanes.waiting() == 0);
        lanes.add(KEY, 1);
        executor.shutdown();
        first.countDown();

        await().until(() -> groups.size() == 2);
        assertThat(groups.get(1)).containsExactly(1);
    }
}
