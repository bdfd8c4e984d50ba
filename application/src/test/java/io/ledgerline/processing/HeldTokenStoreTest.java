package io.ledgerline.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.TestDatabase;
import io.ledgerline.nodes.NodeId;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.UnableToClaimTokenException;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HeldTokenStoreTest {

    private static final String VIEW = "orders-view";

    private static final GlobalSequenceTrackingToken BEGINNING = new GlobalSequenceTrackingToken(0);
    private static final GlobalSequenceTrackingToken END = new GlobalSequenceTrackingToken(75);

    private final TestDatabase database = TestDatabase.withWriteSchema();
    private final Held held = new Held();
    private final TokenStore here = node("here");
    private final TokenStore there = node("there");

    @BeforeEach
    void claimedHere() {
        here.initializeTokenSegments(VIEW, 1, END);
        here.fetchToken(VIEW, 0);
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void givenAnotherNodeHasResetATokenMeanwhile_whenABatchFromBeforeEnds_thenItsTokenIsRefused() {
        lapse();
        there.fetchToken(VIEW, 0);
        there.storeToken(BEGINNING, VIEW, 0);
        there.releaseClaim(VIEW, 0);

        assertThatThrownBy(() -> here.storeToken(END, VIEW, 0)).isInstanceOf(UnableToClaimTokenException.class);

        assertThat(there.fetchToken(VIEW, 0)).isEqualTo(BEGINNING);
    }

    @Test
    void givenAClaimThatNobodyElseHasTaken_whenABatchEndsLate_thenItsTokenIsKept() {
        lapse();

        here.storeToken(BEGINNING, VIEW, 0);

        assertThat(here.fetchToken(VIEW, 0)).isEqualTo(BEGINNING);
    }

    @Test
    void givenAProcessorThatMustNotRun_whenSegmentsAreAskedFor_thenNoneIsThere() {
        assertThat(here.fetchAvailableSegments(VIEW)).hasSize(1);

        held.become(Set.of(VIEW));

        assertThat(here.fetchAvailableSegments(VIEW)).isEmpty();
    }

    private void lapse() {
        database.jdbc()
                .sql("update processor_token set updated_at = '2020-01-01T00:00:00Z'")
                .update();
    }

    private TokenStore node(String name) {
        return new Stores()
                .writeTokenStore(
                        new SpringDataSourceConnectionProvider(database.dataSource()),
                        Jackson3Serializer.builder().build(),
                        new ProcessorProperties(Map.of(), Duration.ofSeconds(5), Duration.ofSeconds(1)),
                        new NodeId(name),
                        held);
    }
}
