package io.ledgerline.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class LastCommandsTest {

    private final AtomicInteger underWay = new AtomicInteger(1);

    @Test
    void givenACommandUnderWay_whenTheNodeStops_thenItWaitsUntilThatIsAnswered() {
        CompletableFuture<Void> answered =
                new LastCommands(() -> CompletableFuture.completedFuture(null), underWay::get).answered();

        await().during(Duration.ofMillis(400)).until(() -> !answered.isDone());
        underWay.set(0);
        assertThat(answered).succeedsWithin(Duration.ofSeconds(5));
    }

    @Test
    void givenAServerThatHasNotUnderstoodYet_whenTheNodeStops_thenItWaitsForIt() {
        underWay.set(0);
        CompletableFuture<Void> understood = new CompletableFuture<>();
        CompletableFuture<Void> answered = new LastCommands(() -> understood, underWay::get).answered();

        assertThat(answered).isNotDone();
        understood.completeExceptionally(new IllegalStateException("gone"));
        assertThat(answered).succeedsWithin(Duration.ofSeconds(5));
    }
}
