package io.ledgerline.seals;

import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.AxonThreadFactory;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/** Seals again and again, on a thread of its own. */
final class SealingLoop implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(SealingLoop.class);

    private final Sealer sealer;
    private final Duration interval;
    private volatile @Nullable ScheduledExecutorService executor;
    private boolean failing;

    SealingLoop(Sealer sealer, Duration interval) {
        this.sealer = sealer;
        this.interval = interval;
    }

    @Override
    public void start() {
        ScheduledThreadPoolExecutor started = new ScheduledThreadPoolExecutor(1, new AxonThreadFactory("sealer"));
        started.scheduleWithFixedDelay(this::seal, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        executor = started;
    }

    /** A failure is told once, and once more when it is over: at night, one line is enough. */
    private void seal() {
        try {
            sealer.seal();
            if (failing) {
                log.info("The log is sealed again");
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                log.warn("The log can't be sealed at the moment; it is tried again every {}", interval, e);
            }
            failing = true;
        }
    }

    @Override
    public void stop() {
        ScheduledExecutorService running = executor;
        executor = null;
        if (running != null) {
            running.shutdownNow();
        }
    }

    @Override
    public boolean isRunning() {
        return executor != null;
    }
}
