package io.ledgerline.messaging;

import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateNotFoundException;

/**
 * Gives every refusal the one form that survives a network: an exception's type is lost over Axon Server, the details of
 * a CommandExecutionException are not. So both stores answer alike.
 */
final class RefusalInterceptor implements MessageHandlerInterceptor<CommandMessage<?>> {

    @Override
    public Object handle(UnitOfWork<? extends CommandMessage<?>> unitOfWork, InterceptorChain chain) throws Exception {
        try {
            return chain.proceed();
        } catch (Rejection rejection) {
            throw refused(Refusal.of(rejection));
        } catch (InvalidValue invalid) {
            throw refused(invalid(invalid));
        } catch (AggregateNotFoundException e) {
            throw refused(unknown(e.getAggregateIdentifier().toString()));
        }
    }

    static CommandExecutionException refused(Refusal refusal) {
        return new CommandExecutionException(refusal.message(), null, refusal);
    }

    /** What can't be done at the moment, in that form, too; what is wrong stays as it is. */
    static Throwable told(Throwable failure) {
        if (failure instanceof CommandExecutionException refused
                && refused.getDetails().isPresent()) {
            return failure;
        }
        return Stream.iterate(failure, it -> it != null, Throwable::getCause)
                .limit(20)
                .flatMap(cause -> Unavailable.because(cause).stream())
                .findFirst()
                .<Throwable>map(refusal -> new CommandExecutionException(refusal.message(), failure, refusal))
                .orElse(failure);
    }

    private static Refusal invalid(InvalidValue value) {
        return new Refusal(
                Rejection.Kind.INVALID,
                "invalid_request",
                value.getMessage(),
                Map.of("errors", List.of(Map.of("field", value.field(), "message", value.reason()))));
    }

    /** A stream's id says what it would be: {@code order-75}. */
    private static Refusal unknown(String streamId) {
        int dash = streamId.indexOf('-');
        String type = streamId.substring(0, dash);
        return new Refusal(
                Rejection.Kind.UNKNOWN,
                type + "_not_found",
                "There is no %s %s.".formatted(type, streamId.substring(dash + 1)),
                Map.of());
    }
}
