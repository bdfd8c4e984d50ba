package io.ledgerline.benchmark;

import java.time.Duration;
import java.util.function.ToDoubleFunction;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/**
 * @param answered response times of what succeeded, in microseconds
 * @param cpu who used the machine meanwhile, if somebody has looked
 */
record Measurement(
        Duration time,
        Histogram answered,
        Failures failures,
        @Nullable CpuShares cpu) {

    private static final long LONGEST_MICROS = Duration.ofMinutes(10).toNanos() / 1_000;

    Measurement(Duration time, Histogram answered, Failures failures) {
        this(time, answered, failures, null);
    }

    static Histogram histogram() {
        return new Histogram(LONGEST_MICROS, 3);
    }

    /** The time from then until now. */
    static void record(Histogram histogram, long sinceNanos) {
        histogram.recordValue(micros((System.nanoTime() - sinceNanos) / 1_000));
    }

    /** What a histogram can hold. */
    static long micros(long micros) {
        return Math.max(0, Math.min(LONGEST_MICROS, micros));
    }

    Measurement with(CpuShares shares) {
        return new Measurement(time, answered, failures, shares);
    }

    double rate() {
        return answered.getTotalCount() * 1e9 / time.toNanos();
    }

    double millisAt(double percentile) {
        return answered.getValueAtPercentile(percentile) / 1e3;
    }

    /** What a request cost one of those who had a share. */
    double cpuMillis(ToDoubleFunction<CpuShares> share) {
        return share.applyAsDouble(cpu) * cpu.millisOfOnePercent(answered.getTotalCount());
    }

    @Override
    public String toString() {
        String figures = "%,8.0f/s   p50 %6.1f ms   p99 %6.1f ms".formatted(rate(), millisAt(50), millisAt(99));
        return figures
                + (failures.count() == 0 ? "" : "   errors: " + failures)
                + (cpu == null ? "" : "   " + cpu.per(answered.getTotalCount()));
    }
}
