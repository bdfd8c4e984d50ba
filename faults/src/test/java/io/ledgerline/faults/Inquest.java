package io.ledgerline.faults;

import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.core.ConditionTimeoutException;

/** Holds what the program did against the laws. */
final class Inquest {

    private final Front front;
    private final Memory memory;
    private final Log log;
    private final Callable<Connection> databases;

    /**
     * @param databases a new connection, which is closed here
     */
    Inquest(Front front, Memory memory, Log log, Callable<Connection> databases) {
        this.front = front;
        this.memory = memory;
        this.log = log;
        this.databases = databases;
    }

    /** What holds also while a lot is under way. */
    Replay always(Findings findings) throws Exception {
        List<Sent> answered = List.copyOf(memory.answered());
        Replay replay = log.follow(findings);
        new CommandLaws(memory).check(answered, replay, findings);
        return replay;
    }

    /**
     * What was found in the end.
     *
     * @param hopeless what must hold always doesn't
     */
    record Outcome(Replay log, Findings findings, boolean hopeless) {

        boolean isOver() {
            return hopeless || findings.broken().isEmpty();
        }
    }

    /** Waits until all is over and all laws hold, but no longer than that; then views are made anew. */
    Outcome settled(Duration patience) throws Exception {
        AtomicReference<Outcome> last = new AtomicReference<>();
        try {
            await().atMost(patience)
                    .pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(500))
                    .until(() -> {
                        last.set(all());
                        return last.get().isOver();
                    });
        } catch (ConditionTimeoutException e) {
            Campaign.say("Not all is over after " + patience);
        }
        Outcome outcome = last.get();
        if (outcome.findings().broken().isEmpty()) {
            checkRebuilds(outcome.log(), outcome.findings());
        }
        return outcome;
    }

    private Outcome all() throws Exception {
        Findings findings = new Findings();
        Replay log = always(findings);
        if (!findings.broken().isEmpty()) {
            return new Outcome(log, findings, true);
        }
        Optional<Views> views = Views.read(front);
        Optional<Answer> charges = front.read("/sandbox/provider/charges");
        findings.check(Law.VIEWS, views.isPresent() && charges.isPresent(), "They can't be read");
        if (views.isPresent() && charges.isPresent()) {
            ViewLaws.check(views.get(), log, findings);
            try (Connection database = databases.call()) {
                BookLaws.check(Books.read(database), charges.get().json().path("items"), log, findings);
                SettledLaws.check(Leftovers.read(database, this.log.end()), log, findings);
            }
        }
        GoodsLaws.check(log, findings);
        PaymentLaws.check(log, findings);
        // Last, and only once all else is over: the question is an event, too, which processors then have to read.
        if (findings.broken().isEmpty()) {
            checkSeals(log, findings);
        }
        return new Outcome(log, findings, false);
    }

    private void checkRebuilds(Replay log, Findings findings) throws Exception {
        try (Connection database = databases.call()) {
            Map<String, String> before = ViewRows.read(database, log.end()).byTable();
            for (String view : List.of("orders", "products", "payments", "audit")) {
                findings.check(Law.REBUILT, isRebuilt(view), "View %s can't be made anew", view);
            }
            ViewRows.read(database, log.end())
                    .byTable()
                    .forEach((table, rows) -> findings.same(Law.REBUILT, before.get(table), rows, "Table %s", table));
        }
    }

    private boolean isRebuilt(String view) throws InterruptedException {
        if (front.ask("/admin/views/%s/rebuild".formatted(view)).isEmpty()) {
            return false;
        }
        return await().atMost(Campaign.PATIENCE)
                .until(() -> rebuildOf(view), state -> !state.equals("running"))
                .equals("completed");
    }

    private String rebuildOf(String view) throws InterruptedException {
        return front.read("/admin/views/" + view)
                .map(answer -> answer.json().path("rebuild").path("state").asString())
                .orElse("running");
    }

    private void checkSeals(Replay log, Findings findings) throws Exception {
        Optional<Answer> verified = front.ask("/admin/log/verify");
        findings.check(
                Law.SEALS,
                verified.isPresent()
                        && verified.get().json().path("verified").asBoolean()
                        && verified.get().json().path("events").asInt() >= log.events(),
                "%d events in the log: %s",
                log.events(),
                verified);
    }
}
