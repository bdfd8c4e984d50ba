package io.ledgerline.scheduling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.github.kagkarlsson.scheduler.Scheduler;
import io.ledgerline.TestDatabase;
import io.ledgerline.kernel.process.Alarm;
import io.ledgerline.kernel.process.Alarms;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

class StoredAlarmsTest {

    private static final Clock CLOCK = Clock.systemUTC();
    private static final Alarm.Kind<Note> KIND = new Alarm.Kind<>("test-note", Note.class);

    /** What the test's alarms know. */
    record Note(String text, int times) {}

    private final TestDatabase database = TestDatabase.withWriteSchema();
    private final TransactionTemplate transaction =
            new TransactionTemplate(new JdbcTransactionManager(database.dataSource()));
    private final List<Note> rung = new CopyOnWriteArrayList<>();
    private final List<Scheduler> nodes = new ArrayList<>();
    private Function<Note, Alarm.Next<Note>> then = note -> Alarm.Next.done();

    @AfterEach
    void close() {
        nodes.forEach(Scheduler::stop);
        database.close();
    }

    @Test
    void givenAnAlarmThatIsDue_whenItsTransactionCommits_thenItRingsOnceAndIsGone() {
        Alarms alarms = node("a");
        transaction.executeWithoutResult(status -> {
            set(alarms, "1", CLOCK.instant());
            assertThat(rung).isEmpty();
        });
        await().until(() -> rung.equals(List.of(new Note("1", 0))) && waiting() == 0);
    }

    @Test
    void givenAnAlarm_whenItsTransactionIsRolledBack_thenItIsNotSet() {
        Alarms alarms = node("a");
        transaction.executeWithoutResult(status -> {
            set(alarms, "1", CLOCK.instant());
            status.setRollbackOnly();
        });
        assertThat(waiting()).isZero();
    }

    @Test
    void givenAnAlarm_whenItIsSetAgain_thenTheFirstOneStays() {
        Alarms alarms = node("a");
        set(alarms, "1", CLOCK.instant().plus(Duration.ofHours(1)));
        set(alarms, "1", CLOCK.instant());
        assertThat(waiting()).isEqualTo(1);
        assertThat(rung).isEmpty();
    }

    @Test
    void givenAnAlarm_whenItIsCancelled_thenItIsGoneAndCancellingItAgainIsFine() {
        Alarms alarms = node("a");
        set(alarms, "1", CLOCK.instant().plus(Duration.ofHours(1)));
        alarms.cancel(KIND, "1");
        alarms.cancel(KIND, "1");
        assertThat(waiting()).isZero();
    }

    @Test
    void givenManyAlarmsAndThreeNodes_thenEachRingsOnce() {
        Alarms alarms = node("a");
        node("b");
        node("c");
        Instant due = CLOCK.instant().plusMillis(300);
        for (int i = 0; i < 100; i++) {
            set(alarms, "n" + i, due);
        }
        await().until(() -> waiting() == 0);
        assertThat(rung).extracting(Note::text).hasSize(100).doesNotHaveDuplicates();
    }

    @Test
    void givenAnAlarmThatIsNotDone_thenItRingsAgainWithWhatItKnowsThen() {
        then = note -> note.times() < 2
                ? Alarm.Next.again(CLOCK.instant(), new Note(note.text(), note.times() + 1))
                : Alarm.Next.done();
        set(node("a"), "1", CLOCK.instant());
        await().until(() -> waiting() == 0);
        assertThat(rung).extracting(Note::times).containsExactly(0, 1, 2);
    }

    @Test
    void givenAnAlarmThatFails_thenItRingsAgainALittleLater() {
        then = note -> {
            if (rung.size() == 1) {
                throw new IllegalStateException("on purpose");
            }
            return Alarm.Next.done();
        };
        set(node("a"), "1", CLOCK.instant());
        await().until(() -> waiting() == 0);
        assertThat(rung).hasSize(2);
    }

