package io.ledgerline.security;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.http.Caller;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.web.AccessRefused.Forbidden;
import io.ledgerline.kernel.web.AccessRefused.Unauthenticated;
import io.ledgerline.kernel.web.Role;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.security.oauth2.jwt.Jwt;

class RuleTest {

    private static final Instant EVENING = Instant.parse("2026-03-01T18:00:00Z");
    private static final CustomerId ADA = new CustomerId("ada");
    private static final Rule READ = Rule.of(Role.CUSTOMER, Role.OPERATOR, Role.AUDITOR);
    private static final Rule CHANGE = Rule.of(Role.CUSTOMER, Role.OPERATOR);

    @Test
    void aCustomerSeesItsOwnThings() {
        Caller caller = READ.admit(caller(ADA, Role.CUSTOMER));

        assertThat(caller.onlyFor()).isEqualTo(ADA);
        assertThat(caller.until()).isEqualTo(EVENING);
    }

    @Test
    void whoIsMoreThanACustomerSeesEverybodysThings() {
        assertThat(READ.admit(caller(ADA, Role.CUSTOMER, Role.AUDITOR)).onlyFor())
                .isNull();
        assertThat(READ.admit(caller(null, Role.OPERATOR)).onlyFor()).isNull();
    }

    @Test
    void whatAnAuditorMayNotDoACustomerDoesForItselfOnly() {
        assertThat(CHANGE.admit(caller(ADA, Role.CUSTOMER, Role.AUDITOR)).onlyFor())
                .isEqualTo(ADA);
    }

    @Test
    void aCustomerWhoDoesNotSayWhichIsRefused() {
        assertThatThrownBy(() -> READ.admit(caller(null, Role.CUSTOMER))).isInstanceOf(Forbidden.class);
    }

    @Test
    void whoHasNoneOfTheRolesIsRefused() {
        assertThatThrownBy(() -> CHANGE.admit(caller(ADA, Role.AUDITOR))).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> CHANGE.admit(caller(ADA))).isInstanceOf(Forbidden.class);
        assertThatThrownBy(() -> Rule.NOBODY.admit(caller(ADA, Role.values()))).isInstanceOf(Forbidden.class);
    }

    @Test
    void whoIsUnknownComesInOnlyWhereAnyoneMay() {
        assertThat(Rule.ANYONE.admit(null)).isEqualTo(Caller.ANONYMOUS);
        assertThatThrownBy(() -> Rule.LOGGED_IN.admit(null)).isInstanceOf(Unauthenticated.class);
        assertThatThrownBy(() -> Rule.NOBODY.admit(null)).isInstanceOf(Unauthenticated.class);
        assertThat(Rule.LOGGED_IN.admit(caller(null)).name()).isEqualTo("x");
    }

    private static LoggedIn caller(@Nullable CustomerId customer, Role... roles) {
        Jwt token = new Jwt("t", null, EVENING, Map.of("alg", "RS256"), Map.of("sub", "x"));
        return new LoggedIn(token, "x", Set.of(roles), customer);
    }
}
