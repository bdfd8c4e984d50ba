package io.ledgerline.seals;

import static io.ledgerline.seals.Verification.Reason.CHANGED;
import static io.ledgerline.seals.Verification.Reason.INSERTED;
import static io.ledgerline.seals.Verification.Reason.RECEIPT_DIFFERS;
import static io.ledgerline.seals.Verification.Reason.REMOVED;
import static io.ledgerline.seals.Verification.Reason.SEAL_CHANGED;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.TestDatabase;
import io.ledgerline.seals.Verification.Broken;
import io.ledgerline.seals.Verification.Reason;
import java.time.Clock;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** What was sealed can't be changed unseen. */
class SealsTest {

    private static final int EVENTS = 5_000;

    /** Where a transaction was rolled back. */
    private static final long GAP = 2_345;

    private final TestDatabase database = TestDatabase.withWriteSchema();
    private final JdbcClient jdbc = database.jdbc();
    private final Seals seals =
            new Seals(jdbc, new TransactionTemplate(new JdbcTransactionManager(database.dataSource())));
    private final PostgresLog log = new PostgresLog(jdbc, this::last);
    private final Sealer sealer = new Sealer(log, seals, Clock.systemUTC());

    @BeforeEach
    void fill() {
        append(1, EVENTS);
        execute("delete from events where position = " + GAP);
        sealer.seal();
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void givenNothingWasTouched_whenVerified_thenAllEventsAreAsTheyWereSealed() {
        Verification.Result result = verify(null);

        assertThat(result.firstBroken()).isNull();
        assertThat(result.events()).isEqualTo(EVENTS - 1);
        assertThat(result.head().position()).isEqualTo(EVENTS);
        assertThat(result.head().number()).isEqualTo(3);
    }

    @Test
    void givenMoreIsAppended_whenSealedAgain_thenTheChainGoesOn() {
        append(EVENTS + 1, 10);
        assertThat(verify(null).events()).as("before it is sealed").isEqualTo(EVENTS - 1);

        sealer.seal();
        sealer.seal();

        assertThat(verify(null).events()).isEqualTo(EVENTS + 9);
        assertThat(sealer.head().number()).isEqualTo(4);
    }

    @Test
    void givenAnEmptyLog_whenSealedAndVerified_thenThatIsFine() {
        execute("delete from seals");
        execute("delete from events");
        sealer.seal();

        assertThat(sealer.head().number()).isZero();
        assertThat(verify(null).firstBroken()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "payload = overlay(payload placing 'X' from 3 for 1)",
                "metadata = replace(metadata, 'ada', 'bob')",
                "recorded_at = recorded_at + interval '1 microsecond'",
                "type = 'test.Other'",
                "revision = null",
                "event_id = 'other'",
                "stream_id = 'order-other'",
                "stream_type = 'payment'",
                "sequence = sequence + 1000000",
            })
    void givenAnEventIsChanged_whenVerified_thenItIsNamed(String change) {
        execute("update events set %s where position = 3333".formatted(change));

        assertBroken(3_333, CHANGED);
    }

    @Test
    void givenSeveralChanges_whenVerified_thenTheFirstIsNamed() {
        execute("update events set payload = '{}' where position in (4000, 77, 2500)");

        assertBroken(77, CHANGED);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2_000, 2_001, EVENTS})
    void givenAnEventIsRemoved_whenVerified_thenItIsNamed(long position) {
        execute("delete from events where position = " + position);

        assertBroken(position, REMOVED);
    }

    @ParameterizedTest
    @ValueSource(longs = {-7, 0, GAP})
    void givenAnEventIsInserted_whenVerified_thenItIsNamed(long position) {
        append(position, 1);

        assertBroken(position, INSERTED);
    }

    @Test
    void givenAnEventAndItsDigestAreChanged_whenVerified_thenTheSealTells() {
        execute("update events set payload = '{}' where position = 2500");
        LoggedEvent changed = log.read(2_499, 2_500).get(0);
        jdbc.sql("update seals set digests = overlay(digests placing ? from ?) where number = 2")
                .params(changed.digest().bytes(), 499 * Digest.LENGTH + 1)
                .update();

        assertBroken(2_001, SEAL_CHANGED);
    }

    @Test
    void givenASealIsRemoved_whenVerified_thenTheChainTells() {
        execute("delete from seals where number = 2");

        assertBroken(2_001, SEAL_CHANGED);
    }

    @Test
    void givenLogAndSealsAreMadeAnew_whenVerifiedWithAReceiptFromBefore_thenItDiffers() {
        SealHead receipt = sealer.head();
        append(EVENTS + 1, 1);
        sealer.seal();
        assertThat(verify(receipt).firstBroken()).isNull();

        execute("update events set payload = '{}' where position = 77");
        execute("delete from seals");
        sealer.seal();

        assertThat(verify(null).firstBroken())
                .as("without the receipt it can't be seen")
                .isNull();
        assertThat(verify(receipt).firstBroken().reason()).isEqualTo(RECEIPT_DIFFERS);
    }

    @Test
    void givenAnOlderStateIsRestored_whenVerifiedWithAReceiptFromAfter_thenItDiffers() {
        append(EVENTS + 1, 1);
        sealer.seal();
        SealHead receipt = sealer.head();
        execute("delete from events where position = " + (EVENTS + 1));
        execute("delete from seals where number = " + receipt.number());

        assertThat(verify(receipt).firstBroken()).isEqualTo(new Broken(EVENTS + 1, RECEIPT_DIFFERS));
    }

    @Test
    void givenSeveralNodes_whenTheySealAtOnce_thenThereIsOneChain() {
        append(EVENTS + 1, 20_000);

        CompletableFuture.allOf(IntStream.range(0, 8)
                        .mapToObj(node -> CompletableFuture.runAsync(sealer::seal, task -> new Thread(task).start()))
                        .toArray(CompletableFuture[]::new))
                .join();

        assertThat(verify(null).firstBroken()).isNull();
        assertThat(verify(null).events()).isEqualTo(EVENTS + 20_000 - 1);
        assertThat(sealer.head().number()).isEqualTo(13);
    }

    private Verification.Result verify(@Nullable SealHead receipt) {
        return Verification.run(log, seals, receipt, progress -> {});
    }

    private void assertBroken(long position, Reason reason) {
        assertThat(verify(null).firstBroken()).isEqualTo(new Broken(position, reason));
    }

    private void append(long first, int count) {
        jdbc.sql("""
                insert into events (position, stream_id, stream_type, sequence, event_id, type, revision, payload,
                                    metadata, recorded_at)
                select p, 'order-' || p, 'order', 0, 'event-' || p, 'test.Happened', '1', '{"n": ' || p || '}',
                       '{"who": "ada"}', timestamptz '2026-01-01 00:00:00Z' + p * interval '1 millisecond'
                from generate_series(?::bigint, ?::bigint) p""").params(first, first + count - 1).update();
    }

    private void execute(String sql) {
        assertThat(List.of(jdbc.sql(sql).update())).doesNotContain(0);
    }

    private long last() {
        return jdbc.sql("select coalesce(max(position), 0) from events")
                .query(Long.class)
                .single();
    }
}
