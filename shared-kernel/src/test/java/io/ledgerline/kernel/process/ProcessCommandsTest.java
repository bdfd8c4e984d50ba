package io.ledgerline.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Rejection;
import io.ledgerline.kernel.testing.Refusing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeoutException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.MessageHandler;
import org.junit.jupiter.api.Test;

class ProcessCommandsTest {

    private record DoIt() {}

    private final SimpleCommandBus bus = SimpleCommandBus.builder().build();
    private final ProcessCommands commands =
            new ProcessCommands(DefaultCommandGateway.builder().commandBus(bus).build(), Duration.ofMillis(200));
    private final List<CommandMessage<?>> handled = new ArrayList<>();
    private final EventMessage<?> cause = new GenericEventMessage<>(
            "something happened",
            Map.of(
                    MessageMetadata.COMMAND_ID, "command-1",
                    MessageMetadata.WHO, "developer",
                    MessageMetadata.WHY, "a test",
                    MessageMetadata.REQUEST_ID, "request-1"));

    @Test
    void acceptedCommandTellsTheVersion() {
        answering(command -> 7L);
        assertThat(commands.send("p", cause, "step", new DoIt()).join()).isEqualTo(new Outcome.Accepted(7));
    }

    @Test
    void refusalIsAnOutcome() {
        answering(command -> {
            throw Refusing.with(Rejection.Kind.CONFLICT, "no", Map.of());
        });
        assertThat(commands.send("p", cause, "step", new DoIt()).join())
                .isInstanceOfSatisfying(
                        Outcome.Refused.class,
                        refused -> assertThat(refused.is("no")).isTrue());
    }

    @Test
    void anyOtherFailureIsThrown() {
        answering(command -> {
            throw new IllegalStateException("the database is gone");
        });
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> commands.send("p", cause, "step", new DoIt()).join())
                .withCauseInstanceOf(IllegalStateException.class);
    }

    @Test
    void commandThatIsNeverAnsweredFails() {
        var silent = new ProcessCommands(
                DefaultCommandGateway.builder().commandBus(new NeverAnswering()).build(), Duration.ofMillis(50));
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> silent.send("p", cause, "step", new DoIt()).join())
                .withRootCauseInstanceOf(TimeoutException.class);
    }

    @Test
    void stepOfAProcessIsSentInItsNameUnderAnIdDerivedFromItsCause() {
        answering(command -> 0L);
        commands.send("p", cause, "step", new DoIt()).join();
        commands.send("p", cause, "step", new DoIt()).join();
        assertThat(handled)
                .allSatisfy(command -> assertThat(command.getMetaData())
                        .containsExactlyInAnyOrderEntriesOf(Map.of(
                                MessageMetadata.WHO,
                                "process:p",
                                MessageMetadata.COMMAND_ID,
                                cause.getIdentifier() + "/step",
                                MessageMetadata.CAUSED_BY,
                                cause.getIdentifier(),
                                MessageMetadata.REQUEST_ID,
                                "request-1")));
    }

    @Test
    void completionIsSentAsTheCommandThatItCompletesWas() {
        answering(command -> 0L);
        commands.complete(cause, "stock", new DoIt()).join();
        assertThat(handled)
                .singleElement()
                .satisfies(command -> assertThat(command.getMetaData())
                        .containsExactlyInAnyOrderEntriesOf(Map.of(
                                MessageMetadata.WHO, "developer",
                                MessageMetadata.WHY, "a test",
                                MessageMetadata.COMMAND_ID, "command-1/stock",
                                MessageMetadata.CAUSED_BY, cause.getIdentifier(),
                                MessageMetadata.REQUEST_ID, "request-1")));
    }

    private void answering(MessageHandler<CommandMessage<?>> handler) {
        bus.subscribe(DoIt.class.getName(), command -> {
            handled.add(command);
            return handler.handle(command);
        });
    }
}
