package io.ledgerline.database;

import static org.assertj.core.api.Assertions.assertThat;

import io.r2dbc.spi.R2dbcDataIntegrityViolationException;
import java.sql.SQLException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;
import org.postgresql.util.PSQLState;
import org.springframework.dao.DuplicateKeyException;

class FailureTextTest {

    private static final String ROW = "Key (name)=(Ada Byron) already exists.";

    @Test
    void tellsTheFirstFailure() {
        assertThat(FailureText.of(new CompletionException(new IllegalStateException("no stock"))))
                .isEqualTo("IllegalStateException: no stock");
        assertThat(FailureText.of(new IllegalStateException())).isEqualTo("IllegalStateException");
    }

    @Test
    void tellsNothingOfWhatIsInADatabase() {
        SQLException postgres = new PSQLException(ROW, PSQLState.UNIQUE_VIOLATION);

        assertThat(FailureText.of(new CompletionException(new DuplicateKeyException(ROW, postgres))))
                .isEqualTo("PSQLException, SQLSTATE 23505");
        assertThat(FailureText.of(new SQLException(ROW, new IllegalStateException(ROW))))
                .isEqualTo("SQLException");
        assertThat(FailureText.of(new CompletionException(new R2dbcDataIntegrityViolationException(ROW, "23505"))))
                .isEqualTo("R2dbcDataIntegrityViolationException, SQLSTATE 23505");
    }
}
