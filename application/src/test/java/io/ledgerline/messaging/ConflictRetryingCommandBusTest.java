package io.ledgerline.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.axoniq.axonserver.connector.impl.StreamClosedException;
import io.grpc.Status;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import java.io.IOException;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

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
    void givenAFasterWriterAsAxonServerTellsIt_whenTheCommandIsTriedAgain_thenItSucceeds() {
        CommandResultMessage<?> result = send(command -> {
            if (attempts.incrementAndGet() < 2) {
                throw Status.OUT_OF_RANGE
                        .withDescription("[AXONIQ-2000] Invalid sequence number 2 for aggregate stock-A, expected 3")
                        .asRuntimeException();
            }
            return "done";
        });

        assertThat(result.getPayload()).isEqualTo("done");
    }

    static Stream<Throwable> storesThatAreAway() {
        return Stream.of(
                Status.UNAVAILABLE.asRuntimeException(),
                new SQLTransientConnectionException("no connection"),
                new StreamClosedException(new IOException("gone")));
    }

    @ParameterizedTest
    @MethodSource("storesThatAreAway")
    void givenAStoreThatIsAway_whenHandled_thenItIsAskedOnceAndThatSurvivesTheWay(Throwable failure) {
        CommandResultMessage<?> result = send(command -> {
            attempts.incrementAndGet();
            throw new IllegalStateException("not stored", failure);
        });

        assertThat(refusal(result).kind()).isEqualTo(Rejection.Kind.BUSY);
        assertThat(refusal(result).code()).isEqualTo("store_unavailable");
        assertThat(attempts).hasValue(1);
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
