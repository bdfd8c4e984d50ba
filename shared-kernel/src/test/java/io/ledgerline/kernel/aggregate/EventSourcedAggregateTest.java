package io.ledgerline.kernel.aggregate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.axonframework.test.matchers.Matchers.exactSequenceOf;

import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.aggregate.Tally.Add;
import io.ledgerline.kernel.aggregate.Tally.Added;
import io.ledgerline.kernel.aggregate.Tally.Begin;
import io.ledgerline.kernel.aggregate.Tally.Begun;
import io.ledgerline.kernel.testing.Json;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.Message;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.axonframework.test.matchers.Matchers;
import org.hamcrest.Matcher;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EventSourcedAggregateTest {

    private static final String TALLY = "tally-1";
    private static final Instant MONDAY = Instant.parse("2026-11-16T12:00:00Z");

    private final AggregateTestFixture<Tally> tally = new AggregateTestFixture<>(Tally.class);

    @BeforeEach
    void eventsCarryTheIdOfTheirCommand() {
        tally.registerCommandHandlerInterceptor(new CorrelationDataInterceptor<>(new SimpleCorrelationDataProvider(
                MessageMetadata.COMMAND_ID,
                MessageMetadata.CAUSED_BY,
                MessageMetadata.WHO,
                MessageMetadata.EFFECTIVE_AT)));
    }

    @Test
    void givenNothing_whenBegun_thenVersionIsZero() {
        tally.givenNoPriorActivity()
                .when(new Begin(TALLY))
                .expectEvents(new Begun(TALLY))
                .expectResultMessagePayload(0L);
    }

    @Test
    void whenSeveralEventsAreApplied_thenVersionIsTheLastOnes() {
        tally.given(new Begun(TALLY)).when(new Add(TALLY, 3)).expectResultMessagePayload(3L);
    }

    @Test
    void whenNothingIsApplied_thenVersionIsAsItWas() {
        tally.given(new Begun(TALLY), new Added(1))
                .when(new Add(TALLY, 0))
                .expectNoEvents()
                .expectResultMessagePayload(1L);
    }

    @Test
    void givenCommandWasHandled_whenItComesAgain_thenItIsAnsweredAsThenAndNothingHappens() {
        tally.givenCommands(command(new Begin(TALLY), "a"), command(new Add(TALLY, 2), "b"), new Add(TALLY, 5))
                .when(new Add(TALLY, 2), id("b"))
                .expectNoEvents()
                .expectResultMessagePayload(2L);
    }

    @Test
    void givenStreamWasBegun_whenSameCommandBeginsIt_thenItIsAnsweredAsThen() {
        tally.givenCommands(command(new Begin(TALLY), "a"), new Add(TALLY, 5))
                .when(new Begin(TALLY), id("a"))
                .expectNoEvents()
                .expectResultMessagePayload(0L);
    }

    @Test
    void givenStreamWasBegun_whenAnotherCommandBeginsIt_thenItsRuleRefuses() {
        tally.givenCommands(command(new Begin(TALLY), "a"))
                .when(new Begin(TALLY), id("b"))
                .expectNoEvents()
                .expectException(Tally.BegunBefore.class);
    }

    @Test
    void givenEventsFromTheLog_whenTheirCommandComesAgain_thenItIsKnown() {
        tally.given(event(new Begun(TALLY), "a"), event(new Added(1), "b"), event(new Added(1), "b"))
                .when(new Add(TALLY, 2), id("b"))
                .expectNoEvents()
                .expectResultMessagePayload(2L);
    }

    @Test
    void givenCommandOfAProcess_whenItComesAgain_thenItIsUpToTheRules() {
        Map<String, ?> metadata =
                Map.of(MessageMetadata.COMMAND_ID, "b", MessageMetadata.WHO, "process:order-fulfilment");
        tally.givenCommands(new Begin(TALLY), new GenericCommandMessage<>(new Add(TALLY, 1)).withMetaData(metadata))
                .when(new Add(TALLY, 1), metadata)
                .expectEvents(new Added(1));
    }

    @Test
    void givenTwoDaysHavePassed_whenCommandsAreHandled_thenTheOldestIsForgotten() {
        tally.givenCurrentTime(MONDAY)
                .andGivenCommands(command(new Begin(TALLY), "a"))
                .andGivenCurrentTime(MONDAY.plus(Duration.ofDays(2)).plusSeconds(1))
                .andGivenCommands(command(new Add(TALLY, 1), "b"))
                .when(new Begin(TALLY), id("a"))
                .expectException(Tally.BegunBefore.class);
    }

    @Test
    void whenExpectedVersionIsTheActualOne_thenCommandIsHandled() {
        tally.given(new Begun(TALLY), new Added(1))
                .when(new Add(TALLY, 1), Map.of(MessageMetadata.EXPECTED_VERSION, "1"))
                .expectEvents(new Added(1))
                .expectResultMessagePayload(2L);
    }

    @Test
    void whenStreamHasMovedOn_thenCommandIsRefused() {
        tally.given(new Begun(TALLY), new Added(1))
                .when(new Add(TALLY, 1), Map.of(MessageMetadata.EXPECTED_VERSION, "0"))
                .expectNoEvents()
                .expectException(VersionMismatch.class);
    }

    @Test
    void whenOneOfSeveralExpectedVersionsIsTheActualOne_thenCommandIsHandled() {
        tally.given(new Begun(TALLY), new Added(1))
                .when(new Add(TALLY, 1), Map.of(MessageMetadata.EXPECTED_VERSION, "0,1"))
                .expectEvents(new Added(1));
    }

    @Test
    void whenNoVersionIsGoodEnough_thenCommandIsRefused() {
        tally.given(new Begun(TALLY), new Added(1))
                .when(new Add(TALLY, 1), Map.of(MessageMetadata.EXPECTED_VERSION, ""))
                .expectNoEvents()
                .expectException(VersionMismatch.class);
    }

    @Test
    void givenCommandWasHandled_whenItComesAgainWithTheVersionItExpectedThen_thenItIsAnsweredAsThen() {
        tally.givenCommands(new Begin(TALLY), command(new Add(TALLY, 1), "b"))
                .when(new Add(TALLY, 1), Map.of(MessageMetadata.COMMAND_ID, "b", MessageMetadata.EXPECTED_VERSION, "0"))
                .expectNoEvents()
                .expectResultMessagePayload(1L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-16T12:00:00Z", "2026-11-17T12:00:00Z"})
    void givenAnEffectiveTime_whenSomethingIsEffectiveThenOrLater_thenItIsSo(String effectiveAt) {
        tally.given(effective(new Begun(TALLY), MONDAY.minusSeconds(1)), effective(new Added(1), MONDAY))
                .when(new Add(TALLY, 1), Map.of(MessageMetadata.EFFECTIVE_AT, effectiveAt))
                .expectSuccessfulHandlerExecution()
                .expectResultMessagePayload(2L);
    }

    @Test
    void givenAnEffectiveTime_whenSomethingIsDatedBackFurther_thenItIsRefused() {
        tally.given(effective(new Begun(TALLY), MONDAY))
                .when(new Add(TALLY, 1), dated(MONDAY.minusSeconds(1), "b", "b"))
                .expectNoEvents()
                .expectException(EffectiveBeforeLast.class);
    }

    @Test
    void givenAnEffectiveTime_whenWhatIsDatedBackChangesNothing_thenNobodyMinds() {
        tally.given(effective(new Begun(TALLY), MONDAY))
                .when(new Add(TALLY, 0), dated(MONDAY.minusSeconds(1), "b", "b"))
                .expectNoEvents()
                .expectResultMessagePayload(0L);
    }

    @Test
    void givenAnEffectiveTimeOfLessThanAMicrosecondMore_whenTheTimeThatWasStoredIsGiven_thenItIsTheSame() {
        tally.given(effective(new Begun(TALLY), MONDAY.plusNanos(123)))
                .when(new Add(TALLY, 1), dated(MONDAY, "b", "b"))
                .expectSuccessfulHandlerExecution();
    }

    @Test
    void givenAnEffectiveTime_whenWhatFollowsFromAnEventIsDatedBackFurther_thenItHoldsSinceThen() {
        tally.given(effective(new Begun(TALLY), MONDAY))
                .when(new Add(TALLY, 1), dated(MONDAY.minusSeconds(1), "b/step", "an event"))
                .expectEventsMatching(effectiveAt(MONDAY));
    }

    @Test
    void givenAnEffectiveTimeAheadOfThisClock_whenSomethingHappensNow_thenItHoldsSinceThen() {
        tally.given(effective(new Begun(TALLY), MONDAY.plusSeconds(5)))
                .andGivenCurrentTime(MONDAY)
                .when(new Add(TALLY, 1))
                .expectEventsMatching(effectiveAt(MONDAY.plusSeconds(5)));
    }

    @Test
    void stateIsTheSameAfterItWasStored() {
        tally.givenCommands(command(new Begin(TALLY), "a"))
                .when(new Add(TALLY, 2), id("b"))
                .expectState(state -> {
                    Tally reread = Json.reread(state);
                    assertThat(reread.strokes()).isEqualTo(2);
                    assertThat(reread).usingRecursiveComparison().isEqualTo(state);
                    assertThat(Json.STATE.writeValueAsString(state)).contains("\"a\"", "\"b\"");
                });
    }

    private static GenericCommandMessage<?> command(Object payload, String id) {
        return new GenericCommandMessage<>(payload, id(id));
    }

    private static GenericEventMessage<?> event(Object payload, String commandId) {
        return new GenericEventMessage<>(payload, id(commandId));
    }

    private static GenericEventMessage<?> effective(Object payload, Instant at) {
        return new GenericEventMessage<>(payload, Map.of(MessageMetadata.EFFECTIVE_AT, at.toString()));
    }

    private static Map<String, ?> dated(Instant at, String commandId, String causedBy) {
        return Map.of(
                MessageMetadata.EFFECTIVE_AT, at.toString(),
                MessageMetadata.COMMAND_ID, commandId,
                MessageMetadata.CAUSED_BY, causedBy);
    }

    private static Matcher<List<Message<?>>> effectiveAt(Instant at) {
        return exactSequenceOf(Matchers.<Message<?>>predicate(
                event -> at.toString().equals(event.getMetaData().get(MessageMetadata.EFFECTIVE_AT))));
    }

    private static Map<String, ?> id(String commandId) {
        return Map.of(MessageMetadata.COMMAND_ID, commandId);
    }
}
