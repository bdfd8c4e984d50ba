package io.ledgerline.processing;

import java.sql.Array;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What all nodes keep to, in the write database and by its clock: who is alive, and which processors rest. */
final class Agreements {

    private final JdbcClient write;
    private final String node;

    Agreements(JdbcClient write, String node) {
        this.write = write;
        this.node = node;
    }

    /** The processors that this node must not run: paused, or another node's for a while. */
    Set<String> held() {
        return new HashSet<>(write.sql("""
                        select processor_name from processor_pause
                        union
                        select processor_name from processor_reservation where node_id <> ? and ends_at > now()""").param(node).query(String.class).set());
    }

    void pause(String processor) {
        write.sql("insert into processor_pause (processor_name) values (?) on conflict do nothing")
                .param(processor)
                .update();
    }

    void resume(String processor) {
        write.sql("delete from processor_pause where processor_name = ?")
                .param(processor)
                .update();
    }

    /**
     * @param atMost after which others may run it again, should this node die
     * @return whether no other node has it
     */
    boolean reserve(String processor, Duration atMost) {
        return write.sql("""
                        insert into processor_reservation as mine (processor_name, node_id, ends_at)
                        values (?, ?, now() + ? * interval '1 ms')
                        on conflict (processor_name) do update
                            set node_id = excluded.node_id, ends_at = excluded.ends_at
                            where mine.node_id = excluded.node_id or mine.ends_at <= now()""").params(processor, node, atMost.toMillis()).update() == 1;
    }

    void giveBack(String processor) {
        write.sql("delete from processor_reservation where processor_name = ? and node_id = ?")
                .params(processor, node)
                .update();
    }

    /**
     * @param processors that can take a segment here
     */
    void sayAlive(Set<String> processors) {
        write.sql("""
                        insert into node (node_id, processors) values (?, ?)
                        on conflict (node_id) do update set processors = excluded.processors, seen_at = now()""").params(node, processors.toArray(String[]::new)).update();
    }

    /** When this node, or another with its id, was last seen; empty if never, or if it has said that it goes. */
    Optional<Instant> lastSeen() {
        return write.sql("select seen_at from node where node_id = ?")
                .param(node)
                .query(OffsetDateTime.class)
                .optional()
                .map(OffsetDateTime::toInstant);
    }

    /** Whether that is no longer ago. */
    boolean wasSeenWithin(Duration time) {
        return write.sql("select exists (select from node where node_id = ? and seen_at > now() - ? * interval '1 ms')")
                .params(node, time.toMillis())
                .query(Boolean.class)
                .single();
    }

    /** Also of those that didn't say so themselves, long ago. */
    void sayGone() {
        write.sql("delete from node where node_id = ? or seen_at < now() - interval '1 day'")
                .param(node)
                .update();
    }

    /** Other nodes that haven't said since then that they are alive, or that they go; but for those that died long ago. */
    Set<String> othersSilent(Duration since) {
        return new HashSet<>(write.sql("""
                        select node_id from node where node_id <> ?
                        and seen_at between now() - interval '10 min' and now() - ? * interval '1 ms'""")
                .params(node, since.toMillis())
                .query(String.class)
                .set());
    }

    /** Other nodes that have been seen since then, with what they can run. */
    Map<String, Set<String>> othersAlive(Duration since) {
        Map<String, Set<String>> alive = new HashMap<>();
        write.sql("select node_id, processors from node where node_id <> ? and seen_at > now() - ? * interval '1 ms'")
                .params(node, since.toMillis())
                .query(row -> {
                    Array processors = row.getArray("processors");
                    alive.put(row.getString("node_id"), new HashSet<>(Arrays.asList((String[]) processors.getArray())));
                });
        return alive;
    }
}
