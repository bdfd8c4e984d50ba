package io.ledgerline.administration;

import io.ledgerline.administration.LastFailures.Failure;
import io.ledgerline.administration.ProcessorRefusal.OnlySegment;
import io.ledgerline.administration.ProcessorRefusal.ProcessorNotFound;
import io.ledgerline.administration.ProcessorRefusal.ProcessorNotResettable;
import io.ledgerline.administration.ProcessorRefusal.ProcessorNotSplittable;
import io.ledgerline.administration.ProcessorRefusal.ProcessorPaused;
import io.ledgerline.administration.ProcessorRefusal.ProcessorStopping;
import io.ledgerline.administration.ProcessorRefusal.SegmentElsewhere;
import io.ledgerline.administration.ProcessorRefusal.SegmentNotFound;
import io.ledgerline.nodes.Signals;
import io.ledgerline.processing.ProcessorProperties;
import io.ledgerline.processing.ProcessorProperties.Side;
import io.ledgerline.processing.SharedProcessors;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventProcessor;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.jspecify.annotations.Nullable;

/** Steers the processors, those that run here, on all nodes. Blocks; one thing after the other. */
final class RunningProcessors implements Signals.Listener {

    private static final String RETRIES = "retries";

    private static final long PATIENCE_SECONDS = 10;

    /** Axon looks twice a second at the least. */
    private static final Executor GIVEN_UP = CompletableFuture.delayedExecutor(1, TimeUnit.SECONDS);

    private final EventProcessingConfiguration processing;
    private final ProcessorProperties properties;
    private final SharedProcessors shared;
    private final LastFailures failures;
    private final Signals signals;

    RunningProcessors(
            EventProcessingConfiguration processing,
            ProcessorProperties properties,
            SharedProcessors shared,
            LastFailures failures,
            Signals signals) {
        this.processing = processing;
        this.properties = properties;
        this.shared = shared;
        this.failures = failures;
        this.signals = signals;
        signals.listen(RETRIES, this);
    }

    /** By name. */
    Map<String, StreamingEventProcessor> all() {
        Map<String, StreamingEventProcessor> all = new TreeMap<>();
        processing.eventProcessors().forEach((name, processor) -> all.put(name, streaming(processor)));
        return all;
    }

    /** @throws ProcessorNotFound if this instance doesn't run it */
    Side sideOf(String name) {
        return side(named(name).getName());
    }

    Side side(String name) {
        return declared(name).side();
    }

    /** @throws ProcessorNotFound if this instance doesn't run it */
    StreamingEventProcessor named(String name) {
        return processing
                .eventProcessor(name, StreamingEventProcessor.class)
                .orElseThrow(() -> new ProcessorNotFound(name));
    }

    /** On all nodes, until it is started again. Lets what it has begun come to an end. */
    synchronized void pause(String name) {
        named(name);
        if (!shared.pause(name)) {
            throw new ProcessorStopping(name);
        }
    }

    /** Has those of its segments tried now that have failed and make a pause, on all nodes. Doesn't wait for it. */
    void again(String name) {
        StreamingEventProcessor processor = named(name);
        if (processor.isError()) {
            restart(processor);
        }
        againHere(name);
        signals.send(RETRIES, name);
    }

    /** One that can't read the log makes a pause as a whole. */
    private synchronized void restart(StreamingEventProcessor processor) {
        processor.shutDown();
        start(processor);
    }

    private void againHere(String name) {
        StreamingEventProcessor processor = all().get(name);
        if (processor != null && processor.isRunning()) {
            Map<Integer, Failure> failed = failures.of(name);
            failed.keySet().forEach(processor::claimSegment);
            // One that has failed just now isn't given up yet, and makes its pause only then.
            GIVEN_UP.execute(() -> failed.forEach((segment, failure) -> {
                if (failures.of(name).get(segment) == failure && processor.isRunning()) {
                    processor.claimSegment(segment);
                }
            }));
        }
    }

