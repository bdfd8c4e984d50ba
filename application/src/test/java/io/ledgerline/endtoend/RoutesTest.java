package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.springframework.http.HttpMethod;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.RequestMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.RequestMappingInfoHandlerMapping;

/**
 * Asks for every route that there is as everyone that there is, and compares who gets in with {@code routes.txt}. A new
 * route fails here until someone has said there who may use it.
 */
@OnStores(Store.POSTGRES)
class RoutesTest extends LoggedIn {

    private static final Map<String, String> CALLERS = new LinkedHashMap<>();

    static {
        CALLERS.put("customer", TOKENS.ofCustomer("c-routes"));
        CALLERS.put("operator", TOKENS.of("olga", "operator"));
        CALLERS.put("auditor", TOKENS.of("ann", "auditor"));
        CALLERS.put("admin", TOKENS.of("root", "admin"));
    }

    private record Route(HttpMethod method, String path, RequestMappingInfo info) {

        static Stream<Route> of(RequestMappingInfo info) {
            return info.getPatternsCondition().getPatterns().stream()
                    .flatMap(pattern -> methods(info)
                            .map(method -> new Route(method.asHttpMethod(), pattern.getPatternString(), info)));
        }

        private static Stream<RequestMethod> methods(RequestMappingInfo info) {
            var methods = info.getMethodsCondition().getMethods();
            return methods.isEmpty() ? Stream.of(RequestMethod.GET) : methods.stream();
        }

        /** Whoever gets in is told that there is no such thing, or that the form is empty: nothing changes. */
        boolean lets(Shop caller) {
            Answer answer = caller.send(
                    method,
                    path.replaceAll("\\{[^}]*}", "none"),
                    consumed(),
                    method == HttpMethod.GET ? new byte[0] : "{}".getBytes(StandardCharsets.UTF_8),
                    "Accept",
                    produced());
            String code = answer.status() == 401 || answer.status() == 403 ? answer.text("/code") : null;
            return !"unauthenticated".equals(code) && !"forbidden".equals(code);
        }

        private MediaType consumed() {
            return info.getConsumesCondition().getConsumableMediaTypes().stream()
                    .findFirst()
                    .orElse(MediaType.APPLICATION_JSON);
        }

        private String produced() {
            return info.getProducesCondition().getProducibleMediaTypes().stream()
                    .findFirst()
                    .orElse(MediaType.ALL)
                    .toString();
        }

        @Override
        public String toString() {
            boolean live = produced().equals(MediaType.TEXT_EVENT_STREAM_VALUE);
            return "%s %s%s:".formatted(method, path, live ? " live" : "");
        }
    }

    @Test
    void everyRouteLetsInWhomItIsSaidToLetIn() {
        List<String> actual = program.beans(RequestMappingInfoHandlerMapping.class)
                .flatMap(mapping -> mapping.getHandlerMethods().keySet().stream())
                .flatMap(Route::of)
                .map(this::described)
                .sorted()
                .distinct()
                .toList();

        assertThat(actual).containsExactlyElementsOf(expected());
    }

    private String described(Route route) {
        if (route.lets(nobody())) {
            return route + " anyone";
        }
        List<String> callers = new ArrayList<>();
        CALLERS.forEach((role, token) -> {
            if (route.lets(as(token))) {
                callers.add(role);
            }
        });
        return route + " " + (callers.isEmpty() ? "nobody" : String.join(" ", callers));
    }

    private static List<String> expected() {
        try (InputStream file = RoutesTest.class.getResourceAsStream("/routes.txt")) {
            return new String(Objects.requireNonNull(file).readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
