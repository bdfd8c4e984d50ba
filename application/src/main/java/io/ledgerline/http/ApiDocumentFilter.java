package io.ledgerline.http;

import java.util.List;
import java.util.stream.Stream;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.PathContainer;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The API document and its page are made of classes and files when they are asked for: not on an event loop. */
@Order(Ordered.LOWEST_PRECEDENCE)
final class ApiDocumentFilter implements WebFilter {

    private static final List<PathPattern> DOCUMENT = Stream.of(
                    "/v3/api-docs/**", "/v3/api-docs.yaml", "/swagger-ui.html", "/swagger-ui/**", "/webjars/**")
            .map(PathPatternParser.defaultInstance::parse)
            .toList();

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        Mono<Void> rest = Mono.defer(() -> chain.filter(exchange));
        return DOCUMENT.stream().anyMatch(pattern -> pattern.matches(path))
                ? rest.subscribeOn(Schedulers.boundedElastic())
                : rest;
    }
}
