package io.ledgerline.database;

import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * Under which name this node's sessions are known in its databases: to people who look, and to other nodes, should it die with
 * something open.
 *
 * @param node its id
 */
public record Sessions(String node) {

    /** PostgreSQL cuts names at 63 characters, and writes others than these differently. */
    private static final Pattern PLAIN = Pattern.compile("[!-~]{1,40}");

    /**
     * @param schema that they work in
     */
    public String name(String schema) {
        return "ledgerline %s %s".formatted(schema, PLAIN.matcher(node).matches() ? node : shortened());
    }

    /** Not by the node: one that starts has said nothing yet, and a migration may take long. */
    static String ofMigration(String schema) {
        return "ledgerline %s migration".formatted(schema);
    }

    private UUID shortened() {
        return UUID.nameUUIDFromBytes(node.getBytes(StandardCharsets.UTF_8));
    }
}
