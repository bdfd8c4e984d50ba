package io.ledgerline.processing;

import io.ledgerline.database.Sessions;
import io.ledgerline.processing.ProcessorProperties.Side;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which node has which segments, as it is stored. A claim that nobody has renewed in time counts no more. */
final class Claims {

    private static final String HELD = "owner is not null and updated_at::timestamptz > now() - ? * interval '1 ms'";

    private final JdbcClient write;
    private final JdbcClient read;
    private final ProcessorProperties properties;

    Claims(JdbcClient write, JdbcClient read, ProcessorProperties properties) {
        this.write = write;
        this.read = read;
        this.properties = properties;
    }

    /** By processor and segment who has it, empty if nobody. */
    Map<String, Map<Integer, Optional<String>>> all() {
        Map<String, Map<Integer, Optional<String>>> all = new HashMap<>();
        for (Side side : Side.values()) {
            client(side)
                    .sql("select processor_name, segment, case when " + HELD
                            + " then owner end as owner from processor_token")
                    .param(timeout().toMillis())
                    .query(row -> {
                        all.computeIfAbsent(row.getString("processor_name"), name -> new HashMap<>())
                                .put(row.getInt("segment"), Optional.ofNullable(row.getString("owner")));
                    });
        }
        return all;
    }

    boolean hasAnother(String processor, String node) {
        return client(processor)
                .sql("select exists (select from processor_token where processor_name = ? and owner <> ? and " + HELD
                        + ")")
                .params(processor, node, timeout().toMillis())
                .query(Boolean.class)
                .single();
    }

    boolean hasAll(String processor, String node) {
        return client(processor)
                .sql("select count(*) > 0 and bool_and(owner is not distinct from ?) from processor_token"
                        + " where processor_name = ?")
                .params(node, processor)
                .query(Boolean.class)
                .single();
    }

    /** What a processor that doesn't run has claimed. */
    void release(String processor, String node) {
        client(processor)
                .sql("update processor_token set owner = null where processor_name = ? and owner = ?")
                .params(processor, node)
                .update();
    }

    /**
     * Those that wait for their node to go on. What has begun since then is of a successor with the same id, which starts.
     *
     * @param since when they have been silent, at least
     * @return how many
     */
    int endTransactionsOf(Set<String> nodes, Duration since) {
        int ended = 0;
        for (Side side : Side.values()) {
            String schema = side.name().toLowerCase(Locale.ROOT);
            ended += client(side)
                    .sql("""
                            select count(pg_terminate_backend(pid)) from pg_stat_activity
                            where application_name = any(?) and state <> 'idle' and wait_event = 'ClientRead'
                            and xact_start < now() - ? * interval '1 ms'
                            and datname = current_database() and usename = current_user""")
                    .param(nodes.stream()
                            .map(node -> new Sessions(node).name(schema))
                            .toArray(String[]::new))
                    .param(since.toMillis())
                    .query(Integer.class)
                    .single();
        }
        return ended;
    }

    private Duration timeout() {
        return properties.claimTimeout();
    }

    private JdbcClient client(String processor) {
        return client(properties.processors().get(processor).side());
    }

    private JdbcClient client(Side side) {
        return side == Side.READ ? read : write;
    }
}
