package io.ledgerline.administration;

import io.axoniq.axonserver.connector.control.ControlChannel;
import io.axoniq.axonserver.connector.control.ProcessorInstructionHandler;
import io.axoniq.axonserver.grpc.control.EventProcessorInfo;
import io.ledgerline.database.FailureText;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.axonserver.connector.processor.StreamingEventProcessorInfoMessage;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Does what Axon Server's dashboard asks for as {@code /admin} would: on all nodes, also on those that are started later, and
 * with the same refusals. Axon's own handlers know of this node alone, and would split what must not be split.
 */
final class Dashboard {

    private static final Logger log = LoggerFactory.getLogger(Dashboard.class);

    private final AxonServerConnectionManager connections;
    private final RunningProcessors processors;
    private final Scheduler steering;

    Dashboard(AxonServerConnectionManager connections, RunningProcessors processors, Scheduler steering) {
        this.connections = connections;
        this.processors = processors;
        this.steering = steering;
    }

    /** In place of Axon's own handlers, which must have been registered before. */
    void connect() {
        ControlChannel channel = connections.getConnection().controlChannel();
        processors
                .all()
                .forEach((name, processor) ->
                        channel.registerEventProcessor(name, () -> shown(processor), new Instructions(processor)));
    }

    /** Failures as they are told everywhere else: without what rows hold. */
    private static EventProcessorInfo shown(StreamingEventProcessor processor) {
        Map<Integer, EventTrackerStatus> status = processor.processingStatus();
        EventProcessorInfo.Builder info = StreamingEventProcessorInfoMessage.describe(processor).toBuilder();
        info.getSegmentStatusBuilderList().stream()
                .filter(segment -> !segment.getErrorState().isEmpty())
                .forEach(segment -> segment.setErrorState(failure(status.get(segment.getSegmentId()))));
        return info.build();
    }

    private static String failure(@Nullable EventTrackerStatus segment) {
        return segment == null || segment.getError() == null ? "failed" : FailureText.of(segment.getError());
    }

    private final class Instructions implements ProcessorInstructionHandler {

        private final StreamingEventProcessor processor;
        private final String name;

        Instructions(StreamingEventProcessor processor) {
            this.processor = processor;
            this.name = processor.getName();
        }

        @Override
        public CompletableFuture<Boolean> releaseSegment(int segment) {
            return done("release", () -> processor.releaseSegment(segment));
        }

        @Override
        public CompletableFuture<Boolean> splitSegment(int segment) {
            return done("split", () -> processors.split(name, segment));
        }

        @Override
        public CompletableFuture<Boolean> mergeSegment(int segment) {
            return done("merge", () -> processors.merge(name, segment));
        }

        @Override
        public CompletableFuture<Void> pauseProcessor() {
            return done("pause", () -> processors.pause(name)).thenApply(done -> null);
        }

        @Override
        public CompletableFuture<Void> startProcessor() {
            return done("start", () -> processors.start(name)).thenApply(done -> null);
        }

        /** Not on the connection's thread: it waits for other nodes. */
        private CompletableFuture<Boolean> done(String what, Runnable deed) {
            return Mono.fromRunnable(deed)
                    .thenReturn(true)
                    .doOnSuccess(done -> log.info("Axon Server asked to {} processor {}", what, name))
                    .doOnError(refusal ->
                            log.warn("Axon Server asked to {} processor {}: {}", what, name, refusal.getMessage()))
                    .subscribeOn(steering)
                    .toFuture();
        }
    }
}
