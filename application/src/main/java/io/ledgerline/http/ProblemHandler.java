package io.ledgerline.http;

import io.ledgerline.kernel.web.RequestContext;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebExceptionHandler;
import org.springframework.web.util.DisconnectedClientHelper;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers with a problem whatever went wrong, in filters, endpoints and between them. What is nobody's fault but ours is
 * logged under the request's id and told as {@code internal_error} only.
 */
@Order(-2)
final class ProblemHandler implements WebExceptionHandler {

    private static final Logger LOG = LoggerFactory.getLogger(ProblemHandler.class);

    private final JsonMapper json;
    private final Duration retryAfter;

    ProblemHandler(JsonMapper json, Duration retryAfter) {
        this.json = json;
        this.retryAfter = retryAfter;
    }

    @Override
    public Mono<Void> handle(ServerWebExchange exchange, Throwable failure) {
        ServerHttpResponse response = exchange.getResponse();
        if (response.isCommitted() || DisconnectedClientHelper.isClientDisconnectedException(failure)) {
            return Mono.error(failure);
        }
        Problem problem = Problems.of(failure).orElseGet(() -> unexpected(exchange, failure));
        byte[] body = json.writeValueAsBytes(
                problem.body(exchange.getRequest().getURI().getRawPath()));
        writeHeaders(response, problem, body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    private void writeHeaders(ServerHttpResponse response, Problem problem, int length) {
        HttpHeaders headers = response.getHeaders();
        response.setStatusCode(problem.status());
        headers.remove(HttpHeaders.ETAG);
        headers.remove(HttpHeaders.LOCATION);
        headers.remove(HttpHeaders.CACHE_CONTROL);
        problem.headers().forEach(headers::put);
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setContentLength(length);
        if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
        }
    }

    private static Problem unexpected(ServerWebExchange exchange, Throwable failure) {
        RequestContext context = exchange.getAttribute(RequestContext.ATTRIBUTE);
        LOG.error("Request {} failed", context == null ? "without id" : context.requestId(), failure);
        return Problem.of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal_error",
                "Something went wrong here; whoever runs this finds it in the log by the X-Request-Id.");
    }
}
