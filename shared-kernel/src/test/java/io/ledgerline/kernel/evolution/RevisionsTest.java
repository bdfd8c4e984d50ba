package io.ledgerline.kernel.evolution;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.aggregate.EventSourcedAggregate;
import java.util.List;
import java.util.function.Consumer;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class RevisionsTest {

    @Revision("1")
    record First() {}

    @Revision("3")
    record Third() {}

    record Command() {}

    @Revision("7")
    static class Thing extends EventSourcedAggregate {}

    private static final LogicalTypes TYPES =
            LogicalTypes.of("test", First.class, Third.class, Command.class, Thing.class);

    private final Revisions revisions = new Revisions(
            List.of(TYPES), List.of(Upcasters.none(), Upcasters.none().with("test.Third", adds("b"), adds("c"))));

    @ParameterizedTest
    @CsvSource({"1, abc", "2, ac", "3, a"})
    void whenUpcast_thenEachStepIsTakenFromThereOnAndInOrder(String revision, String expected) {
        assertThat(upcast("test.Third", revision)).isEqualTo(expected);
    }

    @Test
    void givenTodaysRevision_whenUpcast_thenItStays() {
        assertThat(upcast("test.First", "1")).isEqualTo("a");
    }

    @Test
    void givenANewerRevision_whenUpcast_thenItIsSaidWhatToDo() {
        assertThatThrownBy(() -> upcast("test.Third", "4"))
                .isInstanceOf(UnknownEvent.class)
                .hasMessageContaining("test.Third in revision 4")
                .hasMessageContaining("Run that one");
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = {"", "0", "-1", "01", "two", "99999999999999999999"})
    void givenARevisionThatNeverWas_whenUpcast_thenItIsRefused(@Nullable String revision) {
        assertThatThrownBy(() -> upcast("test.Third", revision)).isInstanceOf(UnknownEvent.class);
        assertThat(revisions.isKnown("test.Third", revision)).isFalse();
    }

    @Test
    void givenAnEventThatThisProgramDoesNotHave_whenUpcast_thenItIsSaidWhatToDo() {
        assertThatThrownBy(() -> upcast("test.Other", "1"))
                .isInstanceOf(UnknownEvent.class)
                .hasMessageContaining("test.Other in revision 1")
                .hasMessageContaining("Run that one");
        assertThat(revisions.isKnown("test.Other", "1")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"test.Command", "test.Thing"})
    void whatIsNoEventIsLeftAlone(String name) {
        assertThat(revisions.isCurrent(name, "12")).isTrue();
        assertThat(revisions.isCurrent(name, null)).isTrue();
    }

    @Test
    void givenAStepTooFew_thenItIsRefused() {
        assertThatThrownBy(() -> with(Upcasters.none().with("test.Third", adds("b"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("test.Third has revision 3, and upcasters up to revision 2");
    }

    @Test
    void givenAStepTooMany_thenItIsRefused() {
        assertThatThrownBy(() -> with(Upcasters.none().with("test.Third", adds("b"), adds("c"), adds("d"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void givenStepsOfSomethingElse_thenTheyAreRefused() {
        assertThatThrownBy(() -> with(Upcasters.none().with("test.Command", adds("b"))))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void givenStepsFromTwoPlaces_thenTheyAreRefused() {
        Upcasters steps = Upcasters.none().with("test.Third", adds("b"), adds("c"));

        assertThatThrownBy(() -> new Revisions(List.of(TYPES), List.of(steps, steps)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> steps.with("test.Third", adds("b"))).isInstanceOf(IllegalArgumentException.class);
    }

    private static void with(Upcasters upcasters) {
        new Revisions(List.of(TYPES), List.of(upcasters));
    }

    private String upcast(String event, @Nullable String revision) {
        ObjectNode payload = new JsonMapper().createObjectNode().put("text", "a");
        revisions.upcast(event, revision, payload);
        return payload.get("text").stringValue();
    }

    private static Consumer<ObjectNode> adds(String letter) {
        return event -> event.put("text", event.get("text").stringValue() + letter);
    }
}
