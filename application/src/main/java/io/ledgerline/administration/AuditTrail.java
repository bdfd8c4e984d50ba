package io.ledgerline.administration;

import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.administration.api.AdministrationEvent;
import io.ledgerline.kernel.administration.api.AdministrationEvent.ActionAnswered;
import io.ledgerline.kernel.administration.api.AdministrationEvent.ActionRequested;
import io.ledgerline.kernel.web.RequestContext;
import io.swagger.v3.oas.annotations.Operation;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.common.IdentifierFactory;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/**
 * Records in the log whatever is done to the program, before it is done, and what came of it, before that is answered.
 * Here, and not at each endpoint, so that none is forgotten. Behind everything that finds out who the caller is, and
 * whether it may.
 */
@Order(10)
final class AuditTrail implements WebFilter {

    private static final Logger LOG = LoggerFactory.getLogger(AuditTrail.class);

    private static final String STREAM = "administration-";
    private static final String TYPE = "administration";

    private static final PathPattern ADMINISTRATION = PathPatternParser.defaultInstance.parse("/admin/**");
    private static final PathPattern ABANDONING = PathPatternParser.defaultInstance.parse("/admin/processes/*/abandon");
    private static final PathPattern FORGETTING = PathPatternParser.defaultInstance.parse("/customers/*/forget");

    private final EventStore store;
    private final HandlerMapping endpoints;
    private final Scheduler threads;

    /**
     * @param threads may be blocked
     */
    AuditTrail(EventStore store, HandlerMapping endpoints, Scheduler threads) {
        this.store = store;
        this.endpoints = endpoints;
        this.threads = threads;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (!isDeed(exchange.getRequest())) {
            return chain.filter(exchange);
        }
        // What has no endpoint fails further on, and is no deed.
        return endpoints
                .getHandler(exchange)
                .onErrorComplete()
                .ofType(HandlerMethod.class)
                .map(AuditTrail::action)
                .flatMap(action -> recorded(exchange, chain, action).thenReturn(action))
                .switchIfEmpty(Mono.defer(() -> chain.filter(exchange).thenReturn("")))
                .then();
    }

    private static boolean isDeed(ServerHttpRequest request) {
        HttpMethod method = request.getMethod();
        if (method == HttpMethod.GET || method == HttpMethod.HEAD || method == HttpMethod.OPTIONS) {
            return false;
        }
        PathContainer path = request.getPath().pathWithinApplication();
        return ADMINISTRATION.matches(path) || FORGETTING.matches(path);
    }

    private static String action(HandlerMethod endpoint) {
        Operation operation = AnnotatedElementUtils.findMergedAnnotation(endpoint.getMethod(), Operation.class);
        return operation == null || operation.operationId().isEmpty()
                ? endpoint.getMethod().getName()
                : operation.operationId();
    }

    private Mono<Void> recorded(ServerWebExchange exchange, WebFilterChain chain, String action) {
        String stream = STREAM + IdentifierFactory.getInstance().generateIdentifier();
        Map<String, Object> metadata = metadata(exchange.getRequiredAttribute(RequestContext.ATTRIBUTE), exchange);
        exchange.getResponse()
                .beforeCommit(() -> append(stream, 1, new ActionAnswered(action, status(exchange)), metadata)
                        .onErrorResume(failure -> {
                            LOG.warn("What came of {} could not be recorded: {}", action, status(exchange), failure);
                            return Mono.empty();
                        }));
        return append(stream, 0, new ActionRequested(action, asked(exchange.getRequest())), metadata)
                .then(Mono.defer(() -> chain.filter(exchange)));
    }

    private static String asked(ServerHttpRequest request) {
        String query = request.getURI().getRawQuery();
        return request.getMethod() + " " + request.getURI().getRawPath() + (query == null ? "" : "?" + query);
    }

    private static int status(ServerWebExchange exchange) {
        HttpStatusCode status = exchange.getResponse().getStatusCode();
        return status == null ? 200 : status.value();
    }

    private static Map<String, Object> metadata(RequestContext context, ServerWebExchange exchange) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put(MessageMetadata.WHO, context.caller());
        metadata.put(MessageMetadata.REQUEST_ID, context.requestId());
        metadata.put(MessageMetadata.CAUSED_BY, context.commandId());
        metadata.put(MessageMetadata.COMMAND_ID, context.commandId());
        String why = why(context, exchange.getRequest());
        if (why != null) {
            metadata.put(MessageMetadata.WHY, why);
        }
        return metadata;
    }

    /** What is said of a person could be read for ever here; with an order's own events it can be forgotten. */
    private static @Nullable String why(RequestContext context, ServerHttpRequest request) {
        PathContainer path = request.getPath().pathWithinApplication();
        return FORGETTING.matches(path) || ABANDONING.matches(path) ? null : context.why();
    }

    private Mono<Void> append(String stream, long sequence, AdministrationEvent event, Map<String, Object> metadata) {
        return Mono.<Void>fromRunnable(
                        () -> store.publish(new GenericDomainEventMessage<>(TYPE, stream, sequence, event, metadata)))
                .subscribeOn(threads);
    }
}
