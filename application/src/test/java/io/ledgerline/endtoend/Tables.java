package io.ledgerline.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Everything that is stored, in every column of every table of both schemas; binary columns as far as they are text. */
final class Tables {

    private record Column(String table, String name, String type) {

        String asText() {
            // Printable bytes stay what they are in this encoding, so that text in them is found.
            return type.equals("bytea") ? "encode(\"%s\", 'escape')".formatted(name) : "\"%s\"::text".formatted(name);
        }
    }

    private final JdbcClient jdbc;

    Tables(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    List<String> names() {
        return columns().stream().map(Column::table).distinct().toList();
    }

    /**
     * @return the rows that hold the text somewhere, in any case, each with its table
     */
    List<String> rowsWith(String text) {
        List<String> found = new ArrayList<>();
        columns().stream().collect(Collectors.groupingBy(Column::table)).forEach((table, columns) -> {
            String row =
                    columns.stream().map(Column::asText).collect(Collectors.joining(", ", "concat_ws(' | ', ", ")"));
            found.addAll(jdbc.sql("select '%s: ' || %s from %s where position(lower(:text) in lower(%s)) > 0"
                            .formatted(table, row, table, row))
                    .param("text", text)
                    .query(String.class)
                    .list());
        });
        return found;
    }

    private List<Column> columns() {
        return jdbc.sql("""
                        select c.table_schema || '.' || c.table_name as table, c.column_name as name, c.data_type as type
                        from information_schema.columns c
                        join information_schema.tables t using (table_schema, table_name)
                        where c.table_schema in ('write', 'read') and t.table_type = 'BASE TABLE'""").query(Column.class).list();
    }
}
