package io.ledgerline.administration;

import io.ledgerline.administration.ProcessorStatus.SegmentStatus;
import io.ledgerline.administration.ProcessorStatus.State;
import io.ledgerline.administration.StoredSegments.StoredSegment;
import io.ledgerline.database.FailureText;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Function;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.axonframework.eventhandling.TrackingToken;
import org.jspecify.annotations.Nullable;

/** Tells how processors do: this node's segments as they are in memory, others' as they are stored. Blocks. */
final class ProcessorReport {

    private final RunningProcessors processors;
    private final StoredSegments stored;
    private final LastFailures failures;
    private final LogEnd log;
    private final Clock clock;

    ProcessorReport(
            RunningProcessors processors, StoredSegments stored, LastFailures failures, LogEnd log, Clock clock) {
        this.processors = processors;
        this.stored = stored;
        this.failures = failures;
        this.log = log;
        this.clock = clock;
    }

    /** By name. */
    List<ProcessorStatus> all() {
        Look look = new Look();
        return processors.all().values().stream().map(look::at).toList();
    }

    ProcessorStatus of(String name) {
        return new Look().at(processors.named(name));
    }

    /** One look, with one end of the log for all. */
    private final class Look {

        private final long end = log.position();
        private final Instant now = clock.instant();
        private final Map<Long, Optional<Instant>> recordedAfter = new HashMap<>();

        ProcessorStatus at(StreamingEventProcessor processor) {
            Map<Integer, EventTrackerStatus> here = processor.isRunning() ? processor.processingStatus() : Map.of();
            List<SegmentStatus> segments = stored.of(processor.getName(), processors.side(processor.getName())).stream()
                    .map(segment -> segment(processor.getName(), segment, here.get(segment.segment())))
                    .toList();
            String error = segments.stream()
                    .map(SegmentStatus::error)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse(null);
            return new ProcessorStatus(
                    processor.getName(),
                    processors.side(processor.getName()).name().toLowerCase(java.util.Locale.ROOT),
                    state(processor, error),
                    most(segments, SegmentStatus::lagEvents),
                    most(segments, SegmentStatus::lagSeconds),
                    error,
                    segments);
        }

        private SegmentStatus segment(String processor, StoredSegment segment, @Nullable EventTrackerStatus here) {
            boolean works = here != null && !here.isErrorState();
            TrackingToken token = works ? here.getTrackingToken() : segment.token();
            Long position = token == null ? null : position(token);
            return new SegmentStatus(
                    segment.segment(),
                    works,
                    segment.owner(),
                    position,
                    position == null ? null : Math.max(0, end - position),
                    position == null ? null : lagSeconds(position),
                    works && here.isReplaying(),
                    here != null && here.isErrorState()
                            ? FailureText.of(here.getError())
                            : failures.of(processor, segment.segment(), position));
        }

        private long position(TrackingToken token) {
            OptionalLong position = token.position();
            return position.orElse(log.beforeFirst());
        }

        private double lagSeconds(long position) {
            if (position >= end) {
                return 0;
            }
            return recordedAfter
                    .computeIfAbsent(position, log::recordedAfter)
                    .map(recorded -> Math.max(0, Duration.between(recorded, now).toMillis() / 1000.0))
                    .orElse(0.0);
        }
    }

    private static State state(StreamingEventProcessor processor, @Nullable String error) {
        if (!processor.isRunning()) {
            return State.PAUSED;
        }
        return error != null || processor.isError() ? State.ERROR : State.RUNNING;
    }

    private static <T extends Comparable<T>> @Nullable T most(
            List<SegmentStatus> segments, Function<SegmentStatus, @Nullable T> lag) {
        return segments.stream()
                .map(lag)
                .filter(Objects::nonNull)
                .max(Comparator.naturalOrder())
                .orElse(null);
    }
}
