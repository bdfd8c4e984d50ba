package io.ledgerline.query.order;

import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.paymentReceived;
import static io.ledgerline.query.Samples.paymentStarted;
import static io.ledgerline.query.Samples.placed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.Log;
import io.ledgerline.query.ReadSide;
import io.ledgerline.query.api.Representation;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OrderRepresentationsTest {

    private static final Duration AT_MOST = Duration.ofSeconds(30);
    private static final Resource ORDER = Resource.order("75");

    private final ReadSide readSide = ReadSide.empty();
    private final OrderRepresentations representations = readSide.bean(OrderRepresentations.class);
    private final Log log = new Log();

    @AfterEach
    void nobodyIsLeftBehind() {
        await().until(() -> readSide.followers() == 0);
    }

    @Test
    void whoWatchesBeforeTheCommandSeesWhatCameOfIt() {
        try (var watch = representations.watch(ORDER)) {
            await().until(() -> readSide.followers() == 1);
            readSide.project(log.append(placed("75", line("MUG", 1, "4"))));

            Representation shown = watch.shown(Map.of(ORDER, 0L), false).block(AT_MOST);

            assertThat(shown.version()).isZero();
            assertThat(shown.about()).isEqualTo(new CustomerId("ada"));
            assertThat(shown.body())
                    .isInstanceOfSatisfying(
                            OrderRepresentation.class,
                            order -> assertThat(order.status()).isEqualTo(OrderStatus.PENDING));
        }
    }

    @Test
    void anOrderIsSettledOnceNoProcessIsAtWorkOnIt() {
        readSide.project(log.append(placed("75", line("MUG", 1, "4"))));
        try (var watch = representations.watch(ORDER)) {
            CompletableFuture<Representation> confirmed =
                    watch.shown(Map.of(ORDER, 0L), true).toFuture();
            CompletableFuture<Representation> paid =
                    watch.shown(Map.of(ORDER, 2L), true).toFuture();
            readSide.project(log.append(new OrderConfirmed(new OrderId("75"))));
            assertThat(confirmed)
                    .succeedsWithin(AT_MOST)
                    .satisfies(order -> assertThat(order.version()).isEqualTo(1));

            readSide.project(log.append(paymentStarted("75", "p1", "4")));
            CompletableFuture<Representation> started =
                    watch.shown(Map.of(ORDER, 2L), false).toFuture();
            assertThat(started).succeedsWithin(AT_MOST);
            assertThat(paid).isNotDone();

            readSide.project(log.append(paymentReceived("75", "p1", "4", "0")));
            assertThat(paid)
                    .succeedsWithin(AT_MOST)
                    .satisfies(order -> assertThat(order.version()).isEqualTo(3));
        }
    }

    @Test
    void streamsThatTheViewDoesNotShowAreNotWaitedFor() {
        readSide.project(log.append(placed("75", line("MUG", 1, "4"))));
        try (var watch = representations.watch(ORDER)) {
            assertThat(watch.shown(Map.of(Resource.payment("p1"), 7L), false).toFuture())
                    .succeedsWithin(AT_MOST);
        }
    }
}
