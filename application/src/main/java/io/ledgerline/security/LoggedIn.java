package io.ledgerline.security;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.web.Role;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.oauth2.jwt.Jwt;

/** What a good token says of the one who sent it. */
final class LoggedIn extends AbstractAuthenticationToken {

    private final transient Jwt token;
    private final String name;
    private final Set<Role> roles;
    private final transient @Nullable CustomerId customer;

    LoggedIn(Jwt token, String name, Set<Role> roles, @Nullable CustomerId customer) {
        super(List.of());
        this.token = token;
        this.name = name;
        this.roles = Set.copyOf(roles);
        this.customer = customer;
        setAuthenticated(true);
    }

    @Override
    public String getName() {
        return name;
    }

    Set<Role> roles() {
        return roles;
    }

    @Nullable
    CustomerId customer() {
        return customer;
    }

    Jwt token() {
        return token;
    }

    @Override
    public Object getCredentials() {
        return "";
    }

    @Override
    public Object getPrincipal() {
        return name;
    }
}
