package io.ledgerline.http;

import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Submission;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Sends what an endpoint submits and answers as the HTTP contract says. */
final class SubmissionResultHandler implements HandlerResultHandler, Ordered {

    private final CommandSender sender;
    private final JsonMapper json;

    SubmissionResultHandler(CommandSender sender, JsonMapper json) {
        this.sender = sender;
        this.json = json;
    }

    /** Before the handlers of Spring's own, which would write the submission into the body. */
    @Override
    public int getOrder() {
        return -100;
    }

    @Override
    public boolean supports(HandlerResult result) {
        ResolvableType type = result.getReturnType();
        return type.resolve() == Mono.class && type.getGeneric(0).resolve() == Submission.class;
    }

    @Override
    public Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result) {
        RequestContext context = exchange.getRequiredAttribute(RequestContext.ATTRIBUTE);
        String expectedVersion = ExpectedVersion.of(exchange.getRequest().getHeaders());
        return submission(result.getReturnValue())
                .flatMap(submission -> sender.send(submission, context, expectedVersion)
                        .map(version -> Answer.of(submission, version)))
                .flatMap(answer -> write(exchange.getResponse(), answer));
    }

    private static Mono<Submission> submission(@Nullable Object value) {
        return value instanceof Mono<?> mono ? mono.cast(Submission.class) : Mono.empty();
    }

    private Mono<Void> write(ServerHttpResponse response, Answer answer) {
        byte[] body = json.writeValueAsBytes(answer.body());
        response.setStatusCode(answer.status());
        response.getHeaders().setETag(answer.eTag());
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        response.getHeaders().setContentLength(body.length);
        if (answer.location() != null) {
            response.getHeaders().setLocation(answer.location());
        }
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }
}
