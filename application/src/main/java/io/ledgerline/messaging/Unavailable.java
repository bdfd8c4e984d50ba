package io.ledgerline.messaging;

import io.axoniq.axonserver.connector.impl.StreamClosedException;
import io.axoniq.axonserver.connector.impl.StreamTimeoutException;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import org.axonframework.axonserver.connector.AxonServerException;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.commandhandling.distributed.CommandDispatchException;
import org.axonframework.messaging.EventPublicationFailedException;
import org.axonframework.queryhandling.NoHandlerForQueryException;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.CannotCreateTransactionException;
import reactor.pool.PoolAcquirePendingLimitException;

/** Tells what can't be done at the moment, and may go well the next time, from what is wrong. */
public final class Unavailable {

    private static final Set<Status.Code> OF_CONNECTION = EnumSet.of(
            Status.Code.UNAVAILABLE,
            Status.Code.CANCELLED,
            Status.Code.DEADLINE_EXCEEDED,
            Status.Code.RESOURCE_EXHAUSTED);

    /**
     * SQLSTATEs that the same statement won't have the next time: connections, transactions that waited for too long or for
     * each other, out of resources, locks, ended or shut down by somebody, and the system below.
     */
    private static final List<String> NO_FAULT_OF_A_STATEMENT =
            List.of("08", "25P03", "25P04", "40", "53", "55P03", "57", "58");

    private Unavailable() {}

    /** Whether this failure, not one that caused it, is of that kind, and what whoever asked is to be told. */
    public static Optional<Refusal> because(Throwable failure) {
        if (failure instanceof RejectedExecutionException || failure instanceof PoolAcquirePendingLimitException) {
            return busy("overloaded", "There is more to do than can be done: ask again a little later.");
        }
        if (failure instanceof TimeoutException) {
            return busy("timeout", "It took too long, and may still be done: ask again with the same Idempotency-Key.");
        }
        if (isOfStore(failure)) {
            return busy("store_unavailable", "The store can't be reached at this moment: ask again.");
        }
        return Optional.empty();
    }

    private static Optional<Refusal> busy(String code, String message) {
        return Optional.of(new Refusal(Rejection.Kind.BUSY, code, message, Map.of()));
    }

    private static boolean isOfStore(Throwable failure) {
        return failure instanceof AxonServerException
                || failure instanceof io.axoniq.axonserver.connector.AxonServerException
                || failure instanceof StreamClosedException
                || failure instanceof StreamTimeoutException
                || failure instanceof StatusRuntimeException status
                        && OF_CONNECTION.contains(status.getStatus().getCode())
                || failure instanceof CommandDispatchException
                || failure instanceof NoHandlerForCommandException
                || failure instanceof NoHandlerForQueryException
                || failure instanceof EventPublicationFailedException
                || failure instanceof CannotCreateTransactionException
                || failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof R2dbcNonTransientResourceException
                || failure instanceof R2dbcTimeoutException
                || failure instanceof SQLException sql && isOfDatabase(sql.getSQLState())
                || failure instanceof R2dbcException r2dbc
                        && r2dbc.getSqlState() != null
                        && isOfDatabase(r2dbc.getSqlState());
    }

    /**
     * @param sqlState null if it isn't PostgreSQL or its driver that complains, but the pool: what broke before, it only calls
     *     closed
     */
    private static boolean isOfDatabase(@Nullable String sqlState) {
        return sqlState == null || NO_FAULT_OF_A_STATEMENT.stream().anyMatch(sqlState::startsWith);
    }
}
