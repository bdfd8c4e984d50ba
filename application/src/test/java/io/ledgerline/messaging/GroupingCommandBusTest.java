package io.ledgerline.messaging;

import static io.ledgerline.messaging.Node.answer;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.TestDatabase;
import io.ledgerline.messaging.Node.Gathering;
import io.ledgerline.messaging.Purse.Count;
import io.ledgerline.messaging.Purse.Fill;
import io.ledgerline.messaging.Purse.Take;
import io.ledgerline.messaging.Purse.TearApart;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.stream.IntStream;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GroupingCommandBusTest {

    private final TestDatabase database = TestDatabase.withWriteSchema();
    private final Gathering gathering = new Gathering();
    private final Node node = new Node(database, gathering, 1);

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void whenCommandsWaitTogether_thenTheyAreOneTransactionAndEachEventTellsItsOwnCommand() {
        var results = List.of(
                node.send(new Fill("purse-1", 10), "a"),
                node.send(new Take("purse-1", 1), "b"),
                node.send(new Fill("purse-2", 5), "c"),
                node.send(new Take("purse-1", 2), "d"));

        gathering.handleAll();

        assertThat(results.stream().map(Node::answer)).containsExactly("0", "1", "0", "2");
        assertThat(transactions()).isEqualTo(1);
        assertThat(events()).containsExactly("purse-1/0 a", "purse-1/1 b", "purse-2/0 c", "purse-1/2 d");
    }

    @Test
    void whenOneOfThemIsRefused_thenTheOthersDontNotice() {
        var results = List.of(
                node.send(new Fill("purse-1", 2), "a"),
                node.send(new Take("purse-1", 3), "b"),
                node.send(new Take("purse-1", 2), "c"),
                node.send(new Take("purse-1", 1), "d"));

        gathering.handleAll();

        assertThat(results.stream().map(Node::answer)).containsExactly("0", "too_few", "1", "too_few");
        assertThat(transactions()).isEqualTo(1);
        assertThat(events()).containsExactly("purse-1/0 a", "purse-1/1 c");
    }

    @Test
    void whenOneIsRefusedByWhatDoesNotExist_thenItDoesNotExistForTheNextOneEither() {
        var results = List.of(
                node.send(new Take("purse-1", 1)),
                node.send(new Count("purse-1", 0)),
                node.send(new Fill("purse-1", 1)));

        gathering.handleAll();

        assertThat(results.stream().map(Node::answer)).containsExactly("too_few", "purse_not_found", "0");
    }

    @Test
    void whenOneOfThemFails_thenItFailsAloneAndLeavesNothing() {
        var results = List.of(
                node.send(new Fill("purse-1", 5), "a"),
                node.send(new TearApart("purse-1", false), "b"),
                node.send(new Take("purse-1", 1), "c"),
                node.send(new TearApart("purse-1", true), "d"),
                node.send(new Count("purse-1", 4), "e"));

        gathering.handleAll();

        assertThat(results.stream().map(Node::answer))
                .containsExactly("0", "IllegalStateException", "1", "IllegalStateException", "1");
        assertThat(events()).containsExactly("purse-1/0 a", "purse-1/1 c");
    }

    @Test
    void givenAStreamInMemory_whenOneFails_thenWhatItDidIsForgotten() {
        send(node, new Fill("purse-1", 5));

        assertThat(send(node, new TearApart("purse-1", true))).isEqualTo("IllegalStateException");
        assertThat(send(node, new Count("purse-1", 5))).isEqualTo("0");
    }

    @Test
    void whenACommandArrivesTwiceAtOnce_thenItIsHandledOnceAndAnsweredTwice() {
        var results = List.of(
                node.send(new Fill("purse-1", 5), "a"),
                node.send(new Fill("purse-1", 5), "a"),
                node.send(new Take("purse-1", 1), "b"),
                node.send(new Fill("purse-1", 5), "a"));

        gathering.handleAll();

        assertThat(results.stream().map(Node::answer)).containsExactly("0", "0", "1", "0");
        assertThat(events()).containsExactly("purse-1/0 a", "purse-1/1 b");
    }

    @Test
    void whenACommandIsAnswered_thenAnybodyCanSeeItsEvent() {
        CompletableFuture<List<String>> seen = new CompletableFuture<>();
        node.bus()
                .dispatch(
                        new GenericCommandMessage<>(new Fill("purse-1", 5)),
                        (command, answer) -> seen.complete(
                                CompletableFuture.supplyAsync(this::events).join()));
        node.send(new Take("purse-1", 1));

        gathering.handleAll();

        assertThat(seen.join()).hasSize(2);
    }

    @Test
    void givenAnotherNodeHasGoneOn_whenCommandsAreHandled_thenByWhatIsTheCaseNow() {
        Node other = new Node(database, gathering, 1);
        send(node, new Fill("purse-1", 5));
        send(other, new Take("purse-1", 1));

        assertThat(send(node, new Count("purse-1", 4))).isEqualTo("1");
        send(other, new Take("purse-1", 4));
        assertThat(send(node, new Take("purse-1", 1))).isEqualTo("too_few");
        send(other, new Fill("purse-1", 8));
        assertThat(send(node, new Take("purse-1", 8))).isEqualTo("4");
    }

    @Test
    void givenAStoreThatCantReadAhead_whenACommandAppendsToWhatIsPast_thenItIsAConflictAndThenRight() {
        Node late = new Node(database, gathering, 1, false);
        send(late, new Fill("purse-1", 5));
        send(node, new Take("purse-1", 5));

        assertThat(send(late, new Take("purse-1", 5))).isEqualTo("ConcurrencyException");
        assertThat(send(late, new Take("purse-1", 5))).isEqualTo("too_few");
    }

    @Test
    void givenAStoreThatCantReadAhead_whenACommandIsRefusedByWhatIsPast_thenItIsNotAnsweredSo() {
        Node late = new Node(database, gathering, 1, false);
        send(late, new Fill("purse-1", 5));
        send(node, new Fill("purse-1", 5));

        assertThat(send(late, new Take("purse-1", 8))).isEqualTo("ConcurrencyException");
        assertThat(send(late, new Take("purse-1", 8))).isEqualTo("2");
    }

    @Test
    void givenAStoreThatCantReadAhead_whenACommandThatChangesNothingIsAcceptedByWhatIsPast_thenItIsNotAnsweredSo() {
        Node late = new Node(database, gathering, 1, false);
        send(late, new Fill("purse-1", 5));
        send(node, new Take("purse-1", 1));

        assertThat(send(late, new Count("purse-1", 5))).isEqualTo("ConcurrencyException");
        assertThat(send(late, new Count("purse-1", 4))).isEqualTo("1");
    }

    @Test
    void givenAnotherNodeHasGoneOnWithOneStream_whenAGroupIsHandled_thenTheOtherStreamsCommandsSucceed() {
        Node other = new Node(database, gathering, 1);
        send(node, new Fill("purse-1", 5));
        send(other, new Take("purse-1", 1));
        var results = List.of(
                node.send(new Fill("purse-2", 1)),
                node.send(new Take("purse-1", 1)),
                node.send(new Take("purse-1", 1)),
                node.send(new Fill("purse-3", 1)));

        gathering.handleAll();

        assertThat(results.stream().map(Node::answer)).containsExactly("0", "2", "3", "0");
    }

    @Test
    void givenTheDatabaseIsGone_whenManyWait_thenAllFailAtOnceAndNoneIsTriedAlone() {
        database.close();
        var results = IntStream.range(0, 50)
                .mapToObj(i -> node.send(new Fill("purse-" + i, 1)))
                .toList();

        gathering.handleAll();

        assertThat(results).allMatch(result -> result.join().isExceptional());
        assertThat(node.transactionsBegun()).isEqualTo(1);
    }

    @Test
    void givenNobodyWorks_whenMoreWaitThanThereIsRoomFor_thenTheyAreRefused() {
        IntStream.range(0, 10_000).forEach(i -> node.send(new Fill("purse-1", 1)));

        assertThatThrownBy(() -> node.send(new Fill("purse-1", 1))).isInstanceOf(RejectedExecutionException.class);
    }

    private String send(Node to, Object command) {
        CompletableFuture<CommandResultMessage<?>> result = to.send(command, command.toString() + System.nanoTime());
        gathering.handleAll();
        return answer(result);
    }

    private List<String> events() {
        return database.jdbc()
                .sql("select stream_id || '/' || sequence || ' ' || coalesce(metadata::json ->> 'causedBy', '')"
                        + " from events order by position")
                .query(String.class)
                .list();
    }

    private long transactions() {
        return database.jdbc()
                .sql("select count(distinct xmin::text) from events")
                .query(Long.class)
                .single();
    }
}
