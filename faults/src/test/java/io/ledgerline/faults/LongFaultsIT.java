package io.ledgerline.faults;

import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What may happen to two nodes and their database besides being killed. They have to go on by themselves. */
@Tag("faults")
class LongFaultsIT {

    /** Far longer than claims and signs of life hold, and than clients are ready to wait for a command. */
    private static final Duration LONG = Duration.ofSeconds(20);

    /** So far that every sign of life and every claim is far too old or far too new. */
    private static final Duration MOVE = Duration.ofSeconds(90);

    /** A fifth of all that append do all their work, draw their positions, and then don't commit for up to two seconds. */
    private static final String LATE_COMMITS = """
            create function write.be_late() returns trigger language plpgsql as $$
            begin
                if current_setting('faults.asked', true) is distinct from pg_current_xact_id()::text then
                    perform set_config('faults.asked', pg_current_xact_id()::text, true);
                    if random() < 0.2 then
                        perform pg_sleep(2 * random());
                    end if;
                end if;
                return null;
            end $$;
            create constraint trigger be_late after insert on write.events
                deferrable initially deferred for each row execute function write.be_late()""";

    @Test
    void givenTwoNodes_whenPostgresStopsForAWhile_thenTheyGoOnAndTheLawsHold() throws Exception {
        try (Database database = Database.start();
                Nodes nodes = Nodes.start(database)) {
            nodes.useDuring("PostgreSQL stopped", 2, () -> {
                database.pause();
                try {
                    hold(LONG);
                } finally {
                    database.goOn();
                }
            });
        }
    }

    @Test
    void givenTwoNodes_whenPostgresIsRestarted_thenTheyGoOnAndTheLawsHold() throws Exception {
        try (Database database = Database.start();
                Nodes nodes = Nodes.start(database)) {
            nodes.useDuring("PostgreSQL restarted", 3, database::restart);
        }
    }

    @Test
    void givenTwoNodes_whenPostgresHasNoConnectionsLeft_thenTheyGoOnAndTheLawsHold() throws Exception {
        try (Database database = Database.start();
                Nodes nodes = Nodes.start(database)) {
            nodes.useDuring("PostgreSQL out of connections", 2, () -> {
                try (Hoarder hoarder = new Hoarder(database)) {
                    hoarder.takeAllFor(LONG);
                }
            });
        }
    }

    @Test
    void givenTwoNodes_whenOneStopsForLongerThanItsClaimsHold_thenNothingIsDoneTwiceAndTheLawsHold() throws Exception {
        try (Database database = Database.start();
                Nodes nodes = Nodes.start(database)) {
            nodes.useDuring("a node stopped", 3, () -> {
                Signal.STOP.send(List.of(nodes.first().process()));
                try {
                    nodes.awaitTakeoverFromFirst();
                    hold(LONG);
                } finally {
                    Signal.CONT.send(List.of(nodes.first().process()));
                }
            });
        }
    }

    @Test
    void givenTwoNodes_whenOneIsCutOffFromTheDatabaseForAWhile_thenTheyGoOnAndTheLawsHold() throws Exception {
        try (Database database = Database.start();
                Wire wire = new Wire(database.port());
                Nodes nodes = Nodes.start(database, Database.url(wire.port()), UnaryOperator.identity())) {
            nodes.useDuring("a node cut off", 2, () -> {
                wire.cut();
                nodes.awaitTakeoverFromFirst();
                hold(LONG);
                wire.mend();
            });
        }
    }

    @Test
    void givenTwoNodes_whenOneIsCutOffUntilItsConnectionsAreDead_thenTheyGoOnAndTheLawsHold() throws Exception {
        try (Database database = Database.start();
                Wire wire = new Wire(database.port());
                Nodes nodes = Nodes.start(database, Database.url(wire.port()), UnaryOperator.identity())) {
            nodes.useDuring("a node cut off, its connections dead", 2, () -> {
                wire.cut();
                nodes.awaitTakeoverFromFirst();
                hold(LONG);
                wire.mendForNewConnections();
            });
        }
    }

    @Test
    void givenTwoNodes_whenTheDatabasesDiskIsFull_thenTheyGoOnOnceItIsNotAndTheLawsHold() throws Exception {
        try (SmallDisk disk = SmallDisk.mount(1024);
                Database database = Database.startIn(disk.directory());
                Nodes nodes = Nodes.start(database)) {
            nodes.useDuring("a full disk", 2, () -> {
                disk.fill();
                try {
                    hold(LONG);
                } finally {
                    disk.free();
                }
                if (database.runs()) {
                    Campaign.say("PostgreSQL ran on without space");
                } else {
                    // It gives up if it can't write its log, and somebody has to start it again.
                    Campaign.say("PostgreSQL gave up without space, and is started");
                    database.restart();
                }
            });
        }
    }

    @Test
    void givenTwoNodes_whenTransactionsCommitLateAndOutOfOrder_thenNoneIsPassedOverAndTheLawsHold() throws Exception {
        try (Database database = Database.start();
                Nodes nodes = Nodes.start(database)) {
            nodes.useDuring("commits late and out of order", 1, () -> {
                database.execute(LATE_COMMITS);
                hold(Duration.ofMinutes(1));
                database.execute("drop function write.be_late cascade");
            });
        }
    }

    @Test
    void givenTwoNodes_whenTheClockOfOneIsMoved_thenNothingIsDoneTwiceAndTheLawsHold() throws Exception {
        try (MovedClock clock = MovedClock.make();
                Database database = Database.start();
                Nodes nodes = Nodes.start(database, database.url(), clock::of)) {
            Iterator<Duration> moves =
                    List.of(MOVE, MOVE.negated(), MOVE, MOVE.negated()).iterator();
            // Whose clock was ahead looks for free segments when it has caught up, and works at those that it has
            // meanwhile.
            nodes.useDuring(
                    "a clock moved, and moved back",
                    4,
                    () -> {
                        clock.move(moves.next());
                        hold(LONG);
                        clock.move(Duration.ZERO);
                    },
                    Nodes.GOING_ON.plus(MOVE));
        }
    }

    private static void hold(Duration time) {
        await().forever().pollDelay(time).until(() -> true);
    }
}
