package io.ledgerline.http;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.web.Role;
import java.net.InetSocketAddress;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.web.server.ServerWebExchange;

/**
 * Who sent a request. Whoever lets people log in leaves one with the exchange, before anything else looks at it.
 *
 * @param name stored as the <em>who</em>
 * @param onlyFor the customer that the caller is, if it may see and touch nobody else's things
 * @param until when the log-in ends; null for never
 */
public record Caller(
        String name,
        Set<Role> roles,
        @Nullable CustomerId onlyFor,
        @Nullable Instant until) {

    /** Everyone, as long as nobody logs in. */
    private static final Caller DEVELOPER = new Caller("developer", Set.of(Role.values()), null, null);

    /** Someone who need not log in. */
    public static final Caller ANONYMOUS = new Caller("anonymous", Set.of(), null, null);

    private static final String ATTRIBUTE = Caller.class.getName();

    public Caller {
        roles = Set.copyOf(roles);
    }

    public static Caller of(ServerWebExchange exchange) {
        return exchange.getAttributeOrDefault(ATTRIBUTE, DEVELOPER);
    }

    /** What tells callers apart that share something: who has logged in by the name, others by their address. */
    public static String keyOf(ServerWebExchange exchange) {
        if (exchange.getAttribute(ATTRIBUTE) instanceof Caller caller && !caller.isAnonymous()) {
            return "name " + caller.name();
        }
        InetSocketAddress remote = exchange.getRequest().getRemoteAddress();
        return "address " + (remote == null ? "" : remote.getHostString());
    }

    private boolean isAnonymous() {
        return this.equals(ANONYMOUS);
    }

    public void sends(ServerWebExchange exchange) {
        exchange.getAttributes().put(ATTRIBUTE, this);
    }

    boolean mayDateBack() {
        return roles.contains(Role.OPERATOR);
    }
}
