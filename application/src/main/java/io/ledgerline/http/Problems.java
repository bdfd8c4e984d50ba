package io.ledgerline.http;

import io.ledgerline.http.Problem.FieldError;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import io.netty.handler.timeout.ReadTimeoutException;
import io.r2dbc.spi.R2dbcException;
import io.r2dbc.spi.R2dbcNonTransientResourceException;
import io.r2dbc.spi.R2dbcTimeoutException;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;
import org.axonframework.axonserver.connector.AxonServerException;
import org.axonframework.commandhandling.NoHandlerForCommandException;
import org.axonframework.commandhandling.distributed.CommandDispatchException;
import org.axonframework.messaging.EventPublicationFailedException;
import org.axonframework.messaging.HandlerExecutionException;
import org.axonframework.queryhandling.NoHandlerForQueryException;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.TypeMismatchException;
import org.springframework.context.MessageSourceResolvable;
import org.springframework.core.MethodParameter;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.InvalidMediaTypeException;
import org.springframework.transaction.CannotCreateTransactionException;
import org.springframework.validation.ObjectError;
import org.springframework.web.ErrorResponse;
import org.springframework.web.bind.support.WebExchangeBindException;
import org.springframework.web.method.annotation.HandlerMethodValidationException;
import org.springframework.web.server.MissingRequestValueException;
import org.springframework.web.server.ServerWebInputException;
import reactor.pool.PoolAcquirePendingLimitException;
import tools.jackson.core.JacksonException;

/** The one place that knows which failure is told as which problem. */
final class Problems {

    /**
     * SQLSTATEs that the same statement won't have the next time: connections, transactions that waited for too long or for
     * each other, out of resources, locks, ended or shut down by somebody, and the system below.
     */
    private static final List<String> NO_FAULT_OF_A_STATEMENT =
            List.of("08", "25P03", "25P04", "40", "53", "55P03", "57", "58");

    private Problems() {}

    /** Empty if it is nobody's fault but ours. */
    static Optional<Problem> of(Throwable failure) {
        return chain(failure).flatMap(it -> Stream.ofNullable(known(it))).findFirst();
    }

    /** Whether a rule says no; everything else may go well the next time. */
    static boolean isRefusal(Throwable failure) {
        return of(failure)
                .filter(problem -> problem.status().is4xxClientError())
                .isPresent();
    }

    private static @Nullable Problem known(Throwable failure) {
        if (failure instanceof Rejection rejection) {
            return Problem.of(Refusal.of(rejection));
        }
        if (failure instanceof HandlerExecutionException execution
                && execution.getDetails().orElse(null) instanceof Refusal refusal) {
            return Problem.of(refusal);
        }
        if (failure instanceof InvalidValue invalid) {
            return Problem.of(invalid);
        }
        Problem request = badRequest(failure);
        return request == null ? unavailable(failure) : request;
    }

    private static @Nullable Problem badRequest(Throwable failure) {
        if (failure instanceof WebExchangeBindException binding) {
            return Problem.invalid(
                    binding.getAllErrors().stream().map(Problems::fieldError).toList());
        }
        if (failure instanceof HandlerMethodValidationException validation) {
            return Problem.invalid(parameterErrors(validation));
        }
        if (failure instanceof MissingRequestValueException missing) {
            return Problem.of(new InvalidValue(missing.getName(), "must not be missing"));
        }
        if (failure instanceof ServerWebInputException input) {
            return unreadable(input);
        }
        if (failure instanceof ReadTimeoutException) {
            return Problem.of(
                    HttpStatus.REQUEST_TIMEOUT, "request_timeout", "Nothing more of the request came: send it again.");
        }
        if (failure instanceof InvalidMediaTypeException) {
            return Problem.of(HttpStatus.UNSUPPORTED_MEDIA_TYPE, HttpHeaders.EMPTY);
        }
        if (failure instanceof ErrorResponse response
                && !response.getStatusCode().is5xxServerError()) {
            HttpStatus status = HttpStatus.resolve(response.getStatusCode().value());
            return status == null ? null : Problem.of(status, response.getHeaders());
        }
        return null;
    }

    private static Problem unreadable(ServerWebInputException input) {
        for (Throwable cause : chain(input.getCause()).toList()) {
            if (cause instanceof JacksonException json) {
                return UnreadableBody.problem(json);
            }
            if (cause instanceof InvalidValue invalid) {
                return Problem.of(invalid);
            }
            if (cause instanceof TypeMismatchException) {
                return Problem.of(new InvalidValue(name(input.getMethodParameter()), "is not a valid value"));
            }
        }
        return Problem.malformed(input.getCause() == null ? "A body is expected here." : "The request can't be read.");
    }

    private static String name(@Nullable MethodParameter parameter) {
        String name = parameter == null ? null : parameter.getParameterName();
        return name == null ? "request" : name;
    }

    private static FieldError fieldError(ObjectError error) {
        String field = error instanceof org.springframework.validation.FieldError it ? it.getField() : "";
        return new FieldError(field.replaceAll("\\.?<[^>]*>", ""), message(error));
    }

    private static List<FieldError> parameterErrors(HandlerMethodValidationException validation) {
        return validation.getParameterValidationResults().stream()
                .flatMap(result -> result.getResolvableErrors().stream()
                        .map(error -> error instanceof ObjectError object
                                ? fieldError(object)
                                : new FieldError(name(result.getMethodParameter()), message(error))))
                .toList();
    }

    private static String message(MessageSourceResolvable error) {
        String message = error.getDefaultMessage();
        return message == null ? "is not valid" : message;
    }

    private static @Nullable Problem unavailable(Throwable failure) {
        if (failure instanceof RejectedExecutionException || failure instanceof PoolAcquirePendingLimitException) {
            return unavailable("overloaded", "There is more to do than can be done: ask again a little later.");
        }
        if (failure instanceof TimeoutException) {
            return unavailable(
                    "timeout", "It took too long, and may still be done: ask again with the same Idempotency-Key.");
        }
        if (isOfStore(failure)) {
            return unavailable("store_unavailable", "The store can't be reached at this moment: ask again.");
        }
        return null;
    }

    private static boolean isOfStore(Throwable failure) {
        return failure instanceof AxonServerException
                || failure instanceof CommandDispatchException
                || failure instanceof NoHandlerForCommandException
                || failure instanceof NoHandlerForQueryException
                || failure instanceof EventPublicationFailedException
                || failure instanceof CannotCreateTransactionException
                || failure instanceof SQLTransientConnectionException
                || failure instanceof SQLNonTransientConnectionException
                || failure instanceof R2dbcNonTransientResourceException
                || failure instanceof R2dbcTimeoutException
                || failure instanceof SQLException sql && isOfStore(sql.getSQLState())
                || failure instanceof R2dbcException r2dbc
                        && r2dbc.getSqlState() != null
                        && isOfStore(r2dbc.getSqlState());
    }

    /**
     * @param sqlState null if it isn't PostgreSQL or its driver that complains, but the pool: what broke before, it only calls
     *     closed
     */
    private static boolean isOfStore(@Nullable String sqlState) {
        return sqlState == null || NO_FAULT_OF_A_STATEMENT.stream().anyMatch(sqlState::startsWith);
    }

    private static Problem unavailable(String code, String detail) {
        return Problem.of(HttpStatus.SERVICE_UNAVAILABLE, code, detail);
    }

    /** The failure and its causes; bounded, as causes may be circular. */
    private static Stream<Throwable> chain(@Nullable Throwable failure) {
        return Stream.iterate(failure, it -> it != null, Throwable::getCause).limit(20);
    }
}
