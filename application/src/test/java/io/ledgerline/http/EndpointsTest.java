package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.http.HttpMethod;
import org.springframework.http.server.reactive.ServerHttpRequestDecorator;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

class EndpointsTest {

    @RestController
    static class Lamps {
        @GetMapping("/lamps")
        void all() {}

        @GetMapping("/lamps/{id}")
        void one() {}

        @PutMapping({"/lamps/{id}/wick", "/wicks/{id}"})
        void wick() {}
    }

    @RestController
    @RequestMapping("/tins")
    static class Tins {
        @GetMapping("/{id}")
        void one() {}
    }

    @RestController
    static class Anything {
        @DeleteMapping("/{kind}/{id}")
        void gone() {}

        @GetMapping("/")
        void nothing() {}
    }

    private final RequestMappingHandlerMapping springs = new RequestMappingHandlerMapping();
    private final RequestMappingHandlerMapping ours = new Endpoints();

    @BeforeEach
    void given() {
        GenericApplicationContext context = new GenericApplicationContext();
        context.registerBean(Lamps.class);
        context.registerBean(Tins.class);
        context.registerBean(Anything.class);
        context.refresh();
        for (RequestMappingHandlerMapping mapping : new RequestMappingHandlerMapping[] {springs, ours}) {
            mapping.setApplicationContext(context);
            mapping.afterPropertiesSet();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /lamps",
                "GET /lamps/7",
                "GET /%6camps/7",
                "GET /LAMPS/7",
                "GET /lamps;colour=red/7",
                "GET //lamps/7",
                "GET /lampshades/7",
                "PUT /lamps/7",
                "PUT /lamps/7/wick",
                "PUT /wicks/7",
                "GET /tins/7",
                "POST /tins/7",
                "DELETE /tins/7",
                "DELETE /any/7",
                "GET /",
                "GET /none"
            })
    void whenSomethingIsAsked_thenItIsFoundAsSpringFindsIt(String request) {
        assertThat(found(ours, request)).isEqualTo(found(springs, request));
    }

    @Test
    void givenItWasFound_whenAskedAgainForTheSameRequest_thenNobodyLooksAndAllIsAsTheFirstTime() {
        ServerWebExchange exchange = exchange("GET /lamps/7");
        String found = found(ours, exchange);
        Object variables = exchange.getAttributes().remove(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE);
        ours.getHandlerMethods().keySet().stream().toList().forEach(ours::unregisterMapping);

        ServerWebExchange wrapped = exchange.mutate()
                .request(new ServerHttpRequestDecorator(exchange.getRequest()))
                .build();

        assertThat(found(ours, wrapped)).isEqualTo(found).contains("Lamps.one");
        assertThat(wrapped.<Object>getAttribute(HandlerMapping.URI_TEMPLATE_VARIABLES_ATTRIBUTE))
                .isEqualTo(variables)
                .isNotNull();
    }

    @Test
    void givenItWasFound_whenTheRequestIsRewritten_thenItIsLookedForAnew() {
        ServerWebExchange exchange = exchange("GET /lamps/7");
        found(ours, exchange);

        assertThat(found(
                        ours,
                        exchange.mutate().request(it -> it.path("/tins/7")).build()))
                .contains("Tins.one");
        assertThat(found(
                        ours,
                        exchange.mutate()
                                .request(it -> it.method(HttpMethod.PUT))
                                .build()))
                .contains("MethodNotAllowed");
    }

    private static String found(RequestMappingHandlerMapping mapping, String request) {
        return found(mapping, exchange(request));
    }

    private static ServerWebExchange exchange(String request) {
        String[] parts = request.split(" ");
        return MockServerWebExchange.from(
                MockServerHttpRequest.method(HttpMethod.valueOf(parts[0]), URI.create("http://here" + parts[1])));
    }

    private static String found(RequestMappingHandlerMapping mapping, ServerWebExchange exchange) {
        return mapping.getHandler(exchange)
                .map(handler -> ((HandlerMethod) handler).getMethod().toString())
                .onErrorResume(failure -> Mono.just(failure.toString()))
                .defaultIfEmpty("nothing")
                .block();
    }
}
