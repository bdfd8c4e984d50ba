package io.ledgerline.eventstore;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingEventStream;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Axon's event store, but one that tells who reads from it that there is more to read. A pooled processor that isn't told
 * looks every half second only: a view lags by that much, and an order's process by as much for each of its steps.
 */
final class PromptEventStore extends EmbeddedEventStore {

    private static final Logger log = LoggerFactory.getLogger(PromptEventStore.class);

    private static final int LOOK_UP_EVERY_SECONDS = 1;

    /** Under load: the first is read at once, and then what has gathered, so often in a second at most. */
    private static final Duration BETWEEN_TWO_LOOKS = Duration.ofMillis(15);

    private final Runnable tellOthers;
    private final ScheduledExecutorService timer = timer();
    private final Coalesced looks = new Coalesced(() -> super.afterCommit(List.of()), BETWEEN_TWO_LOOKS, timer);
    private final Set<Runnable> listeners = new CopyOnWriteArraySet<>();
    private @Nullable Thread watcher;
    private final CountDownLatch closed = new CountDownLatch(1);

    /**
     * @param tellOthers that there is more to read, who read the same log elsewhere; must not block
     */
    PromptEventStore(Builder builder, Runnable tellOthers) {
        super(builder);
        this.tellOthers = tellOthers;
    }

    @Override
    protected void afterCommit(List<? extends EventMessage<?>> events) {
        look();
        tellOthers.run();
    }

    /** Somebody else has appended, or may have. */
    void look() {
        looks.run();
    }

    @Override
    public TrackingEventStream openStream(@Nullable TrackingToken token) {
        return new ToldStream(super.openStream(token));
    }

    @Override
    public void shutDown() {
        closed.countDown();
        timer.shutdown();
        synchronized (this) {
            if (watcher != null) {
                watcher.interrupt();
            }
        }
        super.shutDown();
    }

    private static ScheduledExecutorService timer() {
        ScheduledThreadPoolExecutor timer = new ScheduledThreadPoolExecutor(1, new AxonThreadFactory("log-looks"));
        timer.setExecuteExistingDelayedTasksAfterShutdownPolicy(false);
        return timer;
    }

    private synchronized void watch() {
        if (watcher == null && !isClosed()) {
            watcher = new AxonThreadFactory("log-watcher").newThread(this::tellOfNews);
            watcher.setDaemon(true);
            watcher.start();
        }
    }

    /** Reads along at the end of the log, where events come in for all readers at once, and passes the word on. */
    private void tellOfNews() {
        while (!isClosed()) {
            try (TrackingEventStream end = super.openStream(createHeadToken())) {
                while (!isClosed()) {
                    if (end.hasNextAvailable(LOOK_UP_EVERY_SECONDS, TimeUnit.SECONDS)) {
                        while (end.hasNextAvailable()) {
                            end.nextAvailable();
                        }
                        listeners.forEach(PromptEventStore::tell);
                    }
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                // Processors look by themselves meanwhile, only less often.
                log.debug("The log can't be watched at the moment", e);
                pause();
            }
        }
    }

    private static void tell(Runnable listener) {
        try {
            listener.run();
        } catch (RuntimeException e) {
            log.debug("A reader of the log is gone", e);
        }
    }

    private boolean isClosed() {
        return closed.getCount() == 0;
    }

    private void pause() {
        try {
            closed.await(LOOK_UP_EVERY_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private final class ToldStream implements TrackingEventStream {

        private final TrackingEventStream delegate;
        private @Nullable Runnable listener;

        ToldStream(TrackingEventStream delegate) {
            this.delegate = delegate;
        }

        @Override
        public boolean setOnAvailableCallback(Runnable callback) {
            listener = callback;
            listeners.add(callback);
            watch();
            return true;
        }

        @Override
        public Optional<TrackedEventMessage<?>> peek() {
            return delegate.peek();
        }

        @Override
        public boolean hasNextAvailable(int timeout, TimeUnit unit) throws InterruptedException {
            return delegate.hasNextAvailable(timeout, unit);
        }

        @Override
        public TrackedEventMessage<?> nextAvailable() throws InterruptedException {
            return delegate.nextAvailable();
        }

        @Override
        public void skipMessagesWithPayloadTypeOf(TrackedEventMessage<?> ignored) {
            delegate.skipMessagesWithPayloadTypeOf(ignored);
        }

        @Override
        public void close() {
            if (listener != null) {
                listeners.remove(listener);
            }
            delegate.close();
        }
    }
}
