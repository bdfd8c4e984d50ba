package io.ledgerline.messaging;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.distributed.CommandDispatchException;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Refuses commands while Axon Server doesn't answer. A connection that hangs looks whole until its keep-alive gives it up, and so
 * does the next one, which hangs while it is opened: commands would wait for both.
 */
final class Pulse implements MessageDispatchInterceptor<CommandMessage<?>> {

    private static final Logger log = LoggerFactory.getLogger(Pulse.class);

    private static final Duration INTERVAL = Duration.ofSeconds(1);

    /** Far longer than any answer takes, also on a machine that has much to do. */
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final Supplier<? extends CompletionStage<?>> question;
    private final LongSupplier nanoTime;
    private final ScheduledThreadPoolExecutor thread =
            new ScheduledThreadPoolExecutor(1, new AxonThreadFactory("axon-server-pulse"));

    /** Guarded by this. */
    private boolean waiting;

    /** Guarded by this. */
    private long waitingSince;

    /**
     * @param question one that only Axon Server can answer; may block
     * @param nanoTime as {@link System#nanoTime()}
     */
    Pulse(Supplier<? extends CompletionStage<?>> question, LongSupplier nanoTime) {
        this.question = question;
        this.nanoTime = nanoTime;
    }

    void start() {
        thread.scheduleWithFixedDelay(this::beat, 0, INTERVAL.toMillis(), TimeUnit.MILLISECONDS);
    }

    void stop() {
        thread.shutdownNow();
    }

    void beat() {
        asked();
        try {
            question.get().thenRun(this::answered);
        } catch (RuntimeException away) {
            log.debug("Axon Server can't be asked", away);
        }
    }

    private synchronized void asked() {
        if (!waiting) {
            waiting = true;
            waitingSince = nanoTime.getAsLong();
        }
    }

    private synchronized void answered() {
        waiting = false;
    }

    private synchronized boolean answers() {
        return !waiting || nanoTime.getAsLong() - waitingSince <= PATIENCE.toNanos();
    }

    @Override
    public BiFunction<Integer, CommandMessage<?>, CommandMessage<?>> handle(
            List<? extends CommandMessage<?>> commands) {
        return (index, command) -> {
            if (!answers()) {
                throw new CommandDispatchException("Axon Server doesn't answer");
            }
            return command;
        };
    }
}
