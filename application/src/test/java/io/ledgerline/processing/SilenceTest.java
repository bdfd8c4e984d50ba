package io.ledgerline.processing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ledgerline.TestDatabase;
import io.ledgerline.database.Connections;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class SilenceTest {

    private final TestDatabase database = TestDatabase.withWriteSchema();
    private final AtomicLong time = new AtomicLong();
    private final Connections connections = new Connections(time::get);
    private final Silence silence = new Silence(connections, Duration.ofSeconds(5), time::get);
    private final DataSource driver =
            connections.known(new DriverManagerDataSource(database.url(), database.username(), ""));
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        connection = driver.getConnection();
    }

    @AfterEach
    void close() throws SQLException {
        connection.close();
        database.close();
    }

    @Test
    void givenAStatementUnderWay_whenNothingWasSaidForThirtyLooks_thenItIsGivenUp() {
        CompletableFuture<Void> answer = CompletableFuture.runAsync(this::sleep);
        await().until(() -> database.jdbc().sql("""
                        select exists (select from pg_stat_activity where datname = current_database()
                            and state = 'active' and query = 'select pg_sleep(60)')""").query(Boolean.class).single());

        look(30);
        assertThat(answer).isNotDone();
        look(1);

        assertThatThrownBy(() -> answer.get(10, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .rootCause()
                .isInstanceOf(IOException.class);
    }

    @Test
    void givenThatNothingWasSaid_whenItIsGivenUp_thenItIsNotAgainUntilAsManyLooksLater() throws SQLException {
        look(31);
        assertThat(connection.isValid(5)).isFalse();

        try (Connection next = driver.getConnection()) {
            look(30);
            assertThat(next.isValid(5)).isTrue();
            look(1);
            assertThat(next.isValid(5)).isFalse();
        }
    }

    @Test
    void givenThatItFailedForLongerThanClaimsHold_whenItIsSaidAgain_thenOnlyConnectionsFromBeforeAreGivenUp()
            throws SQLException {
        pass(6);
        try (Connection next = driver.getConnection()) {
            silence.spoke(true);

            assertThat(connection.isValid(5)).isFalse();
            assertThat(next.isValid(5)).isTrue();
        }
    }

    @Test
    void givenThatItFailedForLess_orOnlyTookLong_whenItIsSaidAgain_thenNothingIsGivenUp() throws SQLException {
        pass(5);
        silence.spoke(true);
        pass(60);
        look(30);
        silence.spoke(false);
        look(30);

        assertThat(connection.isValid(5)).isTrue();
    }

    private void look(int times) {
        for (int i = 0; i < times; i++) {
            silence.look();
        }
    }

    private void pass(int seconds) {
        time.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    private void sleep() {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_sleep(60)");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
