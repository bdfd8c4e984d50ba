package io.ledgerline.query;

import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.springframework.jdbc.core.ConnectionCallback;
import org.springframework.jdbc.core.JdbcTemplate;

/** Rows for one {@code copy}: several times as fast as inserts, but nothing may be in their way. */
public final class CopyRows {

    private final StringBuilder text = new StringBuilder();
    private boolean inRow;

    /**
     * @param value of the row's next column, as PostgreSQL reads its text
     */
    public CopyRows add(@Nullable Object value) {
        if (inRow) {
            text.append('\t');
        }
        inRow = true;
        if (value == null) {
            text.append("\\N");
        } else if (value instanceof String string) {
            append(string);
        } else {
            text.append(value);
        }
        return this;
    }

    private void append(String value) {
        int length = value.length();
        int plain = 0;
        for (int i = 0; i < length; i++) {
            char character = value.charAt(i);
            if (character == '\\' || character < ' ') {
                text.append(value, plain, i).append(escaped(character));
                plain = i + 1;
            }
        }
        text.append(value, plain, length);
    }

    private static String escaped(char character) {
        return switch (character) {
            case '\\' -> "\\\\";
            case '\t' -> "\\t";
            case '\n' -> "\\n";
            case '\r' -> "\\r";
            default -> String.valueOf(character);
        };
    }

    public void endRow() {
        text.append('\n');
        inRow = false;
    }

    /** In the transaction of the thread. Does nothing if there are no rows. */
    public void into(JdbcTemplate jdbc, String table, String columns) {
        if (!text.isEmpty()) {
            byte[] rows = text.toString().getBytes(StandardCharsets.UTF_8);
            String copy = "copy %s (%s) from stdin".formatted(table, columns);
            jdbc.execute((ConnectionCallback<@Nullable Void>) connection -> {
                send(connection.unwrap(PGConnection.class), copy, rows);
                return null;
            });
        }
    }

    private static void send(PGConnection connection, String sql, byte[] rows) throws SQLException {
        CopyIn copy = connection.getCopyAPI().copyIn(sql);
        try {
            copy.writeToCopy(rows, 0, rows.length);
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
