package io.ledgerline.administration;

import io.ledgerline.administration.StoredSegments.StoredSegment;
import io.ledgerline.processing.ProcessorProperties.Side;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.axonframework.eventhandling.ReplayToken;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Looks whether this instance can do its work. A few short statements, whatever there is to do. Blocks. */
final class Vitals {

    /** @param processors up as long as none of those that run here is too far behind */
    record Signs(Health stores, Health processors) {

        /** Nothing came back in time. */
        static Signs none() {
            Health down = Health.down().withDetail("error", "no answer in time").build();
            return new Signs(down, down);
        }
    }

    private final Map<String, JdbcClient> databases;
    private final LogEnd log;
    private final RunningProcessors processors;
    private final StoredSegments segments;
    private final StoredDeadLetters deadLetters;
    private final Duration maxLag;
    private final Clock clock;

    Vitals(
            JdbcClient write,
            JdbcClient read,
            LogEnd log,
            RunningProcessors processors,
            StoredSegments segments,
            Duration maxLag,
            Clock clock) {
        this.databases = new TreeMap<>(Map.of("write", write, "read", read));
        this.log = log;
        this.processors = processors;
        this.segments = segments;
        this.deadLetters = new StoredDeadLetters(write, read);
        this.maxLag = maxLag;
        this.clock = clock;
    }

    Signs take() {
        Health stores = stores();
        return new Signs(stores, stores.getStatus().equals(Status.UP) ? processors() : unknown());
    }

    private Health stores() {
        Map<String, Object> reached = new LinkedHashMap<>();
        databases.forEach((name, database) -> reached.put(
                name,
                reached(() -> database.sql("select 1").query(Integer.class).single())));
        reached.put("log", reached(log::position));
        boolean all = reached.values().stream().allMatch("reachable"::equals);
        return (all ? Health.up() : Health.down()).withDetails(reached).build();
    }

    private static String reached(Runnable look) {
        try {
            look.run();
            return "reachable";
        } catch (RuntimeException e) {
            return "unreachable: " + e.getClass().getSimpleName();
        }
    }

    private static Health unknown() {
        return Health.down().withDetail("error", "unknown without the stores").build();
    }

    private Health processors() {
        Map<String, Object> details = new LinkedHashMap<>();
        boolean fit = true;
        Map<String, List<StoredSegment>> stored = segments.ofAll(Side.WRITE);
        stored.putAll(segments.ofAll(Side.READ));
        long end = log.position();
        for (StreamingEventProcessor processor : processors.all().values()) {
            List<StoredSegment> own = stored.getOrDefault(processor.getName(), List.of());
            // Both are someone's wish, and may take as long as they take.
            boolean wanted =
                    !processor.isRunning() || own.stream().anyMatch(segment -> ReplayToken.isReplay(segment.token()));
            Duration lag = lag(own, end);
            fit &= wanted || lag.compareTo(maxLag) <= 0;
            details.put(processor.getName(), "%s, %s behind".formatted(state(processor), lag));
        }
        details.put("deadLetters", deadLetters.count());
        return (fit ? Health.up() : Health.down()).withDetails(details).build();
    }

    private static String state(StreamingEventProcessor processor) {
        return !processor.isRunning() ? "paused" : processor.isError() ? "error" : "running";
    }

    private Duration lag(List<StoredSegment> own, long end) {
        OptionalLong slowest = own.stream()
                .filter(segment -> segment.token() != null)
                .mapToLong(segment -> segment.token().position().orElse(log.beforeFirst()))
                .min();
        if (slowest.isEmpty() || slowest.getAsLong() >= end) {
            return Duration.ZERO;
        }
        return log.recordedAfter(slowest.getAsLong())
                .map(recorded -> Duration.between(recorded, clock.instant()))
                .filter(lag -> !lag.isNegative())
                .orElse(Duration.ZERO);
    }
}
