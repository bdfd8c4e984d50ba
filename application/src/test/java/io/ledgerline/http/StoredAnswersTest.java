package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ledgerline.TestDatabase;
import io.ledgerline.http.KeptAnswers.Claim;
import io.ledgerline.http.KeptAnswers.Found;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.dao.DataAccessException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Two nodes on one database. */
class StoredAnswersTest {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration AT_MOST = Duration.ofSeconds(30);
    private static final KeptAnswer DONE =
            new KeptAnswer(201, Map.of("ETag", "\"0\"", "Location", "/orders/75"), "{\"id\":\"75\"}", null);
    private static final KeptAnswer REFUSED = new KeptAnswer(409, Map.of(), "{}", null);

    private final TestDatabase database = TestDatabase.withWriteSchema();
    private final ExecutorService executor = Executors.newFixedThreadPool(8);
    private final List<StoredAnswers> nodes = new ArrayList<>();
    private final StoredAnswers one = node(DAY);
    private final StoredAnswers two = node(DAY, true);

    private StoredAnswers node(Duration retention) {
        return node(retention, false);
    }

    private StoredAnswers node(Duration retention, boolean logIsElsewhere) {
        return node(retention, logIsElsewhere, 1_000);
    }

    private StoredAnswers node(Duration retention, boolean logIsElsewhere, int capacityOfLane) {
        StoredAnswers node = new StoredAnswers(
                database.jdbc(), new JsonMapper(), retention, logIsElsewhere, executor, capacityOfLane);
        nodes.add(node);
        return node;
    }

    @AfterEach
    void close() throws InterruptedException {
        nodes.forEach(StoredAnswers::close);
        executor.shutdown();
        assertThat(executor.awaitTermination(30, TimeUnit.SECONDS)).isTrue();
        database.close();
    }

    @Test
    void givenAnAnswer_whenAskedAgainOnAnyNode_thenItIsTheSame() {
        now(one.keep(taken(one, "k", "f"), DONE));

        assertThat(now(one.take("k", "f"))).isEqualTo(new Found.Answered(DONE));
        assertThat(now(two.take("k", "f"))).isEqualTo(new Found.Answered(DONE));
        assertThat(now(node(DAY).take("k", "f"))).isEqualTo(new Found.Answered(DONE));
        assertThat(now(two.take("k", "g"))).isEqualTo(new Found.Reused());
        assertThat(now(two.take("l", "f"))).isInstanceOf(Found.Free.class);
    }

    @Test
    void givenARequestThatSomeoneLeft_whenItIsTakenOver_thenItMayHaveBeenAnsweredBefore() {
        Claim left = taken(one, "k", "f");
        now(one.abandon(left).thenReturn(true));
        Claim givenBack = taken(one, "l", "f");
        now(one.giveBack(givenBack).thenReturn(true));

        assertThat(left.inherited()).isFalse();
        assertThat(taken(two, "k", "f").inherited()).isTrue();
        assertThat(taken(two, "l", "f").inherited()).isFalse();
    }

    @Test
    void givenARequestUnderWay_whenAskedOnAnotherNode_thenItIsUnderWayForAsLongAsItTakes() {
        Claim claim = taken(one, "k", "f");
        Disposable atWork = one.atWork(claim);
        String until = until();
        await().atMost(AT_MOST).until(() -> !until().equals(until));

        assertThat(now(two.take("k", "f"))).isEqualTo(new Found.UnderWay());
        assertThat(now(two.take("k", "g"))).isEqualTo(new Found.Reused());
        atWork.dispose();
        now(one.keep(claim, DONE));
        assertThat(now(two.take("k", "f"))).isEqualTo(new Found.Answered(DONE));
    }

