package io.ledgerline.processing;

import java.sql.SQLException;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.messaging.deadletter.DeadLetter;
import org.axonframework.messaging.deadletter.Decisions;
import org.axonframework.messaging.deadletter.EnqueueDecision;
import org.axonframework.messaging.deadletter.EnqueuePolicy;
import org.axonframework.messaging.deadletter.ThrowableCause;
import org.springframework.dao.DataAccessException;

/**
 * Puts aside what an event itself is to blame for. A failing database is not: it is thrown on, so that the processor
 * rolls back, waits, and tries the same events again. Causes are stored by simple name: class names may change.
 */
final class DeadLetterPolicy implements EnqueuePolicy<EventMessage<?>> {

    @Override
    public EnqueueDecision<EventMessage<?>> decide(DeadLetter<? extends EventMessage<?>> letter, Throwable cause) {
        for (Throwable failure = cause; failure != null; failure = failure.getCause()) {
            if (failure instanceof SQLException || failure instanceof DataAccessException) {
                throw new DatabaseFailed(cause);
            }
        }
        ThrowableCause truncated = ThrowableCause.truncated(cause);
        return Decisions.enqueue(new ThrowableCause(cause.getClass().getSimpleName(), truncated.message()));
    }

    static final class DatabaseFailed extends RuntimeException {
        DatabaseFailed(Throwable cause) {
            super("The database failed while an event was handled; it will be tried again", cause);
        }
    }
}
