package io.ledgerline.http;

import java.time.Duration;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.annotation.Order;
import org.springframework.http.CacheControl;
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
        Optional<Problem> known = Problems.of(failure);
        if (response.isCommitted() || known.isEmpty() && isOfClient(failure)) {
            return Mono.error(failure);
        }
        Problem problem = known.orElseGet(() -> unexpected(exchange, failure));
        byte[] body = json.writeValueAsBytes(
                problem.body(exchange.getRequest().getURI().getRawPath()));
        writeHeaders(response, problem, body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }

    /** A database's lost connection reads the same, so what is known to be ours must have been told apart before. */
    private static boolean isOfClient(Throwable failure) {
        return DisconnectedClientHelper.isClientDisconnectedException(failure);
    }

    private void writeHeaders(ServerHttpResponse response, Problem problem, int length) {
        HttpHeaders headers = response.getHeaders();
        response.setStatusCode(problem.status());
        headers.remove(HttpHeaders.ETAG);
        headers.remove(HttpHeaders.LOCATION);
        headers.setCacheControl(CacheControl.noStore());
        problem.headers().forEach(headers::put);
        headers.setContentType(MediaType.APPLICATION_PROBLEM_JSON);
        headers.setContentLength(length);
        if (problem.status() == HttpStatus.SERVICE_UNAVAILABLE || problem.status() == HttpStatus.TOO_MANY_REQUESTS) {
            headers.set(HttpHeaders.RETRY_AFTER, Long.toString(retryAfter.toSeconds()));
        }
    }

    private static Problem unexpected(ServerWebExchange exchange, Throwable failure) {
        LOG.error("Request {} failed", RequestIdFilter.of(exchange), failure);
        return Problem.internal();
    }
}
