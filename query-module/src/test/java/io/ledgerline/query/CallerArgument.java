package io.ledgerline.query;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.web.RequestContext;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.reactive.BindingContext;
import org.springframework.web.reactive.result.method.HandlerMethodArgumentResolver;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Asks as the customer whom the header {@code As-Customer} names, or as one who may see everything. */
public final class CallerArgument implements HandlerMethodArgumentResolver {

    @Override
    public boolean supportsParameter(MethodParameter parameter) {
        return parameter.getParameterType() == RequestContext.class;
    }

    @Override
    public Mono<Object> resolveArgument(MethodParameter parameter, BindingContext binding, ServerWebExchange exchange) {
        String customer = exchange.getRequest().getHeaders().getFirst("As-Customer");
        return Mono.just(request(customer == null ? null : new CustomerId(customer)));
    }

    public static RequestContext customer(String id) {
        return request(new CustomerId(id));
    }

    private static RequestContext request(@Nullable CustomerId customer) {
        return new RequestContext("test", "r", "c", null, null, null, customer);
    }
}
