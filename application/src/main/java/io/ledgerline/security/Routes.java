package io.ledgerline.security;

import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.AllowedToAnyone;
import io.ledgerline.kernel.web.Role;
import java.util.List;
import java.util.stream.Stream;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.context.ApplicationContext;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.http.server.PathContainer;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.resource.ResourceWebHandler;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * The rule of a request: that of the very handler which will answer it, found as the dispatcher finds it, so that no
 * address can look like another one here. What has no rule is for nobody.
 */
final class Routes {

    /** What the program can do is no secret; what is in it is. */
    private static final List<PathPattern> OPEN = Stream.of("/v3/api-docs/**", "/swagger-ui/**", "/webjars/**")
            .map(PathPatternParser.defaultInstance::parse)
            .toList();

    private static final String API_DOCUMENT = "org.springdoc.";

    private final ObjectProvider<HandlerMapping> mappings;
    private final String actuator;
    private final ApplicationContext program;

    Routes(ObjectProvider<HandlerMapping> mappings, String actuator, ApplicationContext program) {
        this.mappings = mappings;
        this.actuator = actuator;
        this.program = program;
    }

    Mono<Rule> ruleOf(ServerWebExchange exchange) {
        PathContainer path = exchange.getRequest().getPath().pathWithinApplication();
        if (isOfActuator(exchange, path.value())) {
            return Mono.just(ofActuator(path.value()));
        }
        if (OPEN.stream().anyMatch(pattern -> pattern.matches(path))) {
            return Mono.just(Rule.ANYONE);
        }
        return Flux.fromStream(mappings::orderedStream)
                .concatMap(mapping -> mapping.getHandler(exchange))
                .next()
                .map(Routes::ruleOf)
                // No handler, or none for this method or media type: the dispatcher says which, to who is logged in.
                .onErrorReturn(Rule.LOGGED_IN)
                .defaultIfEmpty(Rule.LOGGED_IN);
    }

    /** A port of its own for the actuator is a context of its own, too. */
    private boolean isOfActuator(ServerWebExchange exchange, String path) {
        return exchange.getApplicationContext() != program || path.equals(actuator) || path.startsWith(actuator + "/");
    }

    /** Metrics name nobody; what else may be exposed one day could hold secrets. */
    private Rule ofActuator(String path) {
        if (isAt("/health", path)) {
            return Rule.ANYONE;
        }
        return isAt("/metrics", path) || isAt("/prometheus", path)
                ? Rule.of(Role.ADMIN, Role.AUDITOR)
                : Rule.of(Role.ADMIN);
    }

    private boolean isAt(String endpoint, String path) {
        return path.equals(actuator + endpoint) || path.startsWith(actuator + endpoint + "/");
    }

    static Rule ruleOf(Object handler) {
        if (handler instanceof ResourceWebHandler) {
            return Rule.LOGGED_IN;
        }
        if (!(handler instanceof HandlerMethod method)) {
            return Rule.NOBODY;
        }
        if (method.hasMethodAnnotation(AllowedToAnyone.class)
                || method.getBeanType().getName().startsWith(API_DOCUMENT)) {
            return Rule.ANYONE;
        }
        AllowedTo allowed = method.getMethodAnnotation(AllowedTo.class);
        if (allowed == null) {
            allowed = AnnotatedElementUtils.findMergedAnnotation(method.getBeanType(), AllowedTo.class);
        }
        return allowed == null ? Rule.NOBODY : Rule.of(allowed.value());
    }
}
