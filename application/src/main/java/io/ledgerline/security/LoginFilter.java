package io.ledgerline.security;

import io.ledgerline.http.Caller;
import io.ledgerline.kernel.Rejection;
import io.ledgerline.kernel.web.AccessRefused;
import io.ledgerline.kernel.web.AccessRefused.Forbidden;
import io.ledgerline.kernel.web.AccessRefused.Unauthenticated;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.security.authentication.AuthenticationServiceException;
import org.springframework.security.authentication.ReactiveAuthenticationManager;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.oauth2.server.resource.web.server.authentication.ServerBearerTokenAuthenticationConverter;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Lets nobody in but whom the route's rule lets in. Tokens come in the header {@code Authorization} only. */
@Order(Ordered.HIGHEST_PRECEDENCE + 5)
final class LoginFilter implements WebFilter {

    private static final Logger log = LoggerFactory.getLogger(LoginFilter.class);
    private static final String CHALLENGE = "Bearer realm=\"ledgerline\"";

    private final ServerBearerTokenAuthenticationConverter bearer = new ServerBearerTokenAuthenticationConverter();
    private final ReactiveAuthenticationManager tokens;
    private final Routes routes;

    LoginFilter(ReactiveAuthenticationManager tokens, Routes routes) {
        this.tokens = tokens;
        this.routes = routes;
    }

    /** Who issues the tokens can't be asked for the keys that they are signed with. */
    static final class LoginUnavailable extends Rejection {
        LoginUnavailable() {
            super(
                    Kind.BUSY,
                    "login_unavailable",
                    "Nobody can be logged in at this moment, as the issuer of tokens doesn't answer: ask again.",
                    Map.of());
        }
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        return admitted(exchange)
                .doOnError(AccessRefused.class, refused -> challenge(exchange, refused))
                .flatMap(caller -> {
                    caller.sends(exchange);
                    return chain.filter(exchange);
                });
    }

    private Mono<Caller> admitted(ServerWebExchange exchange) {
        return bearer.convert(exchange)
                .flatMap(tokens::authenticate)
                .cast(LoggedIn.class)
                .map(Optional::of)
                .defaultIfEmpty(Optional.empty())
                .onErrorMap(AuthenticationException.class, LoginFilter::refusal)
                .flatMap(caller -> routes.ruleOf(exchange).map(rule -> rule.admit(caller.orElse(null))));
    }

    private static Rejection refusal(AuthenticationException failure) {
        if (failure instanceof AuthenticationServiceException) {
            log.warn("The issuer of tokens can't be asked: {}", String.valueOf(failure.getMessage()));
            return new LoginUnavailable();
        }
        log.debug("A token is refused", failure);
        return new Unauthenticated("The token doesn't hold, or no longer: get another one.");
    }

    /** As RFC 6750 has it. */
    private static void challenge(ServerWebExchange exchange, AccessRefused refused) {
        String error = "";
        if (refused instanceof Forbidden) {
            error = ", error=\"insufficient_scope\"";
        } else if (exchange.getRequest().getHeaders().containsHeader(HttpHeaders.AUTHORIZATION)) {
            error = ", error=\"invalid_token\"";
        }
        exchange.getResponse().getHeaders().set(HttpHeaders.WWW_AUTHENTICATE, CHALLENGE + error);
    }
}
