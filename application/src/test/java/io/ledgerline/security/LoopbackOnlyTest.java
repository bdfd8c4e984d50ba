package io.ledgerline.security;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.mock.env.MockEnvironment;

class LoopbackOnlyTest {

    private final MockEnvironment environment = new MockEnvironment();

    @ParameterizedTest
    @ValueSource(strings = {"127.0.0.1", "127.1.2.3", "localhost", "::1"})
    void onLoopbackNobodyHasToLogIn(String address) {
        environment.setProperty("server.address", address);

        assertThatCode(this::start).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.7", ""})
    void elsewhereItDoesNotStartWithoutLogIn(String address) {
        environment.setProperty("server.address", address);

        assertThatThrownBy(this::start).isInstanceOf(LoginMissing.class).hasMessageContaining("server.address");
    }

    @Test
    void noAddressIsAllOfThem() {
        assertThatThrownBy(this::start).isInstanceOf(LoginMissing.class).hasMessageContaining("all addresses");
    }

    @ParameterizedTest
    @ValueSource(strings = {"issuer-uri", "jwk-set-uri", "public-key-location"})
    void withLogInItListensWhereItIsTold(String key) {
        environment.setProperty("server.address", "0.0.0.0");
        environment.setProperty("spring.security.oauth2.resourceserver.jwt." + key, "https://id.example");

        assertThatCode(this::start).doesNotThrowAnyException();
    }

    @Test
    void anEmptyKeyIsNoLogIn() {
        environment.setProperty("server.address", "0.0.0.0");
        environment.setProperty("spring.security.oauth2.resourceserver.jwt.issuer-uri", " ");

        assertThatThrownBy(this::start).isInstanceOf(LoginMissing.class);
    }

    @Test
    void anActuatorOnAPortOfItsOwnIsOnLoopbackToo() {
        environment.setProperty("server.address", "127.0.0.1");
        environment.setProperty("server.port", "8080");
        environment.setProperty("management.server.port", "8081");
        assertThatThrownBy(this::start)
                .isInstanceOf(LoginMissing.class)
                .hasMessageContaining("management.server.address");

        environment.setProperty("management.server.address", "127.0.0.1");
        assertThatCode(this::start).doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"8080", "-1"})
    void anActuatorOnTheSamePortOrNoneHasNoAddress(String port) {
        environment.setProperty("server.address", "127.0.0.1");
        environment.setProperty("server.port", "8080");
        environment.setProperty("management.server.port", port);

        assertThatCode(this::start).doesNotThrowAnyException();
    }

    private void start() {
        try (GenericApplicationContext context = new GenericApplicationContext()) {
            context.setEnvironment(environment);
            new LoopbackOnly().initialize(context);
        }
    }
}
