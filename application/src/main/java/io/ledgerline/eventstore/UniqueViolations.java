package io.ledgerline.eventstore;

import java.sql.BatchUpdateException;
import java.sql.SQLException;
import org.axonframework.common.jdbc.PersistenceExceptionResolver;

/**
 * Tells two writers of one stream from a broken database. Axon's own resolver waits for a subclass of SQLException that
 * PostgreSQL's driver never throws; the SQLSTATE is what it does say.
 */
final class UniqueViolations implements PersistenceExceptionResolver {

    private static final String UNIQUE_VIOLATION = "23505";

    @Override
    public boolean isDuplicateKeyViolation(Exception exception) {
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && violates(sql)) {
                return true;
            }
        }
        return false;
    }

    private static boolean violates(SQLException exception) {
        if (UNIQUE_VIOLATION.equals(exception.getSQLState())) {
            return true;
        }
        SQLException next = exception instanceof BatchUpdateException batch ? batch.getNextException() : null;
        return next != null && violates(next);
    }
}
