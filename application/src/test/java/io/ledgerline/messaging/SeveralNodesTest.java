package io.ledgerline.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.TestDatabase;
import io.ledgerline.messaging.Purse.Count;
import io.ledgerline.messaging.Purse.Fill;
import io.ledgerline.messaging.Purse.Take;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Several nodes, each with its own memory, change a few streams at random at the same time. */
class SeveralNodesTest {

    private static final int COMMANDS = 3_000;
    private static final int PURSES = 4;

    private final TestDatabase database = TestDatabase.withWriteSchema();
    private final ExecutorService threads = Executors.newFixedThreadPool(6);
    private final ScheduledExecutorService retries = Executors.newScheduledThreadPool(4);

    @AfterEach
    void close() {
        threads.shutdownNow();
        retries.shutdownNow();
        database.close();
    }

    private record Sent(Object command, CompletableFuture<CommandResultMessage<?>> result) {}

    @Test
    void whateverTheyDo_thenWhatWasAcceptedIsInTheLogOnceAndNothingElseIs() {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        List<ConflictRetryingCommandBus> nodes = List.of(node(true), node(true), node(false));
        List<Sent> sent = new ArrayList<>();

        for (int i = 0; i < COMMANDS; i++) {
            Object command = command("purse-" + random.nextInt(PURSES), random);
            CompletableFuture<CommandResultMessage<?>> result = new CompletableFuture<>();
            nodes.get(random.nextInt(nodes.size()))
                    .dispatch(new GenericCommandMessage<>(command), (handled, answer) -> result.complete(answer));
            sent.add(new Sent(command, result));
            if (i % 100 == 0) {
                result.join();
            }
        }

        Map<String, Integer> accepted = new HashMap<>();
        for (Sent it : sent) {
            if (!it.result().join().isExceptional() && !(it.command() instanceof Count)) {
                accepted.merge(it.command().toString(), 1, Integer::sum);
            } else if (it.result().join().isExceptional()) {
                assertThat(Node.answer(it.result())).as("seed %d", seed).isIn("too_few", "purse_not_found", "busy");
            }
        }
        assertThat(inTheLog()).as("seed %d", seed).isEqualTo(accepted);
        assertThat(lowestBalance()).as("seed %d", seed).isNotNegative();
        assertThat(sequencesWithoutGaps()).as("seed %d", seed).isTrue();
    }

    private ConflictRetryingCommandBus node(boolean readsAhead) {
        return new ConflictRetryingCommandBus(new Node(database, threads, 2, readsAhead).bus(), retries);
    }

    private static Object command(String purse, Random random) {
        int coins = 1 + random.nextInt(9);
        return switch (random.nextInt(5)) {
            case 0, 1 -> new Fill(purse, coins);
            case 2, 3 -> new Take(purse, coins);
            default -> new Count(purse, coins);
        };
    }

    /** Each event as the command that it must have come from. */
    private Map<String, Integer> inTheLog() {
        Map<String, Integer> commands = new HashMap<>();
        database.jdbc()
                .sql("select type, stream_id, payload::json ->> 'coins' from events")
                .query(row -> {
                    String type = row.getString(1).equals("purse.Filled") ? "Fill" : "Take";
                    commands.merge(
                            "%s[streamId=%s, coins=%s]".formatted(type, row.getString(2), row.getString(3)),
                            1,
                            Integer::sum);
                });
        return commands;
    }

    private long lowestBalance() {
        return database.jdbc().sql("""
                        select coalesce(min(balance), 0) from (
                            select sum(case type when 'purse.Filled' then 1 else -1 end * (payload::json ->> 'coins')::int)
                                       over (partition by stream_id order by sequence) as balance
                            from events) as balances""").query(Long.class).single();
    }

    private boolean sequencesWithoutGaps() {
        return database.jdbc()
                .sql("select bool_and(n = last + 1) from (select count(*) as n, max(sequence) as last from events"
                        + " group by stream_id) as streams")
                .query(Boolean.class)
                .single();
    }
}
