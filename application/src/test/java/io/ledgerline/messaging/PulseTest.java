package io.ledgerline.messaging;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLong;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.distributed.CommandDispatchException;
import org.junit.jupiter.api.Test;

class PulseTest {

    private final AtomicLong time = new AtomicLong();
    private final Deque<CompletableFuture<Long>> questions = new ArrayDeque<>();
    private final Pulse pulse = new Pulse(
            () -> {
                questions.add(new CompletableFuture<>());
                return questions.getLast();
            },
            time::get);
    private final ThrowingCallable command =
            () -> pulse.handle(List.of()).apply(0, new GenericCommandMessage<>("anything"));

    @Test
    void givenNoAnswerForFiveSeconds_whenACommandIsSent_thenItIsRefusedUntilThereIsOne() {
        pulse.beat();
        pass(4);
        pulse.beat();
        pass(1);
        assertThatCode(command).doesNotThrowAnyException();

        pass(1);
        assertThatThrownBy(command).isInstanceOf(CommandDispatchException.class);
        questions.getFirst().completeExceptionally(new IllegalStateException("The connection is closed"));
        assertThatThrownBy(command).isInstanceOf(CommandDispatchException.class);

        questions.getLast().complete(1L);
        assertThatCode(command).doesNotThrowAnyException();
    }

    @Test
    void givenThatAllWasAnswered_whenNothingWasAskedForLong_thenCommandsAreSent() {
        pulse.beat();
        questions.getLast().complete(1L);
        pass(60);
        assertThatCode(command).doesNotThrowAnyException();
        pulse.beat();
        assertThatCode(command).doesNotThrowAnyException();
    }

    @Test
    void givenThatItCannotEvenBeAsked_whenThatLasts_thenCommandsAreRefused() {
        Pulse away = new Pulse(
                () -> {
                    throw new IllegalStateException("No connection");
                },
                time::get);
        away.beat();
        pass(6);

        assertThatThrownBy(() -> away.handle(List.of()).apply(0, new GenericCommandMessage<>("anything")))
                .isInstanceOf(CommandDispatchException.class);
    }

    private void pass(int seconds) {
        time.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }
}
