package io.ledgerline.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What all views hold, histories and audit included.
 *
 * @param byTable how many rows, and a digest of them
 */
record ViewRows(Map<String, String> byTable) {

    private static final String AUDIT = "audit";

    private static final List<String> TABLES = List.of(
            "orders",
            "orders_history",
            "products",
            "products_history",
            "stock",
            "stock_history",
            "payments",
            "payments_history",
            AUDIT);

    /**
     * @param end of the log: what was audited later is left out
     */
    static ViewRows read(Connection database, long end) throws SQLException {
        Map<String, String> rows = new TreeMap<>();
        for (String table : TABLES) {
            String which = table.equals(AUDIT) ? "position <= ?" : "? >= 0";
            try (PreparedStatement digest = database.prepareStatement("""
                    select count(*) || ' rows, ' || md5(coalesce(string_agg(md5(row::text), '' order by md5(row::text)), ''))
                    from read.%s as row where %s""".formatted(table, which))) {
                digest.setLong(1, end);
                try (ResultSet row = digest.executeQuery()) {
                    row.next();
                    rows.put(table, row.getString(1));
                }
            }
        }
        return new ViewRows(rows);
    }
}
