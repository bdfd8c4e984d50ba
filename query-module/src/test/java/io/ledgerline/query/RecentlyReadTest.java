package io.ledgerline.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RecentlyReadTest {

    private static final int MOST = 100;

    private final List<Set<String>> asked = new ArrayList<>();
    private final List<CompletableFuture<Map<String, Integer>>> answers = new ArrayList<>();
    private final RecentlyRead<String, Integer> rows = upTo(Duration.ofMinutes(1));

    private RecentlyRead<String, Integer> upTo(Duration oldest) {
        return new RecentlyRead<>(MOST, oldest, this::question);
    }

    private CompletableFuture<Map<String, Integer>> question(Set<String> keys) {
        asked.add(new HashSet<>(keys));
        answers.add(new CompletableFuture<>());
        return answers.get(answers.size() - 1);
    }

    @Test
    void whatIsRememberedIsNotAskedForAgain() {
        var first = rows.ask("a");
        answers.get(0).complete(Map.of("a", 1));

        assertThat(first).isCompletedWithValue(1);
        assertThat(rows.ask("a")).isCompletedWithValue(1);
        var both = rows.ask(Set.of("a", "b"));
        answers.get(1).complete(Map.of("b", 2));
        assertThat(both).isCompletedWithValue(Map.of("a", 1, "b", 2));
        assertThat(asked).containsExactly(Set.of("a"), Set.of("b"));
    }

    @Test
    void whatIsBeingReadIsNotAskedForTwice() {
        var first = rows.ask("a");
        var second = rows.ask("a");
        answers.get(0).complete(Map.of("a", 1));

        assertThat(first).isCompletedWithValue(1);
        assertThat(second).isCompletedWithValue(1);
        assertThat(asked).hasSize(1);
    }

    @Test
    void whatIsForgottenWhileItIsBeingReadIsAskedForAgainAndTheOldAnswerIsNotRemembered() {
        var before = rows.ask("a");
        rows.forget("a");
        var after = rows.ask("a");

        answers.get(1).complete(Map.of("a", 2));
        answers.get(0).complete(Map.of("a", 1));

        assertThat(before).isCompletedWithValue(1);
        assertThat(after).isCompletedWithValue(2);
        assertThat(rows.ask("a")).isCompletedWithValue(2);
    }

    @Test
    void allThatIsBeingReadIsForgottenToo() {
        rows.ask(Set.of("a", "b"));
        rows.forgetAll();
        answers.get(0).complete(Map.of("a", 1, "b", 1));

        rows.ask("a");
        rows.ask("b");

        assertThat(asked).containsExactly(Set.of("a", "b"), Set.of("a"), Set.of("b"));
    }

    @Test
    void whatIsNotThereIsNotRemembered() {
        var missing = rows.ask("a");
        answers.get(0).complete(Map.of());

        assertThat(missing).isCompletedWithValue(null);
        var there = rows.ask(Set.of("a", "b"));
        answers.get(1).complete(Map.of("a", 1));
        assertThat(there).isCompletedWithValue(Map.of("a", 1));
        assertThat(asked).containsExactly(Set.of("a"), Set.of("a", "b"));
    }

    @Test
    void aQuestionThatFailsIsAskedAgain() {
        var failed = rows.ask("a");
        answers.get(0).completeExceptionally(new IllegalStateException("away"));

        assertThat(failed).isCompletedExceptionally();
        rows.ask("a");
        assertThat(asked).hasSize(2);
    }

    @Test
    void aQuestionThatCanNotBePutFailsToo() {
        var broken = new RecentlyRead<String, Integer>(MOST, Duration.ofMinutes(1), keys -> {
            throw new IllegalStateException("away");
        });

        assertThat(broken.ask("a")).isCompletedExceptionally();
        assertThat(broken.ask(Set.of("a"))).isCompletedExceptionally();
    }

    @Test
    void itsAgeCountsFromTheQuestion() {
        var shortly = upTo(Duration.ofMillis(50));
        shortly.ask("a");

        await().until(() -> {
            shortly.ask("a");
            return asked.size() == 2;
        });
        answers.get(0).complete(Map.of("a", 1));
        assertThat(asked).allMatch(Set.of("a")::equals);
    }
}
