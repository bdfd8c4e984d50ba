package io.ledgerline.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.ledgerline.TestDatabase;
import io.ledgerline.database.Connections;
import io.ledgerline.nodes.NodeId;
import io.ledgerline.processing.ProcessorProperties.FirstToken;
import io.ledgerline.processing.ProcessorProperties.Processor;
import io.ledgerline.processing.ProcessorProperties.Side;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

class SharedProcessorsTest {

    private static final String VIEW = "orders-view";

    private static final ProcessorProperties PROPERTIES = new ProcessorProperties(
            Map.of(VIEW, new Processor(Side.WRITE, 2, 100, FirstToken.TAIL, true, true)),
            Duration.ofMillis(100),
            Duration.ofMillis(20));

    private final TestDatabase database = TestDatabase.withWriteSchema();
    private final JdbcClient jdbc = database.jdbc();
    private final AtomicBoolean works = new AtomicBoolean(true);
    private final AtomicBoolean fails = new AtomicBoolean();
    private final Map<Integer, EventTrackerStatus> segments = new ConcurrentHashMap<>();
    private final AtomicBoolean logCanBeRead = new AtomicBoolean(true);
    private final StreamingEventProcessor processor = mock();
    private final EventProcessingConfiguration processing = mock();
    private final SharedProcessors shared = new SharedProcessors(
            processing,
            new Agreements(jdbc, "here"),
            new Claims(jdbc, jdbc, PROPERTIES),
            PROPERTIES,
            mock(),
            new NodeId("here"),
            new Held(),
            new Silence(new Connections(System::nanoTime), PROPERTIES.claimTimeout(), System::nanoTime),
            logCanBeRead::get);

    @BeforeEach
    void start() {
        when(processing.eventProcessors()).thenReturn(Map.of(VIEW, processor));
        when(processing.eventProcessor(any(), any())).thenReturn(Optional.of(processor));
        when(processor.isRunning()).then(call -> works.get());
        when(processor.isError()).then(call -> fails.get());
        when(processor.processingStatus()).thenReturn(segments);
        when(processor.shutdownAsync()).then(call -> {
            works.set(false);
            return CompletableFuture.completedFuture(null);
        });
        shared.start();
        await().untilAsserted(() -> assertThat(said()).containsExactly(VIEW));
    }

    @AfterEach
    void close() {
        shared.destroy();
        database.close();
    }

    @Test
    void givenAPausedProcessor_whenItIsStartedPastTheAgreement_thenItIsStoppedAgain() {
        shared.pause(VIEW);
        assertThat(works).isFalse();

        works.set(true);

        await().untilFalse(works);
    }

    @Test
    void givenANodeThatStops_whenItsWorkGoesOn_thenItSaysThatItIsAliveAndCanTakeNothing() {
        shared.stop();

        assertThat(said()).isEmpty();
        Object before = seen();
        await().untilAsserted(() -> assertThat(seen()).isNotEqualTo(before));
    }

    @Test
    void givenANodeIsGone_whenItIsAskedForSomethingStill_thenItDoesNotSayThatItIsAlive() {
        shared.stop();

        shared.destroy();
        shared.resume(VIEW);
        shared.told(VIEW);

        assertThat(jdbc.sql("select count(*) from node").query(Long.class).single())
                .isZero();
    }

    @Test
    void givenAProcessorThatFails_whenItHasSegments_thenItCanTakeNoMore() {
        segments.put(0, mock());

        fails.set(true);

        await().untilAsserted(() -> assertThat(said()).isEmpty());
    }

    @Test
    void givenAProcessorThatHasFailedAndLostItsSegments_whenTheLogCanBeReadAgain_thenItCanTakeSome() {
        logCanBeRead.set(false);
        fails.set(true);
        await().untilAsserted(() -> assertThat(said()).isEmpty());

        logCanBeRead.set(true);

        await().untilAsserted(() -> assertThat(said()).containsExactly(VIEW));
    }

    private String[] said() {
        return jdbc.sql("select processors from node where node_id = 'here'")
                .query((row, number) -> (String[]) row.getArray("processors").getArray())
                .optional()
                .orElse(new String[] {"not there"});
    }

    private Object seen() {
        return jdbc.sql("select seen_at::text from node where node_id = 'here'")
                .query(String.class)
                .single();
    }
}