    @Test
    void givenANodeDiedWhileAnAlarmRang_whenAnotherOneNotices_thenItRingsThere() {
        Alarms alarms = node("a");
        set(alarms, "1", CLOCK.instant().plus(Duration.ofHours(1)));
        database.jdbc().sql("""
                        update alarms set picked = true, picked_by = 'dead', version = version + 1,
                            execution_time = now() - interval '1 minute', last_heartbeat = now() - interval '1 minute'""").update();
        await().until(() -> waiting() == 0);
        assertThat(rung).containsExactly(new Note("1", 0));
    }

    @Test
    void givenAlarms_whenABatchOfEventsSetsAndCancelsThem_thenEachIsAsItWouldBeOneByOne() {
        Alarms alarms = node("a");
        Instant soon = CLOCK.instant().plus(Duration.ofHours(1));
        Instant later = CLOCK.instant().plus(Duration.ofHours(2));
        List.of("set before", "cancelled", "cancelled and set").forEach(id -> set(alarms, id, soon));

        handling(() -> {
            set(alarms, "set before", later);
            alarms.cancel(KIND, "cancelled");
            alarms.cancel(KIND, "cancelled and set");
            set(alarms, "cancelled and set", later);
            set(alarms, "set and cancelled", later);
            alarms.cancel(KIND, "set and cancelled");
            set(alarms, "set twice", soon);
            set(alarms, "set twice", later);
            alarms.cancel(KIND, "never set");
            assertThat(waiting()).isEqualTo(3);
        });

        assertThat(database.jdbc()
                        .sql("select task_instance from alarms where execution_time = ?")
                        .param(OffsetDateTime.ofInstant(soon, ZoneOffset.UTC))
                        .query(String.class)
                        .list())
                .containsExactlyInAnyOrder("set before", "set twice");
        assertThat(waiting()).isEqualTo(3);
    }

    @Test
    void givenAnAlarmOfABatch_whenItIsDue_thenItRingsOnceAndIsGone() {
        Alarms alarms = node("a");
        handling(() -> set(alarms, "1", CLOCK.instant()));
        await().until(() -> rung.equals(List.of(new Note("1", 0))) && waiting() == 0);
    }

    private void handling(Runnable handler) {
        BatchingUnitOfWork<EventMessage<?>> batch = new BatchingUnitOfWork<>(new GenericEventMessage<>("an event"));
        batch.start();
        batch.attachTransaction(new SpringTransactionManager(new JdbcTransactionManager(database.dataSource())));
        batch.execute(handler);
    }

    @Test
    void whatAnAlarmKnowsIsStoredAsJson() {
        set(node("a"), "1", CLOCK.instant().plus(Duration.ofHours(1)));
        assertThat(database.jdbc()
                        .sql("select convert_from(task_data, 'UTF8') from alarms")
                        .query(String.class)
                        .single())
                .isEqualTo("{\"text\":\"1\",\"times\":0}");
    }

    private static void set(Alarms alarms, String id, Instant at) {
        alarms.set(KIND, id, at, new Note(id, 0));
    }

    private Alarms node(String name) {
        Alarm<Note> alarm = new Alarm<>() {
            @Override
            public Kind<Note> kind() {
                return KIND;
            }

            @Override
            public Next<Note> ring(Note note) {
                rung.add(note);
                return then.apply(note);
            }
        };
        Scheduler scheduler = Scheduling.scheduler(
                database.dataSource(),
                List.of(alarm),
                new SchedulingProperties(4, Duration.ofMillis(100), Duration.ofMillis(200)),
                name,
                CLOCK);
        scheduler.start();
        nodes.add(scheduler);
        return new StoredAlarms(() -> scheduler, new JdbcTemplate(database.dataSource()), CLOCK);
    }

    private int waiting() {
        return database.jdbc()
                .sql("select count(*) from alarms")
                .query(Integer.class)
                .single();
    }
}
