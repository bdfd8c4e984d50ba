package io.ledgerline.endtoend;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Makes a database what a program of revision 1 would have left, wherever events are kept. */
final class EarlierRevisions {

    private static final String REASON =
            "jsonb_build_object('reason', coalesce(new #> '{reason,encrypted}', new #> '{reason,text}'))";

    /** How today's payload was written once, by the event's name. */
    private static final Map<String, String> ONCE = Map.of(
            "catalog.ReservationChanged",
            "new - 'change' || jsonb_build_object('number', new -> 'change')",
            "order.DiscountApplied",
            "new || " + REASON,
            "order.ItemsReturned",
            "new || " + REASON,
            "payment.RefundRequested",
            "new - 'charge' || jsonb_build_object('provider', new #> '{charge,provider}',"
                    + " 'chargeReference', new #> '{charge,reference}') || " + REASON);

    private final JdbcClient jdbc;

    EarlierRevisions(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    static Set<String> events() {
        return ONCE.keySet();
    }

    /** In the log, and in the audit that was made of it. Seals are made anew: they were made of this. */
    void inLogAndAudit() {
        String sql = ONCE.keySet().stream()
                .map(event -> inText("write.events", event) + inText("read.audit", event))
                .reduce("", String::concat);
        jdbc.sql(sql + "delete from write.seals").update();
    }

    void inDeadLetters() {
        ONCE.forEach((event, once) -> jdbc.sql("""
                        update read.dead_letter set revision = '1', payload = convert_to(
                            (select (%s)::text from (select convert_from(payload, 'UTF8')::jsonb as new) as it), 'UTF8')
                        where type = '%s' and revision = '2'""".formatted(once, event)).update());
    }

    private static String inText(String table, String event) {
        return """
                update %s set revision = '1',
                    payload = (select (%s)::text from (select payload::jsonb as new) as it)
                where type = '%s' and revision = '2';
                """.formatted(table, ONCE.get(event), event);
    }

    /** Names of a stored payload's members. */
    static Set<String> members(String payload) {
        return new TreeSet<>(new JsonMapper().readTree(payload).propertyNames());
    }

    /** As they are in the golden file of revision 1. */
    static Set<String> goldenMembers(String event) {
        Path file = Path.of("..", event.substring(0, event.indexOf('.')) + "-module", "src/test/resources/golden")
                .resolve(event + ".r1.json");
        try {
            return members(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
