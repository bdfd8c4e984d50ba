package io.ledgerline.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

class GatheringTest {

    private final List<Set<String>> asked = new ArrayList<>();
    private final List<Sinks.One<Map<String, Integer>>> answers = new ArrayList<>();
    private final Gathering<String, Integer> lengths = new Gathering<>(1, this::question);

    private Mono<Map<String, Integer>> question(Set<String> words) {
        asked.add(new TreeSet<>(words));
        answers.add(Sinks.one());
        return answers.get(answers.size() - 1).asMono();
    }

    /** Words with an x there aren't. */
    private void answer(int number) {
        Map<String, Integer> found = new TreeMap<>();
        asked.get(number).stream().filter(word -> !word.contains("x")).forEach(word -> found.put(word, word.length()));
        answers.get(number).tryEmitValue(found);
    }

    @Test
    void givenNothingIsUnderWay_whenSomethingIsAsked_thenAtOnce() {
        var heart = lengths.ask(Set.of("heart", "x"));
        answer(0);

        assertThat(heart.join()).isEqualTo(Map.of("heart", 5));
        assertThat(asked).containsExactly(Set.of("heart", "x"));
    }

    @Test
    void givenAQuestionIsUnderWay_whenSeveralAreAsked_thenInOneAndEachGetsItsOwn() {
        var first = lengths.ask(Set.of("heart"));
        var second = lengths.ask(Set.of("heart", "tin"));
        var third = lengths.ask(Set.of("lamp"));
        assertThat(asked).hasSize(1);

        answer(0);
        assertThat(first).isCompletedWithValue(Map.of("heart", 5));
        assertThat(second).isNotDone();
        answer(1);

        assertThat(asked).containsExactly(Set.of("heart"), Set.of("heart", "lamp", "tin"));
        assertThat(second.join()).isEqualTo(Map.of("heart", 5, "tin", 3));
        assertThat(third.join()).isEqualTo(Map.of("lamp", 4));
    }

    @Test
    void whenAQuestionFails_thenThoseWhoAskedItAreToldAndTheNextOneIsAsked() {
        var first = lengths.ask(Set.of("heart"));
        var second = lengths.ask(Set.of("tin"));

        answers.get(0).tryEmitError(new IllegalStateException("no database"));
        answer(1);

        assertThat(first).isCompletedExceptionally();
        assertThat(second.join()).isEqualTo(Map.of("tin", 3));
    }
}
