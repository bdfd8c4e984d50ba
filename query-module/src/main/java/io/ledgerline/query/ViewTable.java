package io.ledgerline.query;

import static java.util.stream.Collectors.joining;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
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
 * A view's table as its projection writes it: blocking, in the transaction of the thread.
 *
 * @param <R> what is kept in the column {@code document}
 */
public final class ViewTable<R extends ViewRow> {

    private final JdbcTemplate jdbc;
    private final Class<R> type;
    private final List<Column<R>> columns;
    private final String select;
    private final String upsert;
    private final String clear;

    /**
     * A column that is written for queries and reports, and never read back here.
     *
     * @param expression SQL of the value, with one parameter
     */
    public record Column<R>(String name, String expression, Function<R, @Nullable Object> value) {

        public Column(String name, Function<R, @Nullable Object> value) {
            this(name, "?", value);
        }
    }

    /**
     * @param key name of the primary key's column, which holds {@link ViewRow#key()}
     */
    public ViewTable(DataSource dataSource, Class<R> type, String table, String key, List<Column<R>> others) {
        this.jdbc = new JdbcTemplate(dataSource);
        this.type = type;
        this.columns = Stream.concat(
                        Stream.of(
                                new Column<R>(key, ViewRow::key),
                                new Column<R>("version", ViewRow::version),
                                new Column<R>("document", "?::json", Documents::write)),
                        others.stream())
                .toList();
        this.select = "select document from %s where %s = any(?)".formatted(table, key);
        // The guard makes a row that was already newer stay as it is, whoever wrote it.
        this.upsert =
                "insert into %1$s (%2$s) values (%3$s) on conflict (%4$s) do update set %5$s where %1$s.version < excluded.version"
                        .formatted(
                                table,
                                columns.stream().map(Column::name).collect(joining(", ")),
                                columns.stream().map(Column::expression).collect(joining(", ")),
                                key,
                                columns.stream()
                                        .skip(1)
                                        .map(column -> column.name() + " = excluded." + column.name())
                                        .collect(joining(", ")));
        this.clear = "delete from " + table;
    }

    /** The rows that exist, by their keys. */
    Map<String, R> load(Collection<String> keys) {
        Map<String, R> rows = new HashMap<>();
        jdbc.query(select, statement -> statement.setObject(1, keys.toArray(String[]::new)), result -> {
            R row = Documents.read(result.getString(1), type);
            rows.put(row.key(), row);
        });
        return rows;
    }

    void save(Collection<R> rows) {
        jdbc.batchUpdate(upsert, rows, rows.size(), this::bind);
    }

    /** Forgets everything, once the transaction commits; readers see the old rows until then. */
    void clear() {
        jdbc.update(clear);
    }

    private void bind(PreparedStatement statement, R row) throws SQLException {
        for (int i = 0; i < columns.size(); i++) {
            Object value = columns.get(i).value().apply(row);
            statement.setObject(i + 1, value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
        }
    }
}
