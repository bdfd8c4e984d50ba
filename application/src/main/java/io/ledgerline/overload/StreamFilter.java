package io.ledgerline.overload;

import io.ledgerline.http.Caller;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.http.MediaType;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.http.server.reactive.ServerHttpResponseDecorator;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Live reads: not too many of them, and none for longer than its reader is logged in. */
@Order(Ordered.HIGHEST_PRECEDENCE + 8)
final class StreamFilter implements WebFilter {

    private final OpenStreams open;
    private final Clock clock;

    StreamFilter(OpenStreams open, Clock clock) {
        this.open = open;
        this.clock = clock;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        Stream response = new Stream(exchange.getResponse(), Caller.of(exchange).until(), Caller.keyOf(exchange));
        return chain.filter(exchange.mutate().response(response).build());
    }

    private final class Stream extends ServerHttpResponseDecorator {

        private final @Nullable Instant until;
        private final String caller;

        Stream(ServerHttpResponse response, @Nullable Instant until, String caller) {
            super(response);
            this.until = until;
            this.caller = caller;
        }

        /** Only streams are written like that; nothing has been sent yet, so a refusal can still be told. */
        @Override
        public Mono<Void> writeAndFlushWith(Publisher<? extends Publisher<? extends DataBuffer>> body) {
            if (!MediaType.TEXT_EVENT_STREAM.isCompatibleWith(getHeaders().getContentType())) {
                return super.writeAndFlushWith(body);
            }
            return Mono.using(
                    () -> {
                        open.open(caller);
                        return caller;
                    },
                    opened -> super.writeAndFlushWith(Flux.from(body).takeUntilOther(loggedOut())),
                    open::close);
        }

        private Mono<Long> loggedOut() {
            if (until == null) {
                return Mono.never();
            }
            Duration left = Duration.between(clock.instant(), until);
            return Mono.delay(left.isNegative() ? Duration.ZERO : left);
        }
    }
}
