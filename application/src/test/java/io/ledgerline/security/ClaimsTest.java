package io.ledgerline.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.web.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;

class ClaimsTest {

    private static final LoginProperties DEFAULTS = new LoginProperties("sub", "roles", "", "customer_id");

    @Test
    void aCallerIsItsSubjectItsRolesAndItsCustomer() {
        LoggedIn caller =
                read(DEFAULTS, Map.of("sub", "ada", "roles", List.of("customer", "guest"), "customer_id", "17850"));

        assertThat(caller.getName()).isEqualTo("ada");
        assertThat(caller.roles()).containsExactly(Role.CUSTOMER);
        assertThat(caller.customer()).isEqualTo(new CustomerId("17850"));
        assertThat(caller.isAuthenticated()).isTrue();
    }

    @Test
    void anAdminIsAnOperatorToo() {
        assertThat(read(DEFAULTS, Map.of("sub", "x", "roles", List.of("admin"))).roles())
                .containsExactlyInAnyOrder(Role.ADMIN, Role.OPERATOR);
    }

    @Test
    void claimsMayLieDeep() {
        LoginProperties keycloak =
                new LoginProperties("preferred_username", "realm_access.roles", "", "attributes.customer");
        LoggedIn caller = read(
                keycloak,
                Map.of(
                        "sub",
                        "0815",
                        "preferred_username",
                        "ada",
                        "realm_access",
                        Map.of("roles", List.of("auditor")),
                        "attributes",
                        Map.of("customer", 17850)));

        assertThat(caller.getName()).isEqualTo("ada");
        assertThat(caller.roles()).containsExactly(Role.AUDITOR);
        assertThat(caller.customer()).isEqualTo(new CustomerId("17850"));
    }

    @Test
    void aNameWithDotsIsThatOfAClaimFirst() {
        LoginProperties names = new LoginProperties("sub", "https://shop.example/roles", "", "customer_id");

        assertThat(read(names, Map.of("sub", "x", "https://shop.example/roles", List.of("operator")))
                        .roles())
                .containsExactly(Role.OPERATOR);
    }

    @Test
    void rolesMayBeScopes() {
        LoginProperties scopes = new LoginProperties("sub", "scope", "ledgerline:", "customer_id");

        assertThat(read(scopes, Map.of("sub", "x", "scope", "openid ledgerline:operator auditor"))
                        .roles())
                .containsExactly(Role.OPERATOR);
    }

    @Test
    void whatIsMissingOrOfAnotherKindIsNoRoleAndNoCustomer() {
        LoggedIn caller = read(DEFAULTS, Map.of("sub", "x", "roles", Map.of("admin", true), "customer_id", "no id!"));

        assertThat(caller.roles()).isEmpty();
        assertThat(caller.customer()).isNull();
        assertThat(read(DEFAULTS, Map.of("sub", "x", "roles", List.of("ADMIN", " admin", 7)))
                        .roles())
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "process:order-fulfilment",
                "PROCESS:x",
                " import:7",
                "provider:sandbox",
                "provider:",
                "a\u0000b",
                " ",
                ""
            })
    void aNameOfTheProgramsOwnOrNoneIsRefused(String name) {
        assertThatThrownBy(() -> read(DEFAULTS, Map.of("sub", name, "roles", List.of("admin"))))
                .isInstanceOf(InvalidBearerTokenException.class);
    }

    @Test
    void aTokenWithoutANameOrWithAVeryLongOneIsRefused() {
        assertThatThrownBy(() -> read(DEFAULTS, Map.of("roles", List.of("admin"))))
                .isInstanceOf(InvalidBearerTokenException.class);
        assertThatThrownBy(() -> read(DEFAULTS, Map.of("sub", "x".repeat(256))))
                .isInstanceOf(InvalidBearerTokenException.class);
        assertThat(read(DEFAULTS, Map.of("sub", "auth0|processor:x")).getName()).isEqualTo("auth0|processor:x");
    }

    private static LoggedIn read(LoginProperties names, Map<String, Object> claims) {
        Jwt token = new Jwt("t", null, null, Map.of("alg", "RS256"), new HashMap<>(claims));
        return new Claims(names).convert(token).block();
    }
}
