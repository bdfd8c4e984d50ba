package io.ledgerline.startup;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import io.ledgerline.payment.api.ProviderNotConfigured;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.boot.diagnostics.FailureAnalysis;

class StartupFailureAnalyzerTest {

    private final StartupFailureAnalyzer analyzer = new StartupFailureAnalyzer();

    @ParameterizedTest(name = "SQLSTATE {0}")
    @ValueSource(strings = {"08001", "08006", "28P01", "3D000"})
    void whenTheDatabaseCantBeEntered_thenItIsSaidWhyAndWhatToCheck(String sqlState) {
        FailureAnalysis analysis = analyzer.analyze(new IllegalStateException(
                "bean", new RuntimeException("pool", new SQLException("Connection refused", sqlState))));

        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).isEqualTo("Connection refused");
        assertThat(analysis.getAction()).contains("ledgerline.database");
    }

    @Test
    void whenAxonServerIsAway_thenItIsSaidAndWhatToCheck() {
        FailureAnalysis analysis = analyzer.analyze(
                new IllegalStateException("bean", new RuntimeException(Status.UNAVAILABLE.asRuntimeException())));

        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).contains("Axon Server", "UNAVAILABLE");
        assertThat(analysis.getAction()).contains("axon.axonserver");
    }

    @Test
    void whenTheWiringIsAtFault_thenTheCulpritsAreNamed() {
        FailureAnalysis analysis =
                analyzer.analyze(new RuntimeException(new WiringFaults(List.of("saga store: missing"))));

        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).contains("saga store: missing");
    }

    @Test
    void whenAProviderIsNotConfigured_thenItIsSaidWhatToSet() {
        FailureAnalysis analysis =
                analyzer.analyze(new RuntimeException(new ProviderNotConfigured("no key", "Give the key.")));

        assertThat(analysis).isNotNull();
        assertThat(analysis.getDescription()).isEqualTo("no key");
        assertThat(analysis.getAction()).isEqualTo("Give the key.");
    }

    @Test
    void whenAStatementIsWrong_thenNothingIsPretended() {
        assertThat(analyzer.analyze(new RuntimeException(new SQLException("syntax error", "42601"))))
                .isNull();
    }
}
