package io.ledgerline.query;

import static java.util.stream.Collectors.joining;

import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * A view's two tables as its projection writes them: the rows as they are now, and each version that they ever were, in
 * {@code <table>_history}. Blocking, in the transaction of the thread.
 *
 * @param <R> what is kept in the column {@code document}
 */
public final class ViewTable<R extends ViewRow> {

    private final JdbcTemplate jdbc;
    private final String table;
    private final String history;
    private final Class<R> type;
    private final List<Column<Version<R>>> columns;
    private final List<Column<Version<R>>> historyColumns;
    private final String select;
    private final String upsert;
    private final String insert;
    private final String selectBefore;
    private final String correct;
    private final String showCorrected;
    private final List<String> clear;

    /**
     * A column that is written for queries and reports, and never read back here.
     *
     * @param expression SQL of the value, with one parameter
     * @param inHistory whether it is wanted of earlier versions too; then the expression does no more than a cast
     */
    public record Column<R>(String name, String expression, Function<R, @Nullable Object> value, boolean inHistory) {

        public Column(String name, Function<R, @Nullable Object> value) {
            this(name, "?", value);
        }

        public Column(String name, String expression, Function<R, @Nullable Object> value) {
            this(name, expression, value, false);
        }

        public Column<R> alsoInHistory() {
            return new Column<>(name, expression, value, true);
        }
    }

    /**
     * What is known of one key.
     *
     * @param last null if the history has none
     * @param shown version of the row as it is now, which may be ahead of a history that is being made; -1 if there is
     *     none
     */
    record Known<R extends ViewRow>(@Nullable Version<R> last, long shown) {}

    /**
     * @param key name of the column that holds {@link ViewRow#key()}: the primary key, in the history with the version
     */
    public ViewTable(DataSource dataSource, Class<R> type, String table, String key, List<Column<R>> others) {
        this.history = table + "_history";
        this.jdbc = new JdbcTemplate(dataSource);
        this.table = table;
        this.type = type;
        List<Column<Version<R>>> identity = List.of(
                new Column<>(key, version -> version.row().key()),
                new Column<>("version", version -> version.row().version()),
                new Column<>("document", "?::json", Version::document));
        this.columns = concat(identity, others.stream().map(ViewTable::ofRow));
        this.historyColumns = concat(
                concat(
                        identity,
                        Stream.of(
                                new Column<>("valid_from", Version::validFrom),
                                new Column<>("recorded_from", Version::recordedFrom))),
                others.stream().filter(Column::inHistory).map(ViewTable::ofRow));
        this.select = """
                select wanted, shown.version, last.document, last.valid_from, last.recorded_from
                from unnest(?) wanted
                left join lateral (select version from %1$s where %3$s = wanted limit 1) shown on true
                left join lateral (select document, valid_from, recorded_from from %2$s
                                   where %3$s = wanted order by version desc limit 1) last on true""".formatted(table, history, key);
        this.selectBefore = """
                select wanted, last.document, last.valid_from, last.recorded_from
                from unnest(?, ?) as firsts (wanted, first)
                left join %1$s last on last.%2$s = wanted and last.version = first - 1""".formatted(history, key);
        String inTheWay =
                insert(table, columns) + " on conflict (%s) do update set %s where ".formatted(key, allOf(columns));
        String isOlder = table + ".version < excluded.version";
        String isOther = "%1$s.version = excluded.version and %1$s.*::text <> excluded.*::text".formatted(table);
        // The guard makes a row that was already newer stay as it is, whoever wrote it.
        this.upsert = inTheWay + isOlder;
        this.showCorrected = inTheWay + isOlder + " or " + isOther;
        this.correct = insert(history, historyColumns)
                + " on conflict (%s, version) do update set %s where %3$s.*::text <> excluded.*::text"
                        .formatted(key, allOf(historyColumns), history);
        this.insert = insert(history, historyColumns) + " on conflict do nothing";
        this.clear = List.of("delete from " + table, "delete from " + history);
    }

    private static <R extends ViewRow> Column<Version<R>> ofRow(Column<R> column) {
        return new Column<>(
                column.name(), column.expression(), version -> column.value().apply(version.row()));
    }

