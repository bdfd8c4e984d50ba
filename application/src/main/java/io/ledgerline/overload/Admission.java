package io.ledgerline.overload;

import io.ledgerline.http.BufferedRequest;
import io.ledgerline.http.Place;
import java.util.List;
import java.util.Locale;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/**
 * Lets in no more than can be done soon, before anything is done for it. A request gets its place when all of it is here, and
 * leaves it when its answer begins: slow clients keep nobody waiting. Commands and reads don't wait for each other.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 9)
final class Admission implements WebFilter {

    /** What a read may ask for that isn't there yet. */
    static final List<String> VERSIONS = List.of("minVersion", "minStockVersion");

    private final Places commands;
    private final Places reads;
    private final Places waitingReads;
    private final int maxBodySize;

    Admission(AdmissionProperties properties, int maxBodySize) {
        this.commands = new Places(properties.commands(), properties.mostWaiting(), properties.longestWait());
        this.reads = new Places(properties.reads(), properties.mostWaiting(), properties.longestWait());
        this.waitingReads = new Places(properties.waitingReads(), 0, properties.longestWait());
        this.maxBodySize = maxBodySize;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        ServerHttpRequest request = exchange.getRequest();
        if (isForOperators(request.getPath().value()) || isUpload(request)) {
            return chain.filter(exchange);
        }
        if (isRead(request)) {
            return (waits(request) ? waitingReads : reads).take().flatMap(place -> carryOut(exchange, place, chain));
        }
        return BufferedRequest.of(request, maxBodySize)
                .map(whole -> exchange.mutate().request(whole).build())
                .flatMap(whole -> commands.take().flatMap(place -> carryOut(whole, place, chain)));
    }

    /** Whether a command that came now would be refused at once. */
    boolean commandsAreTooMany() {
        return commands.areTaken();
    }

    /** Whether a read that waits for nothing would. */
    boolean readsAreTooMany() {
        return reads.areTaken();
    }

    private static Mono<Void> carryOut(ServerWebExchange exchange, Place place, WebFilterChain chain) {
        exchange.getAttributes().put(Place.ATTRIBUTE, place);
        exchange.getResponse().beforeCommit(() -> {
            Place.leave(exchange);
            return Mono.empty();
        });
        return Mono.using(() -> place, taken -> chain.filter(exchange), Place::leave);
    }

    /** Who looks after the program must get through just when there is too much to do. */
    static boolean isForOperators(String path) {
        return path.startsWith("/actuator/") || path.startsWith("/admin/");
    }

    /** It may take minutes until it is here; how many there may be is said elsewhere. */
    private static boolean isUpload(ServerHttpRequest request) {
        return request.getMethod() == HttpMethod.POST
                && request.getPath().value().equals("/imports")
                && says(request, HttpHeaders.CONTENT_TYPE, "text/csv");
    }

    private static boolean isRead(ServerHttpRequest request) {
        return request.getMethod() == HttpMethod.GET || request.getMethod() == HttpMethod.HEAD;
    }

    private static boolean waits(ServerHttpRequest request) {
        return VERSIONS.stream().anyMatch(request.getQueryParams()::containsKey)
                || says(request, HttpHeaders.ACCEPT, MediaType.TEXT_EVENT_STREAM_VALUE);
    }

    /** Media types are written in any case. What isn't one at all is refused further on. */
    private static boolean says(ServerHttpRequest request, String header, String type) {
        return request.getHeaders().getOrEmpty(header).stream()
                .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(type));
    }
}
