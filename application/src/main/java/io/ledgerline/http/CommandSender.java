package io.ledgerline.http;

import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.kernel.web.Submission;
import io.ledgerline.kernel.web.Submission.Step;
import io.micrometer.observation.Observation;
import io.micrometer.observation.contextpropagation.ObservationThreadLocalAccessor;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.messaging.GenericMessage;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.util.context.ContextView;

/** Sends what endpoints submit. The bus has threads of its own, so nothing here waits for a command. */
final class CommandSender {

    private static final Logger LOG = LoggerFactory.getLogger(CommandSender.class);

    private final CommandGateway gateway;
    private final CommandIds ids;
    private final Duration timeout;

    CommandSender(CommandGateway gateway, CommandIds ids, Duration timeout) {
        this.gateway = gateway;
        this.ids = ids;
        this.timeout = timeout;
    }

    /** Once the follow-ups are done too. */
    Mono<Sent> send(Submission submission, RequestContext context, @Nullable String expectedVersion) {
        RuntimeException refusal = submission.refusal();
        if (refusal != null) {
            return recall(submission, context, refusal);
        }
        Map<Resource, Long> versions = new ConcurrentHashMap<>();
        return Flux.fromIterable(submission.conditions())
                .concatMap(condition -> send(condition, context))
                .then(Mono.defer(() -> send(submission.command(), context.commandId(), context, expectedVersion)))
                .doOnNext(version -> versions.put(submission.target(), version))
                .flatMap(version -> Flux.fromIterable(submission.followUps())
                        .concatMap(followUp -> send(followUp, context)
                                .doOnNext(itsVersion -> versions.put(followUp.target(), itsVersion)))
                        .then()
                        .onErrorResume(failure -> leaveToPolicy(failure, context))
                        .then(Mono.fromSupplier(() -> new Sent(version, Map.copyOf(versions)))));
    }

    /** Only a request with a key can have been carried out before: others have ids that nobody knows. */
    private Mono<Sent> recall(Submission submission, RequestContext context, RuntimeException refusal) {
        return context.idempotencyKey() == null
                ? Mono.error(refusal)
                : send(submission.command(), context.commandId(), context, null)
                        .map(version -> new Sent(version, Map.of(submission.target(), version)))
                        .onErrorMap(Problems::isRefusal, notHandled -> refusal);
    }

    private Mono<Long> send(Step step, RequestContext context) {
        return send(step.command(), step.commandId(context.commandId()), context, null);
    }

    private Mono<Long> send(
            Object command, String commandId, RequestContext context, @Nullable String expectedVersion) {
        return Mono.deferContextual(request -> Mono.fromFuture(
                        () -> traced(request, () -> dispatch(command, metadata(commandId, context, expectedVersion))),
                        true))
                .map(Number::longValue)
                .timeout(timeout);
    }

    /** What is sent belongs to the trace of the request, if there is one. */
    private static <T> T traced(ContextView request, Supplier<T> sending) {
        Observation observed = request.getOrDefault(ObservationThreadLocalAccessor.KEY, null);
        return observed == null ? sending.get() : observed.scoped(sending);
    }

    private CompletableFuture<Number> dispatch(Object command, Map<String, ?> metadata) {
        // The message has an id of its own: a command may be under way twice, and Axon Server tells messages by it.
        return gateway.send(new GenericCommandMessage<>(
                new GenericMessage<>(ids.next(), command, metadata),
                command.getClass().getName()));
    }

    private static Map<String, ?> metadata(String commandId, RequestContext context, @Nullable String expectedVersion) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put(MessageMetadata.WHO, context.caller());
        metadata.put(MessageMetadata.REQUEST_ID, context.requestId());
        metadata.put(MessageMetadata.COMMAND_ID, commandId);
        metadata.put(MessageMetadata.CAUSED_BY, commandId);
        if (context.why() != null) {
            metadata.put(MessageMetadata.WHY, context.why());
        }
        if (context.effectiveAt() != null) {
            metadata.put(MessageMetadata.EFFECTIVE_AT, context.effectiveAt().toString());
        }
        if (context.onlyFor() != null) {
            metadata.put(MessageMetadata.ONLY_FOR, context.onlyFor().value());
        }
        if (expectedVersion != null) {
            metadata.put(MessageMetadata.EXPECTED_VERSION, expectedVersion);
        }
        return metadata;
    }

    private static Mono<Void> leaveToPolicy(Throwable failure, RequestContext context) {
        LOG.warn("Request {}: a follow-up failed and is left to its policy", context.requestId(), failure);
        return Mono.empty();
    }
}
