package io.ledgerline.query.rebuild;

import io.ledgerline.kernel.evolution.UnknownEvent;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.StreamableMessageSource;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the log into a projection, exactly as far as another processor has got with each of its
 * segments: so rows that came out of it can take the place of that one's at once.
 */
final class Replay implements AutoCloseable {

    /** Events in one transaction. */
    static final int BATCH = 2_000;

    /** Events that were read and wait for their segment; those of one that is further behind are not read yet. */
    private static final int MOST_WAITING = 10_000;

    static final int PATIENCE_MILLIS = 20;

    private static final Logger log = LoggerFactory.getLogger(Replay.class);

    private final StreamableMessageSource<TrackedEventMessage<?>> source;
    private final AnnotationEventHandlerAdapter projection;
    private final TransactionManager transactions;
    private final Predicate<String> setAside;
    private final List<TrackedEventMessage<?>> waiting = new ArrayList<>();
    private final Set<String> givenUp = new HashSet<>();
    private @Nullable TrackingToken at;
    private @Nullable BlockingStream<TrackedEventMessage<?>> stream;
    private long position;
    private long events;

    /**
     * @param source the log
     * @param start the events after it are read
     * @param setAside whether the other processor has put events of a stream aside, as it couldn't apply them
     */
    Replay(
            StreamableMessageSource<TrackedEventMessage<?>> source,
            @Nullable TrackingToken start,
            Object projection,
            TransactionManager transactions,
            Predicate<String> setAside) {
        this.source = source;
        this.at = start;
        this.position = ProcessorTokens.position(start);
        this.projection = new AnnotationEventHandlerAdapter(projection);
        this.transactions = transactions;
        this.setAside = setAside;
    }

    /** Of the last event that was read, or skipped because the view has no use for it. */
    long position() {
        return position;
    }

    /** How many were read. */
    long events() {
        return events;
    }

    /** Streams that end with an event that can't be applied, here and there. */
    Set<String> givenUp() {
        return givenUp;
    }

    /** Whether all is applied that the processor has handled, and nothing else. */
    boolean isAt(Reached reached) {
        return position >= reached.most() && waiting.stream().noneMatch(event -> covers(reached, event));
    }

    /** Whether all is applied that the view needs of the log up to there. */
    boolean isPast(long position) {
        return this.position >= position && waiting.stream().noneMatch(event -> position(event) <= position);
    }

    /**
     * Applies events that somebody has read for this and others, in one transaction.
     *
     * @param next those that follow on the last that was read; the processor has handled them all
     */
    void take(List<TrackedEventMessage<?>> next) {
        next.forEach(UnknownEvent::refuse);
        apply(next.stream().filter(projection::canHandle).toList());
        next.forEach(this::passed);
    }

    /** Where it stands in the log, and what it knows there. */
    record Place(
            @Nullable TrackingToken at,
            long position,
            long events,
            List<TrackedEventMessage<?>> waiting,
            Set<String> givenUp) {}

    Place place() {
        return new Place(at, position, events, List.copyOf(waiting), Set.copyOf(givenUp));
    }

    /** What was applied since then is rolled back: it is read and applied again. */
    void backTo(Place place) {
        close();
        stream = null;
        at = place.at();
        position = place.position();
        events = place.events();
        waiting.clear();
        waiting.addAll(place.waiting());
        givenUp.clear();
        givenUp.addAll(place.givenUp());
    }

    private void passed(TrackedEventMessage<?> event) {
        at = event.trackingToken();
        position = position(event);
        events++;
    }

    private BlockingStream<TrackedEventMessage<?>> stream() {
        BlockingStream<TrackedEventMessage<?>> open = stream == null ? source.openStream(at) : stream;
        stream = open;
        return open;
    }

    /**
     * Applies a batch at most, in one transaction. If that fails it stands where it stood.
     *
     * @return whether there may be more to do at once
     */
    boolean advance(Reached reached) throws InterruptedException {
        Place before = place();
        try {
            return applyNext(reached);
        } catch (RuntimeException e) {
            backTo(before);
            throw e;
        }
    }

    private boolean applyNext(Reached reached) throws InterruptedException {
        List<TrackedEventMessage<?>> batch = new ArrayList<>();
        for (Iterator<TrackedEventMessage<?>> it = waiting.iterator(); it.hasNext() && batch.size() < BATCH; ) {
            TrackedEventMessage<?> event = it.next();
            if (covers(reached, event)) {
                batch.add(event);
                it.remove();
            }
        }
        boolean more = read(reached, batch);
        apply(batch);
        return more || batch.size() == BATCH;
    }

    /** Up to where the processor is; and over what the view doesn't need, however far that goes. */
    private boolean read(Reached reached, List<TrackedEventMessage<?>> batch) throws InterruptedException {
        BlockingStream<TrackedEventMessage<?>> stream = stream();
        for (int read = 0; read < BATCH && batch.size() < BATCH && waiting.size() < MOST_WAITING; read++) {
            if (!stream.hasNextAvailable(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                return false;
            }
            TrackedEventMessage<?> next = stream.peek().orElseThrow();
            UnknownEvent.refuse(next);
            boolean needed = projection.canHandle(next);
            if (needed && position(next) > reached.most()) {
                return false;
            }
            stream.nextAvailable();
            passed(next);
            if (needed) {
                (covers(reached, next) ? batch : waiting).add(next);
            }
        }
        return waiting.size() < MOST_WAITING;
    }

    private void apply(List<TrackedEventMessage<?>> batch) {
        if (batch.isEmpty()) {
            return;
        }
        BatchingUnitOfWork<TrackedEventMessage<?>> unit = new BatchingUnitOfWork<>(batch);
        unit.attachTransaction(transactions);
        ResultMessage<?> result = unit.executeWithResult(() -> {
            apply(unit.getMessage());
            return null;
        });
        if (result.isExceptional()) {
            throw new IllegalStateException(result.exceptionResult().getMessage(), result.exceptionResult());
        }
    }

    private void apply(TrackedEventMessage<?> event) throws Exception {
        if (givenUp.contains(stream(event))) {
            return;
        }
        try {
            projection.handle(event);
        } catch (Exception e) {
            if (!setAside.test(stream(event))) {
                throw e;
            }
            givenUp.add(stream(event));
            log.warn("What is set aside of {} still can't be applied: {}", stream(event), e.getMessage());
        }
    }

    private static boolean covers(Reached reached, TrackedEventMessage<?> event) {
        return reached.covers(stream(event), position(event));
    }

    /** As {@code SequentialPerAggregatePolicy} tells events apart. */
    private static String stream(TrackedEventMessage<?> event) {
        return event instanceof DomainEventMessage<?> ofStream
                ? ofStream.getAggregateIdentifier()
                : event.getIdentifier();
    }

    private static long position(TrackedEventMessage<?> event) {
        return ProcessorTokens.position(event.trackingToken());
    }

    @Override
    public void close() {
        if (stream != null) {
            stream.close();
        }
    }
}
