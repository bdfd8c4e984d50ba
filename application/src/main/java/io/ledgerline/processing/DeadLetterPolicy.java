package io.ledgerline.processing;

import java.sql.SQLException;
import java.util.regex.Pattern;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.deadletter.EnqueuePolicy;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.jspecify.annotations.Nullable;
import org.springframework.dao.DataAccessException;

/**
 * Puts aside what an event itself is to blame for. A failing database is not: it is thrown on, so that the processor
 * rolls back, waits, and tries the same events again. Causes are stored by simple name: class names may change.
 */
final class DeadLetterPolicy implements EnqueuePolicy<EventMessage<?>> {

    /** What stands before a class name, as in the messages of the JDK's own exceptions. */
    private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z][a-z0-9_]*\\.)+(?=[A-Z])");

    @Override
    public EnqueueDecision<EventMessage<?>> decide(DeadLetter<? extends EventMessage<?>> letter, Throwable cause) {
        for (Throwable failure = cause; failure != null; failure = failure.getCause()) {
            if (failure instanceof SQLException || failure instanceof DataAccessException) {
                throw new DatabaseFailed(cause);
            }
        }
        String message = ThrowableCause.truncated(cause).message();
        return Decisions.enqueue(new ThrowableCause(cause.getClass().getSimpleName(), withoutPackages(message)));
    }

    private static @Nullable String withoutPackages(@Nullable String message) {
        return message == null ? null : PACKAGE.matcher(message).replaceAll("");
    }

    static final class DatabaseFailed extends RuntimeException {
        DatabaseFailed(Throwable cause) {
            super("The database failed while an event was handled; it will be tried again", cause);
        }
    }
}
