package io.ledgerline.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ledgerline.http.KeptAnswer.Personal;
import io.ledgerline.http.KeptAnswers.Claim;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.CustomerKey;
import io.ledgerline.kernel.CustomerKeys;
import io.ledgerline.kernel.web.Preferences;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/** Puts answers away and takes them out again; personal data in them only under its customer's key. */
final class Archive {

    static final String REPLAYED = "Idempotency-Replayed";

    /** The headers that are the answer's own; others belong to the connection or to the one request. */
    private static final List<String> HEADERS = List.of(
            HttpHeaders.CONTENT_TYPE,
            HttpHeaders.ETAG,
            HttpHeaders.LOCATION,
            SubmissionResultHandler.PREFERENCE_APPLIED);

    private final KeptAnswers answers;
    private final CustomerKeys keys;

    Archive(KeptAnswers answers, CustomerKeys keys) {
        this.answers = answers;
        this.keys = keys;
    }

    /**
     * That the answer's body holds personal data: an attribute of the exchange.
     *
     * @param rest what can be told without it
     */
    record PersonalBody(CustomerId customer, byte[] rest) {

        static final String ATTRIBUTE = PersonalBody.class.getName();
    }

    /** Success, and that a rule says no. Not what may be otherwise in a moment, or was never understood. */
    static boolean isKept(HttpStatusCode status) {
        return status.is2xxSuccessful() || List.of(404, 409, 412, 422).contains(status.value());
    }

    /** The answer to give: this one, which is empty, or one that was kept before. */
    Mono<Optional<KeptAnswer>> keep(Claim claim, ServerWebExchange exchange, ServerHttpResponse response, byte[] body) {
        return answer(exchange.getAttribute(PersonalBody.ATTRIBUTE), response, body)
                .flatMap(answer -> keep(claim, exchange, answer)
                        .map(kept -> kept == answer ? Optional.<KeptAnswer>empty() : Optional.of(kept)));
    }

    private Mono<KeptAnswer> keep(Claim claim, ServerWebExchange exchange, KeptAnswer answer) {
        return isInLog(exchange, answer) ? answers.keepSoon(claim, answer) : answers.keep(claim, answer);
    }

    /**
     * Whether the same command is answered the same for as long as its key lives: something began with it, so an event carries
     * its id. With preferences, and so with anything that is read from a view, that depends on when it is asked.
     */
    private static boolean isInLog(ServerWebExchange exchange, KeptAnswer answer) {
        return answer.status() == HttpStatus.CREATED.value()
                && exchange.getAttribute(PersonalBody.ATTRIBUTE) == null
                && !exchange.getRequest().getHeaders().containsHeader(Preferences.HEADER);
    }

    private Mono<KeptAnswer> answer(@Nullable PersonalBody personal, ServerHttpResponse response, byte[] body) {
        HttpStatusCode status = response.getStatusCode();
        int code = status == null ? 200 : status.value();
        Map<String, String> headers = new LinkedHashMap<>();
        for (String name : HEADERS) {
            String value = response.getHeaders().getFirst(name);
            if (value != null) {
                headers.put(name, value);
            }
        }
        String text = new String(body, UTF_8);
        return personal == null
                ? Mono.just(new KeptAnswer(code, headers, text, null))
                : key(personal.customer())
                        .map(key -> new KeptAnswer(
                                code,
                                headers,
                                new String(personal.rest(), UTF_8),
                                key.map(it -> new Personal(personal.customer(), it.encrypt(text)))
                                        .orElse(null)));
    }

    Mono<Void> replay(ServerHttpResponse response, KeptAnswer answer) {
        return body(answer).flatMap(body -> {
            byte[] bytes = body.getBytes(UTF_8);
            HttpHeaders headers = response.getHeaders();
            response.setStatusCode(HttpStatusCode.valueOf(answer.status()));
            HEADERS.forEach(headers::remove);
            answer.headers().forEach(headers::set);
            headers.set(REPLAYED, "true");
            headers.setContentLength(bytes.length);
            return response.writeWith(
                    Mono.fromSupplier(() -> response.bufferFactory().wrap(bytes)));
        });
    }

    /** Without what is forgotten by now. */
    private Mono<String> body(KeptAnswer answer) {
        Personal personal = answer.personal();
        return personal == null
                ? Mono.just(answer.body())
                : key(personal.customer())
                        .map(key -> key.map(it -> it.decrypt(personal.body())).orElse(answer.body()))
                        // From before the customer was forgotten and came back: the old key is gone for good.
                        .onErrorReturn(IllegalStateException.class, answer.body());
    }

    /** None if the customer is forgotten. */
    private Mono<Optional<CustomerKey>> key(CustomerId customer) {
        return Mono.fromCompletionStage(() -> keys.forReading(List.of(customer)))
                .map(found -> Optional.ofNullable(found.get(customer)));
    }
}
