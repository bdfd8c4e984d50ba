package io.ledgerline.database;

import io.r2dbc.spi.R2dbcException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Failures as they are stored and shown to people: without what is in a database's rows, which may be about persons. */
public final class FailureText {

    private static final int DEEPEST = 20;

    private FailureText() {}

    /** The first failure, which the others are only consequences of. Of a database's only its kind and SQLSTATE. */
    public static String of(Throwable failure) {
        Throwable first = failure;
        for (int depth = 0; first.getCause() != null && depth < DEEPEST && !isOfDatabase(first); depth++) {
            first = first.getCause();
        }
        String kind = first.getClass().getSimpleName();
        if (first instanceof SQLException sql) {
            return withState(kind, sql.getSQLState());
        }
        if (first instanceof R2dbcException reactive) {
            return withState(kind, reactive.getSqlState());
        }
        return first.getMessage() == null ? kind : kind + ": " + first.getMessage();
    }

    private static boolean isOfDatabase(Throwable failure) {
        return failure instanceof SQLException || failure instanceof R2dbcException;
    }

    private static String withState(String kind, @Nullable String state) {
        return state == null ? kind : kind + ", SQLSTATE " + state;
    }
}
