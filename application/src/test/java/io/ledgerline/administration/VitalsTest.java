package io.ledgerline.administration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.when;

import java.time.Clock;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.DriverManagerDataSource;

class VitalsTest {

    /** Nobody listens there. */
    private final JdbcClient away = JdbcClient.create(
            new DriverManagerDataSource("jdbc:postgresql://127.0.0.1:1/ledgerline?connectTimeout=2", "none", "none"));

    private final LogEnd log = mock();
    private final Vitals vitals = new Vitals(away, away, log, mock(), mock(), Duration.ofMinutes(1), Clock.systemUTC());

    @Test
    void givenDatabasesThatAreAway_thenStoresAreDownAndNobodyKnowsOfProcessors() {
        Vitals.Signs signs = vitals.take();

        assertThat(signs.stores().getStatus()).isEqualTo(Status.DOWN);
        assertThat(signs.stores().getDetails())
                .containsEntry("write", "unreachable: CannotGetJdbcConnectionException")
                .containsEntry("read", "unreachable: CannotGetJdbcConnectionException")
                .containsEntry("log", "reachable");
        assertThat(signs.processors().getStatus()).isEqualTo(Status.DOWN);
    }

    @Test
    void givenALogThatIsAway_thenThatIsSaid() {
        when(log.position()).thenThrow(new IllegalStateException("no connection"));

        assertThat(vitals.take().stores().getDetails()).containsEntry("log", "unreachable: IllegalStateException");
    }
}
