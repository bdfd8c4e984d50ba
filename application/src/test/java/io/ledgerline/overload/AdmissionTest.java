package io.ledgerline.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.http.Place;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpMethod;
import org.springframework.http.HttpStatus;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.ContentTooLargeException;
import org.springframework.web.server.ServerWebExchange;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class AdmissionTest {

    private static final int MOST_BYTES = 100;
    private static final MockServerHttpRequest COMMAND =
            MockServerHttpRequest.post("/orders").body("{}");
    private static final MockServerHttpRequest READ =
            MockServerHttpRequest.get("/orders").build();

    /** One of each at a time, and nobody waits. */
    private final Admission admission =
            new Admission(new AdmissionProperties(1, 1, 1, Duration.ofMillis(50), 0), MOST_BYTES);

    @Test
    void oneMoreThanMayBeWorkedOnIsRefused() {
        atWorkOn(COMMAND);

        assertThat(outcome(COMMAND)).isInstanceOf(TooMuch.Exhausted.class);
    }

    @Test
    void commandsAndReadsDontWaitForEachOther() {
        atWorkOn(COMMAND);
        assertThat(outcome(READ)).isNull();

        atWorkOn(READ);
        assertThat(outcome(READ)).isInstanceOf(TooMuch.Exhausted.class);
    }

    @Test
    void whoeverIsDoneOrGoneMakesRoom() {
        assertThat(outcome(COMMAND)).isNull();
        atWorkOn(COMMAND).dispose();

        assertThat(outcome(COMMAND)).isNull();
    }

    @Test
    void whoOnlyWaitsMakesRoom() {
        ServerWebExchange exchange = MockServerWebExchange.from(COMMAND);
        admission.filter(exchange, at -> Mono.never()).subscribe();

        Place.leave(exchange);

        assertThat(outcome(COMMAND)).isNull();
    }

    @Test
    void whoGoesToWorkAfterItWaitedTakesAPlaceAgain() {
        Disposable atWork = admission
                .filter(MockServerWebExchange.from(COMMAND), exchange -> {
                    Place.leave(exchange);
                    return Place.workOn(exchange, Mono.never());
                })
                .subscribe();

        assertThat(outcome(COMMAND)).isInstanceOf(TooMuch.Exhausted.class);
        atWork.dispose();
        assertThat(outcome(COMMAND)).isNull();
    }

    @Test
    void whoWaitedAndFindsNoPlaceIsRefused() {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        admission
                .filter(MockServerWebExchange.from(COMMAND), exchange -> {
                    Place.leave(exchange);
                    atWorkOn(COMMAND);
                    return Place.workOn(exchange, Mono.never());
                })
                .subscribe(nothing -> {}, failure::set);

        assertThat(failure.get()).isInstanceOf(TooMuch.Exhausted.class);
    }

    @Test
    void whoStillHasItsPlaceKeepsItToWork() {
        admission
                .filter(MockServerWebExchange.from(COMMAND), exchange -> Place.workOn(exchange, Mono.empty()))
                .block();

        assertThat(outcome(COMMAND)).isNull();
    }

    @Test
    void whoTakesItsAnswerSlowlyMakesRoom() {
        ServerWebExchange exchange = MockServerWebExchange.from(READ);
        admission
                .filter(exchange, at -> {
                    at.getResponse().setStatusCode(HttpStatus.OK);
                    return at.getResponse().setComplete().then(Mono.never());
                })
                .subscribe();

        assertThat(outcome(READ)).isNull();
    }

    @Test
    void whoseRequestIsNotAllHereHasNoPlaceYet() {
        var slow = MockServerHttpRequest.post("/orders").body(Flux.never());
        atWorkOn(slow);

        assertThat(outcome(COMMAND)).isNull();
    }

    @Test
    void aRequestThatIsTooLongIsNotKept() {
        var bytes = DefaultDataBufferFactory.sharedInstance.wrap(new byte[MOST_BYTES + 1]);

        assertThat(outcome(MockServerHttpRequest.post("/orders").body(Flux.just(bytes))))
                .isInstanceOf(ContentTooLargeException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/orders/1?minVersion=3", "/products/1?minStockVersion=1", "/orders/1?min%56ersion=3"})
    void readsThatWaitAreCountedApart(String address) {
        MockServerHttpRequest waiting = MockServerHttpRequest.method(HttpMethod.GET, URI.create(address))
                .build();
        atWorkOn(waiting);

        assertThat(outcome(READ)).isNull();
        assertThat(outcome(waiting)).isInstanceOf(TooMuch.Exhausted.class);
    }

    @Test
    void readsThatAreFollowedAreCountedApart() {
        MockServerHttpRequest live = MockServerHttpRequest.get("/orders/1")
                .header(HttpHeaders.ACCEPT, "application/json", "Text/Event-Stream")
                .build();
        atWorkOn(live);

        assertThat(outcome(READ)).isNull();
        assertThat(outcome(live)).isInstanceOf(TooMuch.Exhausted.class);
    }

    @Test
    void whatOnlyLooksLikeWaitingIsARead() {
        atWorkOn(READ);

        assertThat(outcome(MockServerHttpRequest.get("/orders/1?anyVersion=1").build()))
                .isInstanceOf(TooMuch.Exhausted.class);
        assertThat(outcome(MockServerHttpRequest.get("/orders/1")
                        .header("Prefer", "wait=5")
                        .build()))
                .isInstanceOf(TooMuch.Exhausted.class);
    }

    @Test
    void anUploadNeedsNoPlaceAndNothingElsePassesForOne() {
        atWorkOn(COMMAND);
        atWorkOn(READ);

        assertThat(outcome(MockServerHttpRequest.post("/imports")
                        .header(HttpHeaders.CONTENT_TYPE, "Text/CSV;charset=utf-8")
                        .body("a")))
                .isNull();
        assertThat(outcome(MockServerHttpRequest.post("/imports").body("a"))).isInstanceOf(TooMuch.Exhausted.class);
        assertThat(outcome(MockServerHttpRequest.post("/orders")
                        .header(HttpHeaders.CONTENT_TYPE, "text/csv")
                        .body("a")))
                .isInstanceOf(TooMuch.Exhausted.class);
        assertThat(outcome(MockServerHttpRequest.get("/imports")
                        .header(HttpHeaders.CONTENT_TYPE, "text/csv")
                        .build()))
                .isInstanceOf(TooMuch.Exhausted.class);
    }

    @Test
    void operatorsAlwaysGetThrough() {
        MockServerHttpRequest health =
                MockServerHttpRequest.get("/actuator/health").build();
        atWorkOn(READ);
        atWorkOn(health);

        assertThat(outcome(health)).isNull();
    }

    private Disposable atWorkOn(MockServerHttpRequest request) {
        return admission
                .filter(MockServerWebExchange.from(request), exchange -> Mono.never())
                .subscribe();
    }

    /** Null if it gets through. */
    private @Nullable Throwable outcome(MockServerHttpRequest request) {
        AtomicReference<Throwable> failure = new AtomicReference<>();
        admission
                .filter(MockServerWebExchange.from(request), exchange -> Mono.empty())
                .doOnError(failure::set)
                .onErrorComplete()
                .block(Duration.ofSeconds(30));
        return failure.get();
    }
}