    @Test
    void givenManyAskAtOnce_someForTheSame_thenEachKeyIsOnesAndEachAnswerIsItsOwn() throws Exception {
        List<CompletableFuture<Found>> asked = new ArrayList<>();
        for (int i = 0; i < 600; i++) {
            StoredAnswers node = i % 3 == 0 ? one : two;
            asked.add(node.take("k" + i / 2, "f" + i / 2).toFuture());
        }
        List<Claim> claims = new ArrayList<>();
        for (CompletableFuture<Found> found : asked) {
            if (found.get(30, TimeUnit.SECONDS) instanceof Found.Free free) {
                claims.add(free.claim());
            } else {
                assertThat(found.get()).isEqualTo(new Found.UnderWay());
            }
        }
        assertThat(claims).extracting(Claim::key).doesNotHaveDuplicates().hasSize(300);

        List<CompletableFuture<KeptAnswer>> kept = new ArrayList<>();
        for (Claim claim : claims) {
            kept.add(one.keep(claim, answer(claim.key())).toFuture());
            kept.add(one.keep(claim, REFUSED).toFuture());
        }
        for (int i = 0; i < kept.size(); i++) {
            assertThat(kept.get(i).get(30, TimeUnit.SECONDS))
                    .isEqualTo(answer(claims.get(i / 2).key()));
        }
        for (Claim claim : claims) {
            assertThat(now(two.take(claim.key(), claim.fingerprint())))
                    .isEqualTo(new Found.Answered(answer(claim.key())));
        }
    }

    private static KeptAnswer answer(String key) {
        return new KeptAnswer(201, Map.of("Location", key), "\"" + key + "\"", null);
    }

    @Test
    void givenAllThreadsAreTaken_thenWhoeverIsAtWorkStillGivesSignsOfLife() {
        one.atWork(taken(one, "k", "f"));
        CountDownLatch over = new CountDownLatch(1);
        for (int i = 0; i < 8; i++) {
            executor.execute(() -> assertThatNoException().isThrownBy(over::await));
        }

        String until = until();
        await().atMost(AT_MOST).until(() -> !until().equals(until));
        over.countDown();
    }

    @Test
    void givenOneIsBeingAnswered_thenOthersStillGetSignsOfLife() throws Exception {
        one.atWork(taken(one, "j", "f"));
        one.atWork(taken(one, "k", "f"));
        try (Connection other = locking("j")) {
            String until = until();
            await().atMost(AT_MOST).until(() -> !until().equals(until));
        }
    }

    @Test
    void givenTakenOver_thenTheFirstGivesNoMoreSignsOfLifeForIt() {
        Claim lost = taken(one, "k", "f");
        now(one.abandon(lost).thenReturn(true));
        taken(two, "k", "f");
        String until = until();

        one.atWork(lost);
        one.atWork(taken(one, "l", "f"));
        String untilOther = until("l");
        await().atMost(AT_MOST).until(() -> !until("l").equals(untilOther));

        assertThat(until()).isEqualTo(until);
    }

    @Test
    void givenNobodyIsAtWorkAnyMore_whenAskedAgainOnTheSameNode_thenItIsTakenOver() {
        one.atWork(taken(one, "k", "f")).dispose();

        await().atMost(AT_MOST).until(() -> now(one.take("k", "f")) instanceof Found.Free);
    }

    @Test
    void givenItsNodeIsDead_whenAskedAgain_thenSomeoneElseTakesItOver() {
        Claim lost = taken(one, "k", "f");
        one.atWork(lost);
        one.close();
        AtomicReference<Found> found = new AtomicReference<>();
        await().atMost(AT_MOST).until(() -> {
            found.set(now(two.take("k", "f")));
            return found.get() instanceof Found.Free;
        });

        assertThat(((Found.Free) found.get()).claim().askedAt()).isEqualTo(lost.askedAt());
        assertThat(now(two.take("k", "f"))).isEqualTo(new Found.UnderWay());
        // It wasn't dead after all, and is the first to answer.
        assertThat(now(one.keep(lost, DONE))).isSameAs(DONE);
        assertThat(now(two.keep(new Claim("k", "f", "two", lost.askedAt(), lost.takenAt(), true), REFUSED)))
                .isEqualTo(DONE);
        assertThat(now(two.take("k", "f"))).isEqualTo(new Found.Answered(DONE));
    }

    @Test
    void givenAbandoned_whenAskedAgain_thenItIsFreeForTheSameRequestOnly() {
        now(one.abandon(taken(one, "k", "f")).thenReturn(true));

        assertThat(now(two.take("k", "g"))).isEqualTo(new Found.Reused());
        assertThat(now(two.take("k", "f"))).isInstanceOf(Found.Free.class);
    }

    @Test
    void givenGivenBack_whenAskedAgain_thenItIsFreeForAny() {
        now(one.giveBack(taken(one, "k", "f")).thenReturn(true));

        assertThat(now(two.take("k", "g"))).isInstanceOf(Found.Free.class);
    }

