package io.ledgerline.nodes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.TestDatabase;
import io.ledgerline.database.DatabaseProperties.Access;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

@ExtendWith(OutputCaptureExtension.class)
class SignalsTest {

    private static final class Heard implements Signals.Listener {

        private final List<String> what = new CopyOnWriteArrayList<>();
        private final AtomicInteger perhapsMore = new AtomicInteger();

        @Override
        public void told(String what) {
            this.what.add(what);
        }

        @Override
        public void mayHaveMissedSome() {
            perhapsMore.incrementAndGet();
        }
    }

    private final TestDatabase database = TestDatabase.empty();
    private final List<Signals> nodes = new ArrayList<>();

    @AfterEach
    void close() {
        nodes.forEach(Signals::close);
        database.close();
    }

    @Test
    void givenTwoNodes_whenOneSaysSomething_thenTheOtherHearsItAndItselfDoesNot() {
        Signals one = node();
        Signals other = node();
        Heard elsewhere = new Heard();
        other.listen("log", elsewhere);
        Heard there = listening(other, "views");
        Heard here = listening(one, "views");

        one.send("views", "orders 75");
        one.send("views", "products A b.c");
        await().untilAsserted(() -> assertThat(there.what).containsExactly("orders 75", "products A b.c"));
        other.send("views", "orders 76");

        await().untilAsserted(() -> assertThat(here.what).containsExactly("orders 76"));
        assertThat(there.what).hasSize(2);
        assertThat(elsewhere.what).isEmpty();
    }

    @Test
    void givenManyThings_whenTheyAreSaidAtOnce_thenAllOfThemAreHeardOrThatThereMayBeMore() {
        Signals one = speaker();
        Heard there = listening(node(), "views");
        int before = there.perhapsMore.get();

        List<String> few = IntStream.range(0, 300)
                .mapToObj(i -> "orders a-rather-long-id-of-an-order-" + i)
                .toList();
        few.forEach(what -> one.send("views", what));
        await().untilAsserted(() -> assertThat(there.what).containsExactlyElementsOf(few));
        assertThat(there.perhapsMore).hasValue(before);

        IntStream.range(0, 100_000).forEach(i -> one.send("views", "orders " + i));
        await().atMost(Duration.ofSeconds(30))
                .untilAsserted(() -> assertThat(there.perhapsMore).hasValueGreaterThan(before));
        assertThat(there.what.size()).isLessThan(100_000);
    }

    @Test
    void givenTheConnectionsBreak_whenTheyAreThereAgain_thenListenersLookAndHearAgain() {
        Signals one = speaker();
        Heard there = listening(node(), "views");
        one.send("views", "orders 1");
        await().untilAsserted(() -> assertThat(there.what).contains("orders 1"));
        int before = there.perhapsMore.get();

        database.jdbc()
                .sql(
                        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'ledgerline signals'"
                                + " and datname = current_database()")
                .query(Boolean.class)
                .list();

        await().untilAsserted(() -> assertThat(there.perhapsMore).hasValueGreaterThan(before));
        await().untilAsserted(() -> {
            one.send("views", "orders 2");
            assertThat(there.what).contains("orders 2");
        });
    }

    @Test
    void givenANodeThatIsAlone_whenItHasNews_thenItKeepsThemBackAndSaysThatThereWereSomeOnceAnotherTurnsUp()
            throws SQLException {
        Signals one = speaker();
        try (Connection wire = database.dataSource().getConnection()) {
            wire.createStatement().execute("listen ledgerline");
            List<String> said = new ArrayList<>();
            await().pollDelay(Duration.ofSeconds(8)).until(() -> true);

            one.send("views", "orders 1");
            await().during(Duration.ofSeconds(3)).until(() -> {
                said.addAll(linesOn(wire));
                return said.stream().allMatch("here node 0"::equals);
            });
            Heard there = listening(node(), "views");

            await().until(() -> said.addAll(linesOn(wire)) && said.contains("views "));
            assertThat(said).doesNotContain("views orders 1");
            one.send("views", "orders 2");
            await().untilAsserted(() -> assertThat(there.what).containsExactly("orders 2"));
        }
    }

    private static List<String> linesOn(Connection wire) throws SQLException {
        PGNotification[] notifications = wire.unwrap(PGConnection.class).getNotifications(100);
        return notifications == null
                ? List.of()
                : Arrays.stream(notifications)
                        .flatMap(notification -> notification.getParameter().lines())
                        .toList();
    }

    @Test
    void givenADatabaseThatIsNotThere_whenSomethingIsSaid_thenNobodyIsHeldUpAndItIsLoggedOnce(CapturedOutput output) {
        Signals alone =
                new Signals(new Access("jdbc:postgresql://127.0.0.1:1/none", "nobody", null, 1), "test", "alone");
        nodes.add(alone);
        alone.start();

        for (int i = 0; i < 10_000; i++) {
            alone.send("log", "appended");
        }

        String warning = "can't be told at the moment";
        await().untilAsserted(() -> assertThat(output.getOut()).contains(warning));
        await().during(Duration.ofMillis(1_500))
                .untilAsserted(() -> assertThat(output.getOut()).containsOnlyOnce(warning));
    }

    private Signals node() {
        Signals node =
                new Signals(new Access(database.url(), database.username(), null, 1), "test", "node " + nodes.size());
        nodes.add(node);
        return node;
    }

    /** A node that says things, and hears what nobody here asks for. */
    private Signals speaker() {
        Signals node = node();
        node.start();
        return node;
    }

    /** Once it really listens. */
    private Heard listening(Signals node, String topic) {
        Heard heard = new Heard();
        node.listen(topic, heard);
        node.start();
        await().untilAsserted(() -> assertThat(heard.perhapsMore).hasPositiveValue());
        return heard;
    }
}
