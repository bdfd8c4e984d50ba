package io.ledgerline.http;

import io.ledgerline.kernel.process.Alarm;
import java.time.Clock;
import java.time.Duration;
import java.util.function.IntUnaryOperator;

/** Removes what is kept no longer, now and then, on one node at a time. */
final class Sweep implements Alarm<Sweep.Nothing> {

    static final Alarm.Kind<Nothing> KEYS = new Alarm.Kind<>("old-idempotency-keys", Nothing.class);
    static final Alarm.Kind<Nothing> COMMANDS = new Alarm.Kind<>("old-commands", Nothing.class);

    private static final Duration PAUSE = Duration.ofMinutes(1);
    private static final int AT_ONCE = 5_000;

    private final Alarm.Kind<Nothing> kind;
    private final IntUnaryOperator forget;
    private final Clock clock;

    /** There is nothing to know. */
    record Nothing() {}

    /**
     * @param forget removes at most so many, and tells how many there were
     */
    Sweep(Alarm.Kind<Nothing> kind, IntUnaryOperator forget, Clock clock) {
        this.kind = kind;
        this.forget = forget;
        this.clock = clock;
    }

    @Override
    public Kind<Nothing> kind() {
        return kind;
    }

    /** More than can be removed at once is removed soon. */
    @Override
    public Next<Nothing> ring(Nothing nothing) {
        boolean more = forget.applyAsInt(AT_ONCE) == AT_ONCE;
        return Next.again(clock.instant().plus(more ? Duration.ZERO : PAUSE), nothing);
    }
}
