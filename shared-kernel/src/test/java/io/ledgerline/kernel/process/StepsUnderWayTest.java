package io.ledgerline.kernel.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.ResultMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.RollbackConfigurationType;
import org.junit.jupiter.api.Test;

class StepsUnderWayTest {

    record Placed(int number) {}

    record Changed(int number) {}

    private final StepsUnderWay interceptor = new StepsUnderWay(Placed.class);
    private final List<String> seen = new ArrayList<>();

    @Test
    void whenEventsMayGoTogether_thenTheirStepsAreUnderWayAtTheSameTimeAndDoneBeforeAnythingIsStored() {
        CompletableFuture<Void> first = new CompletableFuture<>();
        CompletableFuture<Void> second = new CompletableFuture<>();

        handle(batch(new Placed(1), new Placed(2)), event -> {
            if (event.equals(new Placed(1))) {
                StepsUnderWay.finish(first.thenRun(() -> seen.add("first done")));
            } else {
                StepsUnderWay.finish(second.thenRun(() -> seen.add("second done")));
                second.complete(null);
                first.complete(null);
            }
        });

        assertThat(seen).containsExactly("Placed[number=1]", "Placed[number=2]", "second done", "first done", "stored");
    }

    @Test
    void whenAnEventOfAnotherKindComes_thenAllStepsBeforeItAreDoneFirst() {
        CompletableFuture<Void> first = new CompletableFuture<>();

        handle(batch(new Placed(1), new Changed(1)), event -> {
            if (event.equals(new Placed(1))) {
                StepsUnderWay.finish(first.thenRun(() -> seen.add("first done")));
                CompletableFuture.runAsync(() -> first.complete(null));
            }
        });

        assertThat(seen).containsExactly("Placed[number=1]", "first done", "Changed[number=1]", "stored");
    }

    @Test
    void whenAStepFails_thenNothingIsStoredAndNothingGoesOn() {
        CompletableFuture<Void> slow = new CompletableFuture<>();

        ResultMessage<?> result = handle(batch(new Placed(1), new Placed(2)), event -> {
            if (event.equals(new Placed(1))) {
                StepsUnderWay.finish(slow.thenRun(() -> seen.add("slow done")));
            } else {
                StepsUnderWay.finish(CompletableFuture.failedFuture(new IllegalStateException("failed")));
                CompletableFuture.runAsync(() -> slow.complete(null));
            }
        });

        assertThat(result.exceptionResult()).hasCauseInstanceOf(IllegalStateException.class);
        assertThat(seen).containsExactly("Placed[number=1]", "Placed[number=2]", "slow done");
    }

    @Test
    void whenAHandlerFails_thenTheStepsBeforeItAreOverWhenTheBatchIs() {
        CompletableFuture<Void> slow = new CompletableFuture<>();

        handle(batch(new Placed(1), new Placed(2)), event -> {
            if (event.equals(new Placed(2))) {
                CompletableFuture.runAsync(() -> slow.complete(null));
                throw new IllegalStateException("failed");
            }
            StepsUnderWay.finish(slow.thenRun(() -> seen.add("slow done")));
        });

        assertThat(seen).containsExactly("Placed[number=1]", "Placed[number=2]", "slow done");
    }

    @Test
    void givenNobodyGathersSteps_whenOneIsFinished_thenAtOnce() {
        StepsUnderWay.finish(CompletableFuture.runAsync(() -> seen.add("done")));

        assertThat(seen).containsExactly("done");
        assertThatThrownBy(() -> StepsUnderWay.finish(CompletableFuture.failedFuture(new IllegalStateException())))
                .isInstanceOf(CompletionException.class);
    }

    private interface Handler {
        void on(Object event);
    }

    private ResultMessage<?> handle(BatchingUnitOfWork<EventMessage<?>> batch, Handler handler) {
        return batch.executeWithResult(
                () -> interceptor.handle(batch, () -> {
                    if (batch.isFirstMessage()) {
                        batch.onPrepareCommit(unit -> seen.add("stored"));
                    }
                    Object event = batch.getMessage().getPayload();
                    seen.add(event.toString());
                    handler.on(event);
                    return null;
                }),
                RollbackConfigurationType.ANY_THROWABLE);
    }

    private static BatchingUnitOfWork<EventMessage<?>> batch(Object... events) {
        List<EventMessage<?>> messages = new ArrayList<>();
        for (Object event : events) {
            messages.add(new GenericEventMessage<>(event));
        }
        return new BatchingUnitOfWork<>(messages);
    }
}
