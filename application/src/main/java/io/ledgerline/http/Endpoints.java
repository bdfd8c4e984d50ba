package io.ledgerline.http;

import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.springframework.http.server.PathContainer;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.result.method.RequestMappingInfo;
import org.springframework.web.reactive.result.method.annotation.RequestMappingHandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.util.pattern.PathPattern;

/**
 * Finds who answers a request as Spring does, but rules out most of the hundred routes by the first word of their paths, where
 * Spring compares methods, parameters, headers and media types of each before it looks at its path; and looks once only for a
 * request that filters ask about before it is dispatched.
 */
final class Endpoints extends RequestMappingHandlerMapping {

    /** Of a route that begins with a variable, or in several ways. */
    private static final String ANY = "";

    private final Map<RequestMappingInfo, String> firstWords = new ConcurrentHashMap<>();

    /** What was found for a request: an attribute of the exchange. */
    private record Match(ServerHttpRequest request, RequestMappingInfo route, HandlerMethod endpoint) {

        static final String ATTRIBUTE = Match.class.getName();

        /** Of a request that is wrapped, too, if nothing that routes are told apart by was replaced. */
        boolean isOf(ServerHttpRequest other) {
            return other.getMethod().equals(request.getMethod())
                    && other.getURI() == request.getURI()
                    && other.getPath() == request.getPath()
                    && other.getHeaders() == request.getHeaders();
        }
    }

    @Override
    protected @Nullable HandlerMethod lookupHandlerMethod(ServerWebExchange exchange) throws Exception {
        Match match = exchange.getAttribute(Match.ATTRIBUTE);
        if (match == null || !match.isOf(exchange.getRequest())) {
            return super.lookupHandlerMethod(exchange);
        }
        // Others that were asked in between may have left attributes of theirs.
        handleMatch(match.route(), match.endpoint(), exchange);
        return match.endpoint();
    }

    @Override
    protected void handleMatch(RequestMappingInfo route, HandlerMethod endpoint, ServerWebExchange exchange) {
        super.handleMatch(route, endpoint, exchange);
        exchange.getAttributes().put(Match.ATTRIBUTE, new Match(exchange.getRequest(), route, endpoint));
    }

    @Override
    protected @Nullable RequestMappingInfo getMatchingMapping(RequestMappingInfo route, ServerWebExchange exchange) {
        String word = firstWords.computeIfAbsent(route, Endpoints::firstWord);
        return word.equals(ANY) || mayBegin(word, exchange) ? super.getMatchingMapping(route, exchange) : null;
    }

    private static boolean mayBegin(String word, ServerWebExchange exchange) {
        List<PathContainer.Element> path =
                exchange.getRequest().getPath().pathWithinApplication().elements();
        return path.size() < 2
                || !(path.get(1) instanceof PathContainer.PathSegment segment)
                || segment.valueToMatch().equals(word);
    }

    private static String firstWord(RequestMappingInfo route) {
        List<String> words = route.getPatternsCondition().getPatterns().stream()
                .map(PathPattern::getPatternString)
                .map(pattern -> pattern.startsWith("/") ? pattern.substring(1) : pattern)
                .map(pattern -> pattern.contains("/") ? pattern.substring(0, pattern.indexOf('/')) : pattern)
                .distinct()
                .toList();
        return words.size() == 1 && words.get(0).chars().allMatch(Endpoints::isPlain) ? words.get(0) : ANY;
    }

    private static boolean isPlain(int character) {
        return Character.isLetterOrDigit(character) || character == '-' || character == '.' || character == '_';
    }
}
