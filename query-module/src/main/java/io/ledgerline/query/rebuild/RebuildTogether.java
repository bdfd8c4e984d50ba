package io.ledgerline.query.rebuild;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.messaging.StreamableMessageSource;

/**
 * Fills the tables of several rebuilds with what all their processors have handled: each event is read, and its payload
 * decoded, once for all. By one thread, so that it takes its share of the machine and no more. Each then goes on by itself.
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
        try (BlockingStream<TrackedEventMessage<?>> stream = events.openStream(events.createTailToken())) {
            List<TrackedEventMessage<?>> next = next(stream, last);
            while (!going.isEmpty() && !next.isEmpty()) {
                List<TrackedEventMessage<?>> batch = next;
                going.removeIf(rebuild -> !rebuild.does(() -> rebuild.fill(batch)));
                next = next(stream, last);
            }
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