    /** Another node has been asked to try this processor again. */
    @Override
    public void told(String what) {
        againHere(what);
    }

    /** It goes on trying anyway. */
    @Override
    public void mayHaveMissedSome() {}

    /** On all nodes. */
    synchronized void start(String name) {
        StreamingEventProcessor processor = named(name);
        shared.resume(name);
        start(processor);
    }

    /** Splits a segment in two; the one with most in it if none is named. */
    synchronized void split(String name, @Nullable Integer segment) {
        StreamingEventProcessor processor = running(name);
        if (!declared(name).splittable()) {
            throw new ProcessorNotSplittable(name);
        }
        Segment chosen = chosen(name, segment, Comparator.comparingInt(Segment::getMask));
        alone(name, true, () -> expect(name, processor.splitSegment(chosen.getSegmentId())));
    }

    /** Joins a segment with the one that it was split from; one with least in it if none is named. */
    synchronized void merge(String name, @Nullable Integer segment) {
        StreamingEventProcessor processor = running(name);
        if (segments(name).length < 2) {
            throw new OnlySegment(name);
        }
        Segment chosen =
                chosen(name, segment, Comparator.comparingInt(Segment::getMask).reversed());
        alone(name, true, () -> expect(name, processor.mergeSegment(chosen.getSegmentId())));
    }

    /** Has it read the log anew from the beginning; a view is emptied first. It then goes on if it was running. */
    synchronized void reset(String name) {
        StreamingEventProcessor processor = named(name);
        if (declared(name).side() != Side.READ || !processor.supportsReset()) {
            throw new ProcessorNotResettable(name);
        }
        alone(name, false, () -> reset(name, processor));
    }

    private void reset(String name, StreamingEventProcessor processor) {
        boolean wasRunning = processor.isRunning();
        processor.shutDown();
        try {
            processor.resetTokens();
        } catch (UnableToClaimTokenException e) {
            throw new SegmentElsewhere(name);
        } finally {
            shared.release(name);
            if (wasRunning) {
                start(processor);
            }
        }
    }

    private void alone(String name, boolean withAll, Runnable action) {
        if (!shared.alone(name, withAll, action)) {
            throw new SegmentElsewhere(name);
        }
    }

    private static void start(StreamingEventProcessor processor) {
        try {
            processor.start();
        } catch (IllegalStateException e) {
            throw new ProcessorStopping(processor.getName());
        }
    }

    private StreamingEventProcessor running(String name) {
        StreamingEventProcessor processor = named(name);
        if (!processor.isRunning()) {
            throw new ProcessorPaused(name);
        }
        return processor;
    }

    private Segment chosen(String name, @Nullable Integer segment, Comparator<Segment> order) {
        return Arrays.stream(segments(name))
                .filter(it -> segment == null || it.getSegmentId() == segment)
                .min(order)
                .orElseThrow(() -> new SegmentNotFound(name, segment == null ? 0 : segment));
    }

    private Segment[] segments(String name) {
        return Segment.computeSegments(processing
                .transactionManager(name)
                .fetchInTransaction(() -> processing.tokenStore(name).fetchSegments(name)));
    }

    private ProcessorProperties.Processor declared(String name) {
        return properties.processors().get(name);
    }

    private static StreamingEventProcessor streaming(EventProcessor processor) {
        return (StreamingEventProcessor) processor;
    }

    /** Axon says no, or can't claim it, if the segment isn't this node's. */
    private static void expect(String name, CompletableFuture<Boolean> done) {
        try {
            if (!done.get(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                throw new SegmentElsewhere(name);
            }
        } catch (ExecutionException e) {
            if (e.getCause() instanceof UnableToClaimTokenException) {
                throw new SegmentElsewhere(name);
            }
            throw new IllegalStateException("Processor %s failed to do that".formatted(name), e.getCause());
        } catch (TimeoutException e) {
            throw new ProcessorStopping(name);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
