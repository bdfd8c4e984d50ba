package io.ledgerline.security;

import io.ledgerline.http.Caller;
import io.ledgerline.kernel.web.AccessRefused.Forbidden;
import io.ledgerline.kernel.web.AccessRefused.Unauthenticated;
import io.ledgerline.kernel.web.Role;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Who may come through.
 *
 * @param anyone whether nobody has to log in
 * @param anybody whether it is enough to be logged in
 * @param roles else, one of which it takes
 */
record Rule(boolean anyone, boolean anybody, Set<Role> roles) {

    static final Rule ANYONE = new Rule(true, true, Set.of());
    static final Rule LOGGED_IN = new Rule(false, true, Set.of());
    static final Rule NOBODY = new Rule(false, false, Set.of());

    static Rule of(Role... roles) {
        return new Rule(false, false, Set.of(roles));
    }

    /**
     * Who has no other role that the rule asks for comes in as a customer, and to its own things only.
     *
     * @throws Unauthenticated or Forbidden
     */
    Caller admit(@Nullable LoggedIn caller) {
        if (caller == null) {
            if (anyone) {
                return Caller.ANONYMOUS;
            }
            throw new Unauthenticated("Log in first: this needs a bearer token.");
        }
        boolean allowed = anybody || held(caller).anyMatch(role -> role != Role.CUSTOMER);
        if (!allowed && !held(caller).toList().contains(Role.CUSTOMER)) {
            throw new Forbidden("This isn't for you: it takes another role.");
        }
        if (!allowed && caller.customer() == null) {
            throw new Forbidden("The token doesn't say which customer you are.");
        }
        return new Caller(
                caller.getName(),
                caller.roles(),
                allowed ? null : caller.customer(),
                caller.token().getExpiresAt());
    }

    private Stream<Role> held(LoggedIn caller) {
        return roles.stream().filter(caller.roles()::contains);
    }
}