    @Test
    void givenGivenBack_whenAskedAgain_thenTheSameRequestIsAskedForSinceItFirstWasAndAnotherSinceNow() {
        Claim first = taken(one, "k", "f");
        now(one.giveBack(first).thenReturn(true));

        Claim again = taken(two, "k", "f");
        assertThat(again.askedAt()).isEqualTo(first.askedAt());
        now(two.giveBack(again).thenReturn(true));
        assertThat(taken(one, "k", "g").askedAt()).isAfter(first.askedAt());
    }

    @Test
    void givenTakenOver_whenTheFirstGivesItBack_thenItStaysTheOthers() {
        Claim lost = taken(one, "k", "f");
        now(one.abandon(lost).thenReturn(true));
        Claim mine = taken(two, "k", "f");

        now(one.giveBack(lost).thenReturn(true));
        now(one.abandon(lost).thenReturn(true));

        assertThat(now(one.take("k", "f"))).isEqualTo(new Found.UnderWay());
        assertThat(now(two.keep(mine, REFUSED))).isSameAs(REFUSED);
    }

    @Test
    void whenManyAskAtTheSameTimeOnTwoNodes_thenOneGetsIt() {
        List<Found> found = Objects.requireNonNull(Flux.range(0, 64)
                .flatMap(i -> (i % 2 == 0 ? one : two).take("k", "f"), 64)
                .collectList()
                .block(AT_MOST));

        assertThat(found).filteredOn(Found.Free.class::isInstance).hasSize(1);
        assertThat(found).filteredOn(Found.UnderWay.class::isInstance).hasSize(63);
    }

    @Test
    void givenTheClaimWasLost_whenAnAnswerIsKept_thenItIsTheSameFromThenOn() {
        Claim lost = taken(one, "k", "f");
        database.jdbc().sql("delete from idempotency_keys").update();

        assertThat(now(one.keep(lost, REFUSED))).isSameAs(REFUSED);
        assertThat(now(two.take("k", "f"))).isEqualTo(new Found.Answered(REFUSED));
    }

    @Test
    void givenItCantBeKept_thenItIsNotGiven() {
        Claim claim = taken(one, "k", "f");
        database.jdbc().sql("alter table idempotency_keys rename to gone").update();

        assertThatThrownBy(() -> now(one.keep(claim, REFUSED))).isInstanceOf(DataAccessException.class);
    }

    @Test
    void givenItsTimeIsOver_whenAskedAgain_thenTheKeyIsAsGoodAsNew() {
        StoredAnswers brief = node(Duration.ofMillis(1));
        now(one.keep(taken(one, "k", "f"), DONE));
        await().atMost(AT_MOST).until(() -> now(brief.take("k", "g")) instanceof Found.Free);

        assertThat(now(one.take("k", "g"))).isEqualTo(new Found.UnderWay());
        assertThat(now(one.take("k", "f"))).isEqualTo(new Found.Reused());
    }

    @Test
    void givenItsTimeIsOver_whenTheSameIsAskedAgain_thenItIsAskedForSinceNow() {
        Claim first = taken(one, "k", "f");
        now(one.keep(first, DONE));
        age("k");

        Claim again = taken(two, "k", "f");
        assertThat(again.askedAt()).isAfter(first.askedAt());
        // Too late: that is an answer to another command.
        assertThat(now(one.keep(first, REFUSED))).isSameAs(REFUSED);
        assertThat(now(one.take("k", "f"))).isEqualTo(new Found.UnderWay());
        assertThat(now(two.keep(again, DONE))).isSameAs(DONE);
    }

    @Test
    void givenItsTimeIsOver_whenSomeoneIsStillAtWork_thenItIsNeitherTakenNorSwept() {
        taken(one, "k", "f");
        age("k");

        assertThat(now(two.take("k", "f"))).isEqualTo(new Found.UnderWay());
        assertThat(now(two.take("k", "g"))).isEqualTo(new Found.Reused());
        assertThat(one.forgetOld(1)).isZero();
    }

    private void age(String key) {
        database.jdbc()
                .sql("update idempotency_keys set asked_at = asked_at - interval '25 hours' where key = ?")
                .param(key)
                .update();
    }

