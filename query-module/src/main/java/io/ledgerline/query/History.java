package io.ledgerline.query;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A view's history as queries read it: one version of each thing, found by its indexes however many there are.
 *
 * @param table of the history
 * @param key name of the column that tells things apart
 */
public record History(String table, String key) {

    /**
     * SQL that selects what a thing was; no row if it wasn't yet.
     *
     * @param columns of the history's table
     * @param value SQL of the thing's key, such as {@code :id} or a column of a table that this is joined to
     * @param asOf not now; bound by {@link #values}
     */
    public String version(String columns, String value, AsOf asOf) {
        return numbered(columns, value, number(value, asOf));
    }

    /**
     * The same as it stood at one effective time.
     *
     * @param time SQL
     */
    public String versionAt(String columns, String value, String time) {
        return numbered(columns, value, last("valid_from", time, value));
    }

    /** The limit keeps it one look into the index for each thing, whatever it is joined to. */
    private String numbered(String columns, String value, String number) {
        return "select %s from %s past where past.%s = %s and past.version = %s limit 1"
                .formatted(columns, table, key, value, number);
    }

    private String number(String value, AsOf asOf) {
        if (asOf.version() != null) {
            return ":version";
        }
        if (asOf.at() == null) {
            return last("recorded_from", ":knownAt", value);
        }
        if (asOf.knownAt() == null) {
            return last("valid_from", ":at", value);
        }
        // Both times never decrease, so the shorter of both beginnings satisfies both. If one is empty there is none.
        return "least(coalesce(%s, -1), coalesce(%s, -1))"
                .formatted(last("recorded_from", ":knownAt", value), last("valid_from", ":at", value));
    }

    private String last(String since, String time, String value) {
        return "(select version from %2$s where %3$s = %4$s and %1$s <= %5$s order by %1$s desc, version desc limit 1)"
                .formatted(since, table, key, value, time);
    }

    public static Map<String, Object> values(AsOf asOf) {
        Map<String, Object> values = new LinkedHashMap<>();
        put(values, "version", asOf.version());
        put(values, "at", asOf.at());
        put(values, "knownAt", asOf.knownAt());
        return values;
    }

    private static void put(Map<String, Object> values, String name, @Nullable Object value) {
        if (value != null) {
            values.put(name, value);
        }
    }
}
