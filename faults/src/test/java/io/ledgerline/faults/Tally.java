package io.ledgerline.faults;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** How what was asked for was answered, and how long that took. */
final class Tally {

    private static final long LONGEST_MICROS = Duration.ofMinutes(2).toNanos() / 1_000;

    /** That the program has too much to do, or the caller asks too much. */
    private static final List<Integer> TURNED_AWAY = List.of(429, 503);

    private final Histogram commands = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final Histogram reads = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final Histogram turnedAway = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final Histogram waits = new ConcurrentHistogram(LONGEST_MICROS, 3);
    private final Map<String, LongAdder> answers = new ConcurrentSkipListMap<>();
    private final Map<String, LongAdder> errors = new ConcurrentHashMap<>();

    /** @param answer null if there was none, with the failure */
    void add(Traffic.Ask ask, long nanos, @Nullable Answer answer, @Nullable Throwable failure) {
        long micros = Math.min(LONGEST_MICROS, Math.max(0, nanos / 1_000));
        if (answer == null) {
            count(errors, String.valueOf(failure));
            return;
        }
        int status = answer.status();
        count(answers, Integer.toString(status));
        if (TURNED_AWAY.contains(status)) {
            turnedAway.recordValue(micros);
            if (!saysWhen(answer)) {
                count(errors, "not told when to ask again: " + answer);
            }
        } else if (ask.isCommand() ? status == 201 || status == 200 : status == 200 || status == 404) {
            (ask.isCommand() ? commands : reads).recordValue(micros);
        } else {
            count(errors, status + " " + answer.body());
        }
    }

    /** Before it was sent: there were no more connections. */
    void waited(long nanos) {
        waits.recordValue(Math.min(LONGEST_MICROS, Math.max(0, nanos / 1_000)));
    }

    private static boolean saysWhen(Answer answer) {
        return answer.headers().containsKey("retry-after")
                && answer.headers().getOrDefault("content-type", "").equals("application/problem+json");
    }

    private static void count(Map<String, LongAdder> counts, String what) {
        counts.computeIfAbsent(what, first -> new LongAdder()).increment();
    }

    Map<String, LongAdder> errors() {
        return errors;
    }

    long accepted() {
        return commands.getTotalCount() + reads.getTotalCount();
    }

    /** All that was sent. */
    long answered() {
        return accepted() + turnedAway.getTotalCount();
    }

    Duration commandsP99() {
        return Duration.ofNanos(commands.getValueAtPercentile(99) * 1_000);
    }

    @Override
    public String toString() {
        return "%s; commands %s; reads %s; turned away %s; waited before %s; errors %s"
                .formatted(answers, text(commands), text(reads), text(turnedAway), text(waits), errors);
    }

    private static String text(Histogram times) {
        return "%d (ms: p50 %.0f, p99 %.0f, max %.0f)"
                .formatted(
                        times.getTotalCount(),
                        times.getValueAtPercentile(50) / 1e3,
                        times.getValueAtPercentile(99) / 1e3,
                        times.getMaxValue() / 1e3);
    }
}
