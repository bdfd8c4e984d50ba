package io.ledgerline.messaging;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.stream.IntStream;

/**
 * Lets what has the same key be done in its order, one group after another: while a group is done the next one gathers.
 * What comes alone never waits. What comes soon after others does, for a moment: a group costs about as much as one of it,
 * and so a steady stream costs no more than bursts do.
 */
public final class Lanes<T> {

    /** What to do with one for whom there is no room. */
    public enum WhenFull {
        /** For callers that must not be blocked: {@link RejectedExecutionException}. */
        REFUSE,
        /** For callers that are bounded themselves. */
        WAIT
    }

    private static final Duration BETWEEN_GROUPS = Duration.ofMillis(5);

    private final List<Lane> lanes;
    private final Executor executor;
    private final WhenFull whenFull;
    private final int mostInGroup;
    private final Consumer<List<T>> work;
    private final long nanosBetween;

    /**
     * @param capacity of each lane
     * @param work is given 1 to {@code mostInGroup} at a time; must not throw
     */
    public Lanes(
            int number, int capacity, WhenFull whenFull, int mostInGroup, Executor executor, Consumer<List<T>> work) {
        this(number, capacity, whenFull, mostInGroup, executor, work, BETWEEN_GROUPS);
    }

    /** @param between from the beginning of a group of several to that of the next one */
    public Lanes(
            int number,
            int capacity,
            WhenFull whenFull,
            int mostInGroup,
            Executor executor,
            Consumer<List<T>> work,
            Duration between) {
        this.lanes =
                IntStream.range(0, number).mapToObj(i -> new Lane(capacity)).toList();
        this.whenFull = whenFull;
        this.mostInGroup = mostInGroup;
        this.executor = executor;
        this.work = work;
        this.nanosBetween = between.toNanos();
    }

    /** @throws RejectedExecutionException if there is no room, or nobody works any more */
    public void add(String key, T item) {
        lanes.get(Math.floorMod(key.hashCode(), lanes.size())).add(item);
    }

    /** How many wait for their turn, more or less. */
    int waiting() {
        return lanes.stream().mapToInt(lane -> lane.waiting.size()).sum();
    }

    private final class Lane implements Runnable {

        private final BlockingQueue<T> waiting;
        private final AtomicBoolean busy = new AtomicBoolean();

        /** By whoever is busy. */
        private long notBefore = System.nanoTime();

        Lane(int capacity) {
            waiting = new ArrayBlockingQueue<>(capacity);
        }

        void add(T item) {
            enqueue(item);
            try {
                schedule();
            } catch (RejectedExecutionException e) {
                if (waiting.remove(item)) {
                    throw e;
                }
            }
        }

        private void enqueue(T item) {
            if (waiting.offer(item)) {
                return;
            }
            if (whenFull == WhenFull.REFUSE) {
                throw new RejectedExecutionException("Too many are waiting");
            }
            try {
                waiting.put(item);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RejectedExecutionException("Interrupted while waiting for room", e);
            }
        }

        private void schedule() {
            if (busy.compareAndSet(false, true)) {
                try {
                    executor.execute(this);
                } catch (RejectedExecutionException e) {
                    busy.set(false);
                    throw e;
                }
            }
        }

        @Override
        public void run() {
            boolean goOn = true;
            while (goOn) {
                try {
                    workOnGroup();
                } finally {
                    goOn = !handOver();
                }
            }
        }

        private void workOnGroup() {
            if (waiting.size() < mostInGroup) {
                // In one of the lane's own threads, if there are as many as lanes: then nobody else waits for it.
                LockSupport.parkNanos(notBefore - System.nanoTime());
            }
            long begun = System.nanoTime();
            List<T> group = new ArrayList<>();
            waiting.drainTo(group, mostInGroup);
            notBefore = group.size() > 1 ? begun + nanosBetween : begun;
            if (!group.isEmpty()) {
                work.accept(group);
            }
        }

        /** Whether others see to what waits. If no thread is free, or none is left, nobody else would. */
        private boolean handOver() {
            busy.set(false);
            if (waiting.isEmpty()) {
                return true;
            }
            try {
                schedule();
                return true;
            } catch (RejectedExecutionException nobody) {
                return !busy.compareAndSet(false, true);
            }
        }
    }
}
