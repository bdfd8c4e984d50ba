package io.ledgerline.messaging;

import io.grpc.StatusRuntimeException;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import java.util.Map;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.axonserver.connector.ErrorCode;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.commandhandling.callbacks.NoOpCallback;
import org.axonframework.common.Registration;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.modelling.command.AggregateStreamCreationException;
import org.axonframework.modelling.command.ConcurrencyException;

/**
 * Tries a command again when another writer was faster on its stream, where it is handled: so it works alike whoever sent
 * it and from where. Nothing else is retried: a rule that says no says no again, and a store that can't be reached is left
 * to whoever asked.
 */
final class ConflictRetryingCommandBus implements CommandBus {

    private static final int ATTEMPTS = 12;
    private static final int FIRST_PAUSE_MILLIS = 4;
    private static final int LONGEST_PAUSE_MILLIS = 250;

    private final CommandBus delegate;
    private final ScheduledExecutorService scheduler;
    private final AtomicInteger underWay = new AtomicInteger();

    ConflictRetryingCommandBus(CommandBus delegate, ScheduledExecutorService scheduler) {
        this.delegate = delegate;
        this.scheduler = scheduler;
    }

    @Override
    public <C> void dispatch(CommandMessage<C> command) {
        dispatch(command, NoOpCallback.INSTANCE);
    }

    @Override
    public <C, R> void dispatch(CommandMessage<C> command, CommandCallback<? super C, ? super R> callback) {
        underWay.incrementAndGet();
        try {
            delegate.<C, R>dispatch(
                    command,
                    new Attempt<>(
                            (answered, result) -> {
                                try {
                                    callback.onResult(answered, result);
                                } finally {
                                    underWay.decrementAndGet();
                                }
                            },
                            1));
        } catch (RuntimeException refused) {
            underWay.decrementAndGet();
            throw refused;
        }
    }

    /** How many commands aren't answered yet. */
    int underWay() {
        return underWay.get();
    }

    private final class Attempt<C, R> implements CommandCallback<C, R> {

        private final CommandCallback<? super C, ? super R> callback;
        private final int number;

        Attempt(CommandCallback<? super C, ? super R> callback, int number) {
            this.callback = callback;
            this.number = number;
        }

        @Override
        public void onResult(CommandMessage<? extends C> command, CommandResultMessage<? extends R> result) {
            if (!result.isExceptional()) {
                callback.onResult(command, result);
            } else if (!isConflict(result.exceptionResult())) {
                callback.onResult(command, told(result));
            } else if (number == ATTEMPTS) {
                callback.onResult(command, GenericCommandResultMessage.asCommandResultMessage(busy()));
            } else {
                scheduler.schedule(() -> again(command), pause(), TimeUnit.MILLISECONDS);
            }
        }

        private void again(CommandMessage<? extends C> command) {
            try {
                delegate.<C, R>dispatch(typed(command), new Attempt<>(callback, number + 1));
            } catch (RuntimeException e) {
                callback.onResult(command, GenericCommandResultMessage.asCommandResultMessage(e));
            }
        }

        /** Full jitter: writers that met once shall not meet again. */
        private long pause() {
            long bound = Math.min(LONGEST_PAUSE_MILLIS, (long) FIRST_PAUSE_MILLIS << (number - 1));
            return ThreadLocalRandom.current().nextLong(1, bound + 1);
        }
    }

    @SuppressWarnings("unchecked")
    private static <C> CommandMessage<C> typed(CommandMessage<? extends C> command) {
        return (CommandMessage<C>) command;
    }

    private static <R> CommandResultMessage<? extends R> told(CommandResultMessage<? extends R> result) {
        Throwable failure = result.exceptionResult();
        Throwable told = RefusalInterceptor.told(failure);
        return told == failure ? result : GenericCommandResultMessage.asCommandResultMessage(told);
    }

    static boolean isConflict(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof ConcurrencyException
                    || cause instanceof AggregateStreamCreationException
                    || isOfAxonServer(cause)) {
                return true;
            }
        }
        return false;
    }

    /** What the server says to an append, the framework hands on as it is. */
    private static boolean isOfAxonServer(Throwable failure) {
        return failure instanceof StatusRuntimeException status
                && status.getMessage().contains("[" + ErrorCode.INVALID_EVENT_SEQUENCE.errorCode() + "]");
    }

    private static Throwable busy() {
        return RefusalInterceptor.refused(new Refusal(
                Rejection.Kind.BUSY,
                "busy",
                "Too many others change the same thing right now. Nothing was changed: try again.",
                Map.of()));
    }

    @Override
    public Registration subscribe(String commandName, MessageHandler<? super CommandMessage<?>> handler) {
        return delegate.subscribe(commandName, handler);
    }

    @Override
    public Registration registerHandlerInterceptor(
            MessageHandlerInterceptor<? super CommandMessage<?>> handlerInterceptor) {
        return delegate.registerHandlerInterceptor(handlerInterceptor);
    }

    @Override
    public Registration registerDispatchInterceptor(
            MessageDispatchInterceptor<? super CommandMessage<?>> dispatchInterceptor) {
        return delegate.registerDispatchInterceptor(dispatchInterceptor);
    }
}
