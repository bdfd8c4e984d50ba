package io.ledgerline.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.ArgumentMatchers.anyInt;
import static org.mockito.Mockito.doAnswer;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import io.ledgerline.TestDatabase;
import io.ledgerline.processing.ProcessorProperties.FirstToken;
import io.ledgerline.processing.ProcessorProperties.Processor;
import io.ledgerline.processing.ProcessorProperties.Side;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventhandling.EventTrackerStatus;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What a node does at each look. Time passes in the database only. */
class BalanceTest {

    private static final String VIEW = "orders-view";

    private static final ProcessorProperties PROPERTIES = new ProcessorProperties(
            Map.of(VIEW, new Processor(Side.READ, 4, 100, FirstToken.TAIL, true, true)),
            Duration.ofSeconds(5),
            Duration.ofSeconds(1));

    private final TestDatabase database = TestDatabase.withWriteSchema();
    private final JdbcClient jdbc = database.jdbc();
    private final Balance balance =
            new Balance(new Agreements(jdbc, "here"), new Claims(jdbc, jdbc, PROPERTIES), PROPERTIES, "here");

    private final StreamingEventProcessor processor = mock();
    private final Map<Integer, EventTrackerStatus> working = new TreeMap<>();
    private final List<Integer> released = new ArrayList<>();
    private final List<Integer> claimed = new ArrayList<>();

    @BeforeEach
    void fourSegmentsHere() {
        when(processor.processingStatus()).thenReturn(working);
        doAnswer(call -> released.add(call.getArgument(0))).when(processor).releaseSegment(anyInt());
        when(processor.claimSegment(anyInt())).then(call -> {
            claimed.add(call.getArgument(0));
            return CompletableFuture.completedFuture(true);
        });
        for (int segment = 0; segment < 4; segment++) {
            jdbc.sql("insert into processor_token (processor_name, segment) values (?, ?)")
                    .params(VIEW, segment)
                    .update();
            workHere(segment);
        }
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void givenAnotherNodeHasNone_whenNothingHasChangedSinceTheLastLook_thenItIsGivenHalf() {
        seen("there", 0);
        look();
        assertThat(released).isEmpty();

        look();

        assertThat(released).containsExactly(3, 2);
    }

    @Test
    void givenANodeLastSeenThreeSecondsAgo_whenAllItsSegmentsAreHere_thenItIsGivenNone() {
        seen("there", 3);

        look();
        look();
        look();

        assertThat(released).isEmpty();
    }

    @Test
    void givenASegmentWasJustTakenOver_whenItsFormerNodeStillSeemsAlive_thenThatIsGivenNone() {
        seen("there", 0);
        owned(3, "there");
        look();
        owned(3, "here");

        look();

        assertThat(released).isEmpty();
    }

    @Test
    void givenASegmentIsFree_whenNothingElseHasChanged_thenNoneIsGivenAway() {
        seen("there", 0);
        free(3);
        look();

        look();

        assertThat(released).isEmpty();
    }

    @Test
    void givenAnotherNodeHasOneLess_whenThisLooks_thenNoneIsGivenAway() {
        seen("there", 0);
        owned(3, "there");
        jdbc.sql("delete from processor_token where segment = 0").update();
        look();

        look();

        assertThat(released).isEmpty();
    }

    @Test
    void givenThisNodeHasTheProcessorForItself_whenItLooks_thenNoneIsGivenAway() {
        seen("there", 0);
        balance.look(Map.of(VIEW, processor), Set.of(VIEW));

        balance.look(Map.of(VIEW, processor), Set.of(VIEW));

        assertThat(released).isEmpty();
    }

    @Test
    void givenSegmentsWereGivenAway_whenNobodyTakesThem_thenTheyAreTakenBack() {
        giveTwo();
        letGo(2);
        letGo(3);
        look();
        look();
        assertThat(claimed).isEmpty();

        look();

        assertThat(claimed).containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void givenTheOneWhomTheyWereGivenToIsGone_whenNobodyElseIsThere_thenTheyAreTakenBack() {
        giveTwo();
        jdbc.sql("delete from node").update();
        letGo(2);
        letGo(3);

        look();
        look();
        look();

        assertThat(claimed).containsExactlyInAnyOrder(2, 3);
    }

    @Test
    void givenWorkIsUnderWayOnWhatWasGivenAway_whenItIsLetGoLate_thenOthersHaveAsLongAsElse() {
        giveTwo();
        letGo(3);
        look();
        look();
        look();
        assertThat(claimed).containsExactly(3);

        letGo(2);
        look();
        look();
        assertThat(claimed).doesNotContain(2);
        look();

        assertThat(claimed).contains(2);
    }

    @Test
    void givenWhatWasGivenAwayIsTakenBack_whenItIsFreeLater_thenAxonDecidesWhenItIsClaimed() {
        giveTwo();
        letGo(2);
        letGo(3);
        look();
        look();
        look();
        workHere(2);
        workHere(3);
        look();
        claimed.clear();

        letGo(3);
        look();
        look();
        look();

        assertThat(claimed).isEmpty();
    }

    @Test
    void givenSegmentsWereGivenAway_whenAnotherNodeTakesThem_thenTheyAreLeftToIt() {
        giveTwo();
        letGo(2);
        letGo(3);
        look();
        owned(2, "there");
        owned(3, "there");

        look();
        look();
        look();

        assertThat(claimed).isEmpty();
    }

    /** Segments 2 and 3. */
    private void giveTwo() {
        seen("there", 0);
        look();
        look();
        assertThat(released).containsExactlyInAnyOrder(2, 3);
    }

    private void look() {
        balance.look(Map.of(VIEW, processor), Set.of());
    }

    private void seen(String node, int secondsAgo) {
        jdbc.sql("insert into node (node_id, processors, seen_at) values (?, ?, now() - ? * interval '1 s')")
                .params(node, new String[] {VIEW}, secondsAgo)
                .update();
    }

    private void workHere(int segment) {
        working.put(segment, mock());
        owned(segment, "here");
    }

    private void letGo(int segment) {
        working.remove(segment);
        free(segment);
    }

    private void free(int segment) {
        jdbc.sql("update processor_token set owner = null where segment = ?")
                .param(segment)
                .update();
    }

    private void owned(int segment, String node) {
        jdbc.sql("update processor_token set owner = ?, updated_at = now()::text where segment = ?")
                .params(node, segment)
                .update();
    }
}