    private static <T> List<T> concat(List<T> some, Stream<T> others) {
        return Stream.concat(some.stream(), others).toList();
    }

    private static <R> String insert(String table, List<Column<R>> columns) {
        return "insert into %s (%s) values (%s)"
                .formatted(
                        table,
                        names(columns),
                        columns.stream().map(Column::expression).collect(joining(", ")));
    }

    private static <R> String allOf(List<Column<R>> columns) {
        return columns.stream()
                .map(column -> column.name() + " = excluded." + column.name())
                .collect(joining(", "));
    }

    private static <R> String names(List<Column<R>> columns) {
        return columns.stream().map(Column::name).collect(joining(", "));
    }

    String name() {
        return table;
    }

    /** First of all, in each transaction that writes. */
    void hold() {
        ViewLock.shared(jdbc, table);
    }

    /** All that is known, by the keys that are asked for. */
    Map<String, Known<R>> load(Collection<String> keys) {
        Map<String, Known<R>> known = new HashMap<>();
        jdbc.query(select, statement -> statement.setObject(1, keys.toArray(String[]::new)), result -> {
            Long shown = result.getObject(2, Long.class);
            known.put(result.getString(1), new Known<>(version(result, 3), shown == null ? -1 : shown));
        });
        return known;
    }

    private @Nullable Version<R> version(ResultSet result, int first) throws SQLException {
        String document = result.getString(first);
        return document == null
                ? null
                : new Version<>(
                        Documents.read(document, type),
                        result.getObject(first + 1, OffsetDateTime.class).toInstant(),
                        result.getObject(first + 2, OffsetDateTime.class).toInstant(),
                        document);
    }

    /**
     * The version before each of these.
     *
     * @param firsts versions, by key
     * @return for each key; none is known of what begins, or lacks the version before
     */
    Map<String, Known<R>> loadBefore(Map<String, Long> firsts) {
        Map<String, Known<R>> known = new HashMap<>();
        List<Map.Entry<String, Long>> entries = List.copyOf(firsts.entrySet());
        jdbc.query(
                selectBefore,
                statement -> {
                    statement.setObject(
                            1, entries.stream().map(Map.Entry::getKey).toArray(String[]::new));
                    statement.setObject(
                            2, entries.stream().map(Map.Entry::getValue).toArray(Long[]::new));
                },
                result -> {
                    known.put(result.getString(1), new Known<>(version(result, 2), -1));
                });
        return known;
    }

    /** Adds versions to the history. */
    void add(Collection<Version<R>> versions) {
        write(insert, historyColumns, versions);
    }

    /** The same where none of them is yet. */
    void copy(Collection<Version<R>> versions) {
        CopyRows rows = new CopyRows();
        for (Version<R> version : versions) {
            historyColumns.forEach(column -> rows.add(column.value().apply(version)));
            rows.endRow();
        }
        rows.into(jdbc, history, names(historyColumns));
    }

    /** Adds versions to the history, or makes those that are there be these. */
    void correct(Collection<Version<R>> versions) {
        write(correct, historyColumns, versions);
    }

    /** Makes these the rows as they are now where no newer version is shown. */
    void showCorrected(Collection<Version<R>> versions) {
        write(showCorrected, columns, versions);
    }

    /** Makes these the rows as they are now, one for each key. */
    void show(Collection<Version<R>> versions) {
        write(upsert, columns, versions);
    }

    private void write(String sql, List<Column<Version<R>>> columns, Collection<Version<R>> versions) {
        if (!versions.isEmpty()) {
            jdbc.batchUpdate(sql, versions, versions.size(), (statement, version) -> bind(statement, columns, version));
        }
    }

    /** Forgets everything, once the transaction commits; readers see the old rows until then. */
    void clear() {
        clear.forEach(jdbc::update);
    }

    private static <V> void bind(PreparedStatement statement, List<Column<V>> columns, V version) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            Object value = columns.get(i).value().apply(version);
            statement.setObject(i + 1, value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
        }
    }
}
