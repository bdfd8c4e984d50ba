package io.ledgerline.benchmark;

import java.time.Duration;
import org.HdrHistogram.Histogram;

/**
 * @param answered response times of what succeeded, in microseconds
 */
record Measurement(Duration time, Histogram answered, Failures failures) {

    double rate() {
        return answered.getTotalCount() * 1e9 / time.toNanos();
    }

    double millisAt(double percentile) {
        return answered.getValueAtPercentile(percentile) / 1e3;
    }

    @Override
    public String toString() {
        String figures = "%,8.0f/s   p50 %6.1f ms   p99 %6.1f ms".formatted(rate(), millisAt(50), millisAt(99));
        return failures.count() == 0 ? figures : figures + "   errors: " + failures;
    }
}
