package io.ledgerline.administration;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Asked for once in a while, however often it is read. */
final class Remembered<T> implements Supplier<T> {

    private final long nanos;
    private final Supplier<T> source;
    private @Nullable T value;
    private long takenAt;

    Remembered(Duration atMostOld, Supplier<T> source) {
        this.nanos = atMostOld.toNanos();
        this.source = source;
    }

    @Override
    public synchronized T get() {
        T known = value;
        if (known == null || System.nanoTime() - takenAt > nanos) {
            known = source.get();
            value = known;
            takenAt = System.nanoTime();
        }
        return known;
    }
}
