package io.ledgerline.query.rebuild;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;

/**
 * Fills the tables of several rebuilds with what all their processors have handled: each event is read, and its payload
 * decoded, once for all. One thread reads ahead, a batch at most, and one writes. Each then goes on by itself.
 */
final class RebuildTogether implements Runnable {

    private final StreamableMessageSource<TrackedEventMessage<?>> events;
    private final List<Rebuild> going;
    private final Consumer<Rebuild> goOn;

    /**
     * @param goOn is given each that is filled
     */
    RebuildTogether(
            StreamableMessageSource<TrackedEventMessage<?>> events, List<Rebuild> rebuilds, Consumer<Rebuild> goOn) {
        this.events = events;
        this.going = new ArrayList<>(rebuilds);
        this.goOn = goOn;
    }

    @Override
    public void run() {
        try {
            going.removeIf(rebuild -> !rebuild.does(rebuild::prepare));
            fill();
        } catch (InterruptedException e) {
            going.removeIf(rebuild -> !rebuild.does(() -> {
                throw e;
            }));
        } catch (RuntimeException e) {
            going.forEach(rebuild -> rebuild.fail(e));
            going.clear();
        } catch (Error e) {
            going.forEach(rebuild -> rebuild.fail(e));
            throw e;
        }
        going.forEach(goOn);
    }

    private void fill() throws InterruptedException {
        long last = going.stream()
                .mapToLong(rebuild -> rebuild.reached().least())
                .min()
                .orElse(Reached.NOTHING);
        try (BlockingStream<TrackedEventMessage<?>> stream = events.openStream(events.createTailToken());
                Reader reader = new Reader(stream, last)) {
            List<TrackedEventMessage<?>> next = reader.next();
            while (!going.isEmpty() && !next.isEmpty()) {
                List<TrackedEventMessage<?>> batch = next;
                going.removeIf(rebuild -> !rebuild.does(() -> rebuild.fill(batch)));
                next = reader.next();
            }
        }
    }

    /** Has read what is asked for next while what was asked for before is written. */
    private static final class Reader implements AutoCloseable {

        private final BlockingStream<TrackedEventMessage<?>> stream;
        private final long last;
        private final ExecutorService thread =
                Executors.newSingleThreadExecutor(new AxonThreadFactory("rebuild-reader"));
        private Future<List<TrackedEventMessage<?>>> ahead;

        Reader(BlockingStream<TrackedEventMessage<?>> stream, long last) {
            this.stream = stream;
            this.last = last;
            this.ahead = thread.submit(this::read);
        }

        /** Those that follow; none at the end. */
        List<TrackedEventMessage<?>> next() throws InterruptedException {
            try {
                List<TrackedEventMessage<?>> next = ahead.get();
                ahead = thread.submit(this::read);
                return next;
            } catch (ExecutionException e) {
                throw e.getCause() instanceof RuntimeException failure
                        ? failure
                        : new IllegalStateException("The log can't be read", e.getCause());
            }
        }

        private List<TrackedEventMessage<?>> read() throws InterruptedException {
            List<TrackedEventMessage<?>> next = RebuildTogether.next(stream, last);
            // What is decoded here isn't by the one who writes.
            next.forEach(TrackedEventMessage::getPayload);
            return next;
        }

        /** Whoever reads is done before the stream is closed. */
        @Override
        public void close() throws InterruptedException {
            thread.shutdownNow();
            thread.awaitTermination(1, TimeUnit.MINUTES);
        }
    }

    private static List<TrackedEventMessage<?>> next(BlockingStream<TrackedEventMessage<?>> stream, long last)
            throws InterruptedException {
        List<TrackedEventMessage<?>> next = new ArrayList<>();
        while (next.size() < Replay.BATCH
                && stream.hasNextAvailable(Replay.PATIENCE_MILLIS, TimeUnit.MILLISECONDS)
                && position(stream.peek().orElseThrow()) <= last) {
            next.add(stream.nextAvailable());
        }
        return next;
    }

    private static long position(TrackedEventMessage<?> event) {
        return ProcessorTokens.position(event.trackingToken());
    }
}