    @Test
    void givenOldOnes_whenSwept_thenOnlyTheyAreGone() {
        for (String key : List.of("a", "b", "c")) {
            now(one.keep(taken(one, key, "f"), DONE));
        }
        database.jdbc()
                .sql("update idempotency_keys set asked_at = asked_at - interval '25 hours' where key <> 'b'")
                .update();

        assertThat(one.forgetOld(1)).isEqualTo(1);
        assertThat(new Sweep(Sweep.KEYS, one::forgetOld, Clock.systemUTC()).ring(new Sweep.Nothing()))
                .isInstanceOf(io.ledgerline.kernel.process.Alarm.Next.Again.class);
        assertThat(database.jdbc()
                        .sql("select key from idempotency_keys")
                        .query(String.class)
                        .list())
                .containsExactly("b");
    }

    @Test
    void personalDataIsKeptAsItIsGivenAndComesBack() {
        KeptAnswer personal = new KeptAnswer(
                201, Map.of(), "{}", new KeptAnswer.Personal(new CustomerId("ada"), new Encrypted("v1:abc")));
        now(one.keep(taken(one, "k", "f"), personal));

        assertThat(now(two.take("k", "f"))).isEqualTo(new Found.Answered(personal));
    }

    @Test
    void givenAnAnswerThatTheLogGivesAgain_whenAskedBeforeItIsStored_thenItIsTheSameHereAndUnderWayElsewhere()
            throws Exception {
        Claim claim = taken(one, "k", "f");
        try (Connection other = locking("k")) {
            assertThat(now(one.keepSoon(claim, DONE))).isSameAs(DONE);

            assertThat(now(one.take("k", "f"))).isEqualTo(new Found.Answered(DONE));
            assertThat(now(one.take("k", "g"))).isEqualTo(new Found.Reused());
            assertThat(now(two.take("k", "f"))).isEqualTo(new Found.UnderWay());
            other.rollback();
        }

        awaitAnswered("k");
        assertThat(now(two.take("k", "f"))).isEqualTo(new Found.Answered(DONE));
        age("k");
        await().atMost(AT_MOST).until(() -> now(one.take("k", "g")) instanceof Found.Free);
    }

    @Test
    void givenAnAnswerIsGivenAndNotYetStored_thenItStillGetsSignsOfLife() throws Exception {
        Claim first = taken(one, "j", "f");
        Claim second = taken(one, "k", "f");
        try (Connection other = locking("j")) {
            now(one.keepSoon(first, DONE));
            now(one.keepSoon(second, DONE));

            String until = until();
            await().atMost(AT_MOST).until(() -> !until().equals(until));
            other.rollback();
        }
        awaitAnswered("j", "k");
    }

    @Test
    void givenAnAnswerThatTheLogGivesAgain_whenItCantBeStored_thenTheSameRequestIsSoonCarriedOutAgainAsTheSame() {
        Claim claim = taken(one, "k", "f");
        database.jdbc()
                .sql("alter table idempotency_keys add constraint planted check (status is null)")
                .update();

        assertThat(now(one.keepSoon(claim, DONE))).isSameAs(DONE);

        AtomicReference<Found> found = new AtomicReference<>();
        await().atMost(AT_MOST).until(() -> {
            found.set(now(one.take("k", "f")));
            return found.get() instanceof Found.Free;
        });
        assertThat(((Found.Free) found.get()).claim().askedAt()).isEqualTo(claim.askedAt());
    }

    @Test
    void givenAnyOtherAnswer_whenItIsNotYetStored_thenItIsNotGiven() throws Exception {
        Claim claim = taken(one, "k", "f");
        CompletableFuture<KeptAnswer> given;
        try (Connection other = locking("k")) {
            given = one.keep(claim, REFUSED).toFuture();
            await().until(this::someoneWaitsForALock);

            assertThat(given).isNotDone();
            assertThat(now(one.take("k", "f"))).isEqualTo(new Found.UnderWay());
            other.rollback();
        }

        assertThat(given.get(30, TimeUnit.SECONDS)).isSameAs(REFUSED);
        assertThat(answered("k")).isTrue();
    }

