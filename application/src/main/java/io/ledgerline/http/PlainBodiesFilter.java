package io.ledgerline.http;

import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Refuses compressed bodies, which nothing here unpacks, as what they are, rather than as JSON or CSV that can't be read. */
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
final class PlainBodiesFilter implements WebFilter {

    private static final String PLAIN = "identity";

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        HttpHeaders headers = exchange.getRequest().getHeaders();
        if (headers.getValuesAsList(HttpHeaders.CONTENT_ENCODING).stream().allMatch(PLAIN::equalsIgnoreCase)) {
            return chain.filter(exchange);
        }
        exchange.getResponse().getHeaders().set(HttpHeaders.ACCEPT_ENCODING, PLAIN);
        return Mono.error(new UnsupportedMediaTypeStatusException("The body is compressed"));
    }
}
