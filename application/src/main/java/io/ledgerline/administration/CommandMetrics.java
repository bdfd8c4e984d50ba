package io.ledgerline.administration;

import io.ledgerline.kernel.Rejection;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.jspecify.annotations.Nullable;

/**
 * How often commands are handled, how long that takes to the end of their transaction, and what becomes of them. Each
 * attempt counts: a command that met another writer is handled again.
 */
final class CommandMetrics implements MessageHandlerInterceptor<CommandMessage<?>> {

    /** Few, so that a look-up costs next to nothing. */
    private record Kind(Class<?> command, Outcome outcome) {}

    private enum Outcome {
        SUCCEEDED,
        /** A rule said no. */
        REJECTED,
        /** Not the command's fault, or that of another one in its transaction. */
        FAILED
    }

    private final MeterRegistry meters;
    private final Map<Kind, Timer> timers = new ConcurrentHashMap<>();

    CommandMetrics(MeterRegistry meters) {
        this.meters = meters;
    }

    @Override
    public @Nullable Object handle(UnitOfWork<? extends CommandMessage<?>> unit, InterceptorChain chain)
            throws Exception {
        Timer.Sample sample = Timer.start(meters);
        Class<?> command = unit.getMessage().getPayloadType();
        Attempt attempt = new Attempt();
        unit.afterCommit(it -> attempt.committed());
        unit.onCleanup(it -> sample.stop(timer(command, attempt.outcome)));
        try {
            return chain.proceed();
        } catch (Rejection rejection) {
            attempt.outcome = Outcome.REJECTED;
            throw rejection;
        }
    }

    private Timer timer(Class<?> command, Outcome outcome) {
        return timers.computeIfAbsent(
                new Kind(command, outcome),
                kind -> Timer.builder("ledgerline.commands")
                        .description("Commands that were handled, to the end of their transaction")
                        .tag("command", kind.command().getSimpleName())
                        .tag("outcome", kind.outcome().name().toLowerCase(Locale.ROOT))
                        .register(meters));
    }

    private static final class Attempt {
        private Outcome outcome = Outcome.FAILED;

        /** A refused command that has touched nothing may be part of a transaction that is kept. */
        private void committed() {
            if (outcome != Outcome.REJECTED) {
                outcome = Outcome.SUCCEEDED;
            }
        }
    }
}
