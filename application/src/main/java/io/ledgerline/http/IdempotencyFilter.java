package io.ledgerline.http;

import io.ledgerline.http.IdempotencyRejection.KeyReused;
import io.ledgerline.http.IdempotencyRejection.RequestInProgress;
import io.ledgerline.http.KeptAnswers.Claim;
import io.ledgerline.http.KeptAnswers.Found;
import io.ledgerline.kernel.web.RequestContext;
import java.time.Duration;
import org.springframework.core.annotation.Order;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerMapping;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

/**
 * Carries out a command with an {@code Idempotency-Key} once, and answers the same whenever it is asked for again. Behind
 * everything that finds out who the caller is: keys are the caller's own.
 */
@Order(0)
final class IdempotencyFilter implements WebFilter {

    private static final Duration LONGEST_WAIT = Duration.ofSeconds(5);
    private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
    private static final Duration LONGEST_PAUSE = Duration.ofMillis(250);

    private final KeptAnswers answers;
    private final HandlerMapping endpoints;
    private final Archive archive;
    private final ProblemHandler problems;
    private final int maxBodySize;

    IdempotencyFilter(
            KeptAnswers answers, HandlerMapping endpoints, Archive archive, ProblemHandler problems, int maxBodySize) {
        this.answers = answers;
        this.endpoints = endpoints;
        this.archive = archive;
        this.problems = problems;
        this.maxBodySize = maxBodySize;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        RequestContext context = exchange.getAttribute(RequestContext.ATTRIBUTE);
        if (context == null || context.idempotencyKey() == null) {
            return chain.filter(exchange);
        }
        return isCommand(exchange)
                .flatMap(command -> command ? once(exchange, context, chain) : chain.filter(exchange));
    }

    /** What has no endpoint fails further on, and is told there. */
    private Mono<Boolean> isCommand(ServerWebExchange exchange) {
        return endpoints
                .getHandler(exchange)
                .map(handler -> handler instanceof HandlerMethod method && SubmissionResultHandler.isCommand(method))
                .onErrorReturn(false)
                .defaultIfEmpty(false);
    }

    private Mono<Void> once(ServerWebExchange exchange, RequestContext context, WebFilterChain chain) {
        return BufferedRequest.of(exchange.getRequest(), maxBodySize).flatMap(request -> {
            String fingerprint = RequestFingerprint.of(request, request.body(), context.idempotencyKey());
            String key = CommandIds.derived(context.caller(), context.idempotencyKey());
            ServerWebExchange whole = exchange.mutate().request(request).build();
            return take(whole, key, fingerprint, FIRST_PAUSE, System.nanoTime())
                    .flatMap(found -> found instanceof Found.Answered answered
                            ? archive.replay(exchange.getResponse(), answered.answer())
                            : carryOut(whole, context, ((Found.Free) found).claim(), chain));
        });
    }

    private Mono<Found> take(ServerWebExchange exchange, String key, String fingerprint, Duration pause, long since) {
        return answers.take(key, fingerprint).flatMap(found -> {
            if (found instanceof Found.Reused) {
                return Mono.error(new KeyReused());
            }
            if (!(found instanceof Found.UnderWay)) {
                return Mono.just(found);
            }
            if (System.nanoTime() - since > LONGEST_WAIT.toNanos()) {
                return Mono.error(new RequestInProgress());
            }
            Place.leave(exchange);
            Duration longer = pause.multipliedBy(2);
            Duration next = longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE;
            return Mono.delay(pause).then(Mono.defer(() -> take(exchange, key, fingerprint, next, since)));
        });
    }

    /** However often it is tried it is the same command; with a key whose time is over it is another one. */
    private Mono<Void> carryOut(ServerWebExchange exchange, RequestContext context, Claim claim, WebFilterChain chain) {
        String commandId = CommandIds.derived(
                claim.key(), claim.fingerprint(), claim.askedAt().toString());
        exchange.getAttributes().put(RequestContext.ATTRIBUTE, context.withCommandId(commandId));
        Recording recording = new Recording(exchange, claim, answers, archive);
        ServerWebExchange recorded = exchange.mutate().response(recording).build();
        Mono<Void> once = Place.workOn(recorded, chain.filter(recorded))
                .onErrorResume(failure -> refuse(recorded, claim, failure))
                .then(Mono.defer(recording::end))
                .doOnCancel(() -> answers.abandon(claim).subscribe());
        return Mono.using(() -> answers.atWork(claim), atWork -> once, Disposable::dispose);
    }

    /** A rule's refusal is an answer like others; what went wrong otherwise isn't kept, and told further out. */
    private Mono<Void> refuse(ServerWebExchange exchange, Claim claim, Throwable failure) {
        boolean refused = Problems.of(failure)
                .filter(problem -> Archive.isKept(problem.status()))
                .isPresent();
        return refused
                ? problems.handle(exchange, failure)
                : answers.giveBack(claim).then(Mono.error(failure));
    }
}
