package io.ledgerline.roles;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.mock.env.MockEnvironment;

class RolesTest {

    private final MockEnvironment environment = new MockEnvironment();

    @Test
    void whenNothingIsSaid_thenItDoesEverything() {
        assertThat(Roles.of(environment).played()).containsExactlyInAnyOrder(Role.values());
    }

    @Test
    void whenRolesAreNamed_thenItDoesThose() {
        environment.setProperty("ledgerline.roles", "command, QUERY");

        assertThat(Roles.of(environment).played()).containsExactlyInAnyOrder(Role.COMMAND, Role.QUERY);
    }

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(strings = {"commands", "command;query", "all", "command,,query"})
    void whenThereIsNoSuchRole_thenItSaysWhichThereAre(String roles) {
        environment.setProperty("ledgerline.roles", roles);

        assertThatThrownBy(() -> Roles.of(environment))
                .isInstanceOf(RolesRefused.class)
                .hasMessageContaining("Roles are command, query, process.");
    }

    @Test
    void whenThereIsNone_thenItRefuses() {
        environment.setProperty("ledgerline.roles", "");

        assertThatThrownBy(() -> Roles.of(environment)).isInstanceOf(RolesRefused.class);
    }

    @Test
    void givenPostgres_whenProcessesAreToRunWithoutCommands_thenItRefuses() {
        environment.setProperty("ledgerline.roles", "process");

        assertThatThrownBy(() -> Roles.of(environment)).isInstanceOf(RolesRefused.class);
    }

    @Test
    void givenAxonServer_whenProcessesAreToRunWithoutCommands_thenTheyDo() {
        environment.setProperty("ledgerline.event-store", "axon-server");
        environment.setProperty("ledgerline.roles", "process");

        assertThat(Roles.of(environment).played()).containsExactly(Role.PROCESS);
    }
}
