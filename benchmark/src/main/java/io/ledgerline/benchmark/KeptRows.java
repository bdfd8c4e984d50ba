package io.ledgerline.benchmark;

import java.io.PrintStream;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;

/** The views' rows as they once were, to be compared with those that are there later. */
final class KeptRows {

    /** Keys of those of which there is a row for each version, and of those that show the last. */
    private static final Map<String, String> HISTORIES = histories();

    private static final Map<String, String> SHOWN =
            Map.of("orders", "order_id", "products", "sku", "stock", "sku", "payments", "payment_id");

    private final Connection connection;

    private KeptRows(Connection connection) {
        this.connection = connection;
    }

    private static Map<String, String> histories() {
        Map<String, String> keys = new LinkedHashMap<>();
        keys.put("orders_history", "order_id");
        keys.put("products_history", "sku");
        keys.put("stock_history", "sku");
        keys.put("payments_history", "payment_id");
        keys.put("audit", "position::text");
        return keys;
    }

    static KeptRows keep(Connection connection) throws SQLException {
        KeptRows rows = new KeptRows(connection);
        rows.execute("create schema if not exists benchmark");
        for (var table : HISTORIES.entrySet()) {
            rows.keep(table.getKey(), table.getValue());
        }
        for (var table : SHOWN.entrySet()) {
            rows.keep(table.getKey(), table.getValue());
        }
        return rows;
    }

    private void keep(String table, String key) throws SQLException {
        execute("drop table if exists benchmark." + table);
        execute(("create table benchmark.%1$s as select %2$s as key, version, md5(t::text) as content"
                        + " from read.%1$s t")
                .formatted(table, key));
        execute("analyze benchmark." + table);
    }

    /**
     * Each row that was there is there as it was, and no other of its time; of what is shown there is that version or a
     * later one.
     */
    boolean areThere(PrintStream out) throws SQLException {
        boolean same = true;
        for (var table : HISTORIES.entrySet()) {
            same &= compare(out, table.getKey(), table.getValue(), """
                    select count(*) from benchmark.%1$s kept
                    full join (select %2$s as key, version, md5(t::text) as content from read.%1$s t) now
                        using (key, version)
                    left join (select key, max(version) as last from benchmark.%1$s group by key) seen using (key)
                    where kept.content is distinct from now.content and version <= last""");
        }
        for (var table : SHOWN.entrySet()) {
            same &= compare(out, table.getKey(), table.getValue(), """
                    select count(*) from benchmark.%1$s kept
                    left join (select %2$s as key, version, md5(t::text) as content from read.%1$s t) now using (key)
                    where now.version is null or now.version < kept.version
                       or now.version = kept.version and now.content <> kept.content""");
        }
        return same;
    }

    private boolean compare(PrintStream out, String table, String key, String query) throws SQLException {
        long kept = number("select count(*) from benchmark." + table);
        long differ = number(query.formatted(table, key));
        out.printf("  %-18s %,9d rows kept, %,d of them differ%n", table, kept, differ);
        return differ == 0 && kept > 0;
    }

    private long number(String query) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(query)) {
            row.next();
            return row.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
