package io.ledgerline.administration;

import io.ledgerline.administration.ProcessorStatus.State;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.MeterBinder;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.simple.JdbcClient;

/** How processors do, and what they keep. A scrape asks the databases once; it blocks. */
final class ProcessorMetrics implements MeterBinder {

    private static final Duration AT_MOST_OLD = Duration.ofSeconds(1);

    /** Counting takes longer, the more there is. */
    private static final Duration COUNTS_AT_MOST_OLD = Duration.ofSeconds(15);

    private final RunningProcessors processors;
    private final Supplier<Map<String, ProcessorStatus>> status;
    private final Supplier<Long> sagas;
    private final Supplier<Alarms> alarms;
    private final Supplier<Long> commands;
    private final Supplier<Long> deadLetters;

    ProcessorMetrics(
            RunningProcessors processors, ProcessorReport report, JdbcClient write, StoredDeadLetters deadLetters) {
        this.processors = processors;
        this.status = new Remembered<>(
                AT_MOST_OLD,
                () -> report.all().stream().collect(Collectors.toMap(ProcessorStatus::name, Function.identity())));
        this.sagas = new Remembered<>(COUNTS_AT_MOST_OLD, () -> count(write, "saga"));
        this.alarms = new Remembered<>(COUNTS_AT_MOST_OLD, () -> alarms(write));
        this.commands = new Remembered<>(
                COUNTS_AT_MOST_OLD,
                () -> write.sql("select count(*) from commands where status = 'pending'")
                        .query(Long.class)
                        .single());
        this.deadLetters = new Remembered<>(COUNTS_AT_MOST_OLD, deadLetters::count);
    }

    private static long count(JdbcClient jdbc, String table) {
        return jdbc.sql("select count(*) from " + table).query(Long.class).single();
    }

    /** @param late for more than a few seconds, and not just ringing */
    private record Alarms(long pending, long late) {}

    private static Alarms alarms(JdbcClient jdbc) {
        return jdbc.sql("""
                        select count(*), count(*) filter (where not picked and execution_time < now() - interval '5 seconds')
                        from alarms""")
                .query((row, number) -> new Alarms(row.getLong(1), row.getLong(2)))
                .single();
    }

    @Override
    public void bindTo(MeterRegistry meters) {
        gauge(meters, "ledgerline.sagas.live", "Processes under way that keep a state", sagas);
        gauge(
                meters,
                "ledgerline.alarms.pending",
                "What is to happen later",
                () -> alarms.get().pending());
        gauge(
                meters,
                "ledgerline.alarms.late",
                "What should have happened already",
                () -> alarms.get().late());
        gauge(meters, "ledgerline.commands.later", "Commands for later that wait", commands);
        gauge(meters, "ledgerline.dead.letters", "Events that were put aside", deadLetters);
        for (String name : processors.all().keySet()) {
            of(meters, name, "lag.events", null, "Events that wait for it, at most", ProcessorStatus::lagEvents);
            of(meters, name, "lag", "seconds", "How long the first of them waits", ProcessorStatus::lagSeconds);
            of(
                    meters,
                    name,
                    "segments",
                    null,
                    "On all nodes",
                    it -> it.segments().size());
            of(
                    meters,
                    name,
                    "running",
                    null,
                    "1 if it runs here and can go on",
                    it -> it.state() == State.RUNNING ? 1 : 0);
        }
    }

    private static void gauge(MeterRegistry meters, String name, String description, Supplier<Long> value) {
        Gauge.builder(name, value, Supplier::get)
                .description(description)
                .strongReference(true)
                .register(meters);
    }

    private void of(
            MeterRegistry meters,
            String processor,
            String what,
            @Nullable String unit,
            String description,
            Function<ProcessorStatus, @Nullable Number> value) {
        Gauge.builder(
                        "ledgerline.processor." + what,
                        () -> value.apply(status.get().get(processor)))
                .description(description)
                .baseUnit(unit)
                .tag("processor", processor)
                .register(meters);
    }
}
