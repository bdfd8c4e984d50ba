package io.ledgerline.http;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Takes or makes the request's id, and tells it with every answer, refusals included. */
@Order(Ordered.HIGHEST_PRECEDENCE)
final class RequestIdFilter implements WebFilter {

    static final String REQUEST_ID = "X-Request-Id";

    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9._-]{1,128}");

    private final CommandIds ids;

    RequestIdFilter(CommandIds ids) {
        this.ids = ids;
    }

    static String of(ServerWebExchange exchange) {
        String id = exchange.getResponse().getHeaders().getFirst(REQUEST_ID);
        return id == null ? "without id" : id;
    }

    /** The one that was given, if it is one, or a new one. */
    static String id(@Nullable String given, CommandIds ids) {
        return given != null && FORM.matcher(given).matches() ? given : ids.next();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        String given = exchange.getRequest().getHeaders().getFirst(REQUEST_ID);
        exchange.getResponse().getHeaders().set(REQUEST_ID, id(given, ids));
        return chain.filter(exchange);
    }
}
