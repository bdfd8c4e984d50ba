package io.ledgerline.http;

import io.ledgerline.http.Archive.PersonalBody;
import io.ledgerline.http.CommandState.Outcome;
import io.ledgerline.kernel.Rejection;
import io.ledgerline.kernel.web.Preferences;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.kernel.web.Submission;
import io.ledgerline.query.api.Representations;
import java.net.URI;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.ResolvableType;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.reactive.HandlerResult;
import org.springframework.web.reactive.HandlerResultHandler;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Sends what an endpoint submits and answers as the HTTP contract says. */
final class SubmissionResultHandler implements HandlerResultHandler, Ordered {

    static final String PREFERENCE_APPLIED = "Preference-Applied";

    private final Reasons reasons;
    private final CommandSender sender;
    private final Commands commands;
    private final Map<Resource.Type, Representations> views = new EnumMap<>(Resource.Type.class);
    private final JsonMapper json;

    SubmissionResultHandler(
            Reasons reasons, CommandSender sender, Commands commands, List<Representations> views, JsonMapper json) {
        this.reasons = reasons;
        this.sender = sender;
        this.commands = commands;
        views.forEach(view -> view.types().forEach(type -> this.views.put(type, view)));
        this.json = json;
    }

    /** Before the handlers of Spring's own, which would write the submission into the body. */
    @Override
    public int getOrder() {
        return -100;
    }

    @Override
    public boolean supports(HandlerResult result) {
        return isSubmission(result.getReturnType());
    }

    /** Whether that is what the endpoint's method returns. */
    static boolean isCommand(HandlerMethod endpoint) {
        return isSubmission(ResolvableType.forMethodParameter(endpoint.getReturnType()));
    }

    private static boolean isSubmission(ResolvableType type) {
        return type.resolve() == Mono.class && type.getGeneric(0).resolve() == Submission.class;
    }

    @Override
    public Mono<Void> handleResult(ServerWebExchange exchange, HandlerResult result) {
        ServerHttpRequest request = exchange.getRequest();
        RequestContext context = exchange.getRequiredAttribute(RequestContext.ATTRIBUTE);
        String expectedVersion = ExpectedVersion.of(request.getHeaders());
        String asked = request.getMethod() + " " + request.getURI().getRawPath();
        Preferences preferences = Preferences.of(request.getHeaders().getOrEmpty(Preferences.HEADER));
        return submission(result.getReturnValue())
                .map(submission -> new SubmittedCommand(asked, submission, context, expectedVersion))
                .flatMap(this::encrypted)
                .flatMap(command -> preferences.async() && command.submission().refusal() == null
                        ? commands.accept(command).flatMap(state -> writeAccepted(exchange.getResponse(), state))
                        : carryOut(exchange, command, preferences).flatMap(answer -> write(exchange, answer)));
    }

    private Mono<SubmittedCommand> encrypted(SubmittedCommand command) {
        return reasons.encrypted(command)
                .onErrorResume(
                        Rejection.class,
                        refusal -> commands.log(reasons.without(command), Outcome.of(refusal, command.path()))
                                .then(Mono.error(refusal)));
    }

    private Mono<Answer> carryOut(ServerWebExchange exchange, SubmittedCommand command, Preferences preferences) {
        Submission submission = command.submission();
        return Mono.using(
                () -> Outlook.on(submission, preferences, views),
                outlook -> sender.send(submission, command.context(), command.expectedVersion())
                        .onErrorResume(failure -> commands.log(command, Outcome.of(failure, command.path()))
                                .then(Mono.error(failure)))
                        .flatMap(sent -> {
                            Answer plain = Answer.of(submission, sent.version());
                            return commands.log(command, Outcome.done(plain.accepted()))
                                    .then(Mono.defer(() -> {
                                        Place.leave(exchange);
                                        return outlook.on(plain, sent);
                                    }));
                        }),
                Outlook::close);
    }

    private static Mono<Submission> submission(@Nullable Object value) {
        return value instanceof Mono<?> mono ? mono.cast(Submission.class) : Mono.empty();
    }

    private Mono<Void> writeAccepted(ServerHttpResponse response, CommandState state) {
        response.setStatusCode(HttpStatus.ACCEPTED);
        response.getHeaders().setLocation(URI.create(CommandEndpoint.PATH + state.commandId()));
        response.getHeaders().set(PREFERENCE_APPLIED, "respond-async");
        return write(response, json.writeValueAsBytes(state));
    }

    private Mono<Void> write(ServerWebExchange exchange, Answer answer) {
        ServerHttpResponse response = exchange.getResponse();
        byte[] body = json.writeValueAsBytes(answer.body());
        if (answer.about() != null) {
            byte[] rest = json.writeValueAsBytes(answer.accepted());
            exchange.getAttributes().put(PersonalBody.ATTRIBUTE, new PersonalBody(answer.about(), rest));
        }
        response.setStatusCode(answer.status());
        response.getHeaders().setETag(answer.eTag());
        if (!answer.applied().isEmpty()) {
            response.getHeaders().set(PREFERENCE_APPLIED, String.join(", ", answer.applied()));
        }
        if (answer.location() != null) {
            response.getHeaders().setLocation(answer.location());
        }
        return write(response, body);
    }

    private static Mono<Void> write(ServerHttpResponse response, byte[] body) {
        response.getHeaders().setContentType(MediaType.APPLICATION_JSON);
        response.getHeaders().setContentLength(body.length);
        return response.writeWith(
                Mono.fromSupplier(() -> response.bufferFactory().wrap(body)));
    }
}
