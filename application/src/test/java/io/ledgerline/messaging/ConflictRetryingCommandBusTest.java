package io.ledgerline.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.modelling.command.ConcurrencyException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConflictRetryingCommandBusTest {

    private static final class NeverAgain extends Rejection {
        NeverAgain() {
            super(Kind.CONFLICT, "never_again", "Never again.");
        }
    }

    private final ScheduledExecutorService scheduler = Executors.newSingleThreadScheduledExecutor();
    private final AtomicInteger attempts = new AtomicInteger();

    @AfterEach
    void stop() {
        scheduler.shutdownNow();
    }

    @Test
    void givenAFasterWriter_whenTheCommandIsTriedAgain_thenItSucceeds() {
        CommandResultMessage<?> result = send(command -> {
            if (attempts.incrementAndGet() < 4) {
                throw new ConcurrencyException("somebody was faster");
            }
            return "done";
        });

        assertThat(result.getPayload()).isEqualTo("done");
    }

    @Test
    void givenAStreamThatNeverRests_whenAllAttemptsAreUsed_thenTheAnswerIsBusyAndNotATechnicalError() {
        CommandResultMessage<?> result = send(command -> {
            attempts.incrementAndGet();
            throw new ConcurrencyException("somebody was faster");
        });

        assertThat(refusal(result).code()).isEqualTo("busy");
        assertThat(attempts).hasValue(12);
    }

    @Test
    void givenARuleThatSaysNo_whenHandled_thenItIsAskedOnceAndItsCodeSurvivesTheWay() {
        CommandResultMessage<?> result = send(command -> {
            attempts.incrementAndGet();
            throw new NeverAgain();
        });

        assertThat(refusal(result).code()).isEqualTo("never_again");
        assertThat(attempts).hasValue(1);
    }

    @Test
    void givenAStreamThatDoesNotExist_whenHandled_thenItIsUnknownByItsType() {
        CommandResultMessage<?> result = send(command -> {
            throw new AggregateNotFoundException("order-75", "not there");
        });

        assertThat(refusal(result).kind()).isEqualTo(Rejection.Kind.UNKNOWN);
        assertThat(refusal(result).code()).isEqualTo("order_not_found");
    }

    private CommandResultMessage<?> send(MessageHandler<? super CommandMessage<?>> handler) {
        SimpleCommandBus local = SimpleCommandBus.builder().build();
        local.registerHandlerInterceptor(new RefusalInterceptor());
        ConflictRetryingCommandBus bus = new ConflictRetryingCommandBus(local, scheduler);
        bus.subscribe(String.class.getName(), handler);
        CompletableFuture<CommandResultMessage<?>> result = new CompletableFuture<>();
        bus.dispatch(new GenericCommandMessage<>("command"), (command, answer) -> result.complete(answer));
        return result.orTimeout(10, TimeUnit.SECONDS).join();
    }

    private static Refusal refusal(CommandResultMessage<?> result) {
        return (Refusal) ((CommandExecutionException) result.exceptionResult())
                .getDetails()
                .orElseThrow();
    }
}