    @Test
    void givenAnswersThatWaitToBeStored_whenShutDown_thenTheyAreStoredFirst() throws Exception {
        Claim first = taken(one, "j", "f");
        Claim second = taken(one, "k", "f");
        CompletableFuture<Void> closed;
        try (Connection other = locking("j")) {
            now(one.keepSoon(first, DONE));
            await().until(this::someoneWaitsForALock);
            now(one.keepSoon(second, DONE));
            closed = CompletableFuture.runAsync(() -> {
                one.close();
                executor.shutdown();
            });
            await().during(Duration.ofMillis(200)).until(() -> !closed.isDone());
            other.rollback();
        }

        closed.get(30, TimeUnit.SECONDS);
        assertThat(answered("j")).isTrue();
        assertThat(answered("k")).isTrue();
    }

    @Test
    void givenNoRoomForAnswersThatWait_whenOneMoreIsGiven_thenItIsStoredFirst() throws Exception {
        StoredAnswers small = node(DAY, false, 1);
        List<Claim> claims = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            claims.add(taken(small, "k" + i, "f"));
        }
        try (Connection other = locking("k0")) {
            for (Claim claim : claims) {
                assertThat(now(small.keepSoon(claim, DONE))).isSameAs(DONE);
            }

            // One is being stored, and one waits.
            assertThat(claims).filteredOn(claim -> answered(claim.key())).hasSizeGreaterThanOrEqualTo(8);
            other.rollback();
        }
        awaitAnswered(claims.stream().map(Claim::key).toArray(String[]::new));
    }

    @Test
    void givenTakenOverWhileItTookLong_whenTheFirstHasAnAnswerOfTheLog_thenItIsStillTheOneThatWasKept() {
        Claim lost = taken(one, "k", "f");
        now(one.abandon(lost).thenReturn(true));
        now(two.keep(taken(two, "k", "f"), REFUSED));
        Claim longAgo = new Claim(
                "k",
                "f",
                lost.owner(),
                lost.askedAt(),
                lost.takenAt() - Duration.ofSeconds(4).toNanos(),
                false);

        assertThat(now(one.keepSoon(longAgo, DONE))).isEqualTo(REFUSED);
    }

    @Test
    void givenTakenOver_whenTheFirstKeepsAnAnswerAfterAll_thenTheHeirGivesThatOne() {
        Claim lost = taken(one, "k", "f");
        now(one.abandon(lost).thenReturn(true));
        Claim heir = taken(two, "k", "f");
        now(one.keep(lost, REFUSED));

        assertThat(now(two.keepSoon(heir, DONE))).isEqualTo(REFUSED);
    }

    @Test
    void givenTakenOver_whenItIsGivenBack_thenItStaysThatRequestsWhichMayHaveBeenAnswered() {
        now(one.abandon(taken(one, "k", "f")).thenReturn(true));
        now(two.giveBack(taken(two, "k", "f")).thenReturn(true));

        assertThat(now(one.take("k", "g"))).isEqualTo(new Found.Reused());
        assertThat(taken(one, "k", "f").inherited()).isTrue();
    }

    private Connection locking(String key) throws SQLException {
        Connection other = database.dataSource().getConnection();
        other.setAutoCommit(false);
        other.createStatement()
                .execute("select from write.idempotency_keys where key = '%s' for update".formatted(key));
        return other;
    }

    private boolean someoneWaitsForALock() {
        return database.jdbc().sql("""
                        select exists (select from pg_stat_activity
                                       where datname = current_database() and wait_event_type = 'Lock')""").query(Boolean.class).single();
    }

    private void awaitAnswered(String... keys) {
        await().atMost(AT_MOST).until(() -> Stream.of(keys).allMatch(this::answered));
    }

    private boolean answered(String key) {
        return database.jdbc()
                .sql("select status is not null from idempotency_keys where key = ?")
                .param(key)
                .query(Boolean.class)
                .single();
    }

    private String until() {
        return until("k");
    }

    private String until(String key) {
        return database.jdbc()
                .sql("select claimed_until::text from idempotency_keys where key = ?")
                .param(key)
                .query(String.class)
                .single();
    }

    private static Claim taken(StoredAnswers node, String key, String fingerprint) {
        return ((Found.Free) now(node.take(key, fingerprint))).claim();
    }

    private static <T> T now(Mono<T> mono) {
        return Objects.requireNonNull(mono.block(AT_MOST));
    }
}
