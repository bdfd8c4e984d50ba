package io.ledgerline.overload;

import static org.assertj.core.api.Assertions.assertThat;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpRequest;
import io.netty.handler.codec.http.DefaultLastHttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import reactor.core.Disposable;
import reactor.core.publisher.Mono;

class DoorTest {

    /** One of each at a time, and nobody waits. */
    private final Admission admission = new Admission(new AdmissionProperties(1, 1, 1, Duration.ofMillis(50), 0), 100);

    private final Counter turnedAway = Counter.builder("turned.away").register(new SimpleMeterRegistry());
    private final EmbeddedChannel channel = new EmbeddedChannel(new Door(admission, 2, turnedAway));

    @AfterEach
    void nothingIsKeptInMemory() {
        channel.finishAndReleaseAll();
    }

    @Test
    void whatHasAPlaceIsLetIn() {
        receive(command());

        assertThat(channel.inboundMessages()).hasSize(2);
        assertThat(channel.<HttpResponse>readOutbound()).isNull();
    }

    @Test
    void whatHasNoneIsTurnedAwayWithAllOfItsBodyAndTheNextIsLetIn() {
        Disposable other = atWorkOnACommand();
        DefaultHttpContent body = new DefaultHttpContent(Unpooled.copiedBuffer(new byte[10]));
        HttpRequest command = command();
        command.headers().set("X-Request-Id", "mine");
        receive(command, body);

        HttpResponse answer = channel.readOutbound();
        assertThat(answer.status()).isEqualTo(HttpResponseStatus.SERVICE_UNAVAILABLE);
        assertThat(answer.headers().get(HttpHeaderNames.RETRY_AFTER)).isEqualTo("2");
        assertThat(answer.headers().get("X-Request-Id")).isEqualTo("mine");
        assertThat(channel.inboundMessages()).isEmpty();
        assertThat(body.refCnt()).isZero();
        assertThat(channel.isOpen()).isTrue();
        assertThat(turnedAway.count()).isEqualTo(1);

        other.dispose();
        receive(command());
        assertThat(channel.inboundMessages()).hasSize(2);
    }

    @Test
    void whoeverWantsNoMoreIsLeftAfterTheAnswer() {
        atWorkOnACommand();
        HttpRequest last = command();
        last.headers().set(HttpHeaderNames.CONNECTION, "close");
        channel.writeInbound(last);

        HttpResponse answer = channel.readOutbound();
        assertThat(answer.headers().get(HttpHeaderNames.CONNECTION)).isEqualTo("close");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void answersKeepTheOrderOfTheirRequests() {
        receive(command());
        atWorkOnACommand();
        receive(command());

        assertThat(channel.inboundMessages()).as("the first isn't answered yet").hasSize(4);

        channel.writeOutbound(ok(), ok());
        channel.outboundMessages().clear();
        receive(command());
        assertThat(channel.<HttpResponse>readOutbound().status()).isEqualTo(HttpResponseStatus.SERVICE_UNAVAILABLE);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /orders/1, x-nothing",
        "GET, /actuator/health, x-nothing",
        "POST, /admin/log/verify, x-nothing",
        "POST, /imports?format=online-retail, x-nothing",
        "POST, /orders, Origin",
        "POST, /orders, Expect"
    })
    void whatIsLookedAtFurtherInIsLetIn(String method, String uri, String header) {
        atWorkOnACommand();
        HttpRequest request = request(HttpMethod.valueOf(method), uri);
        request.headers().set(header, "x");
        receive(request);

        assertThat(channel.inboundMessages()).hasSize(2);
    }

    @Test
    void readsAreTurnedAwayByThemselvesButForThoseThatWait() {
        atWork(MockServerHttpRequest.get("/orders/1").build());
        atWork(MockServerHttpRequest.get("/orders/1").build());

        receive(command());
        channel.writeOutbound(ok());
        channel.outboundMessages().clear();
        receive(request(HttpMethod.GET, "/orders/1?minVersion=2"));
        channel.writeOutbound(ok());
        channel.outboundMessages().clear();
        assertThat(channel.inboundMessages()).hasSize(4);

        receive(request(HttpMethod.GET, "/orders/1"));
        assertThat(channel.<HttpResponse>readOutbound().status()).isEqualTo(HttpResponseStatus.SERVICE_UNAVAILABLE);
        assertThat(channel.inboundMessages()).hasSize(4);
    }

    private static HttpRequest command() {
        return request(HttpMethod.POST, "/orders");
    }

    private static HttpRequest request(HttpMethod method, String uri) {
        return new DefaultHttpRequest(HttpVersion.HTTP_1_1, method, uri);
    }

    private static DefaultFullHttpResponse ok() {
        return new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK, Unpooled.EMPTY_BUFFER);
    }

    private void receive(HttpObject... parts) {
        for (HttpObject part : parts) {
            channel.writeInbound(part);
        }
        channel.writeInbound(new DefaultLastHttpContent());
    }

    /** And another one was refused. */
    private Disposable atWorkOnACommand() {
        Disposable first = atWork(MockServerHttpRequest.post("/orders").body("{}"));
        atWork(MockServerHttpRequest.post("/orders").body("{}"));
        return first;
    }

    private Disposable atWork(MockServerHttpRequest request) {
        return admission
                .filter(MockServerWebExchange.from(request), exchange -> Mono.never())
                .subscribe(done -> {}, refused -> {});
    }
}
