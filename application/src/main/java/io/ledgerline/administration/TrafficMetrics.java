package io.ledgerline.administration;

import io.ledgerline.kernel.Rejection;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.MediaType;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** How many follow something live, and how often somebody is sent away because there is too much to do. */
@Order(Ordered.HIGHEST_PRECEDENCE + 2)
final class TrafficMetrics implements WebFilter {

    private final MeterRegistry meters;
    private final AtomicInteger streams = new AtomicInteger();

    TrafficMetrics(MeterRegistry meters) {
        this.meters = meters;
        Gauge.builder("ledgerline.streams.open", streams, AtomicInteger::get)
                .description("Live reads that are open")
                .register(meters);
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        AtomicInteger open = new AtomicInteger();
        exchange.getResponse().beforeCommit(() -> {
            if (MediaType.TEXT_EVENT_STREAM.isCompatibleWith(
                    exchange.getResponse().getHeaders().getContentType())) {
                open.incrementAndGet();
                streams.incrementAndGet();
            }
            return Mono.empty();
        });
        return chain.filter(exchange).doOnError(this::count).doFinally(ended -> streams.addAndGet(-open.getAndSet(0)));
    }

    /** Codes are few: no rule makes one up. */
    private void count(Throwable failure) {
        String code = null;
        if (failure instanceof RejectedExecutionException) {
            code = "overloaded";
        } else if (failure instanceof Rejection refused
                && (refused.kind() == Rejection.Kind.LIMITED || refused.kind() == Rejection.Kind.BUSY)) {
            code = refused.code();
        }
        if (code != null) {
            Counter.builder("ledgerline.requests.refused")
                    .description("Requests that were sent away, as there was too much to do")
                    .tag("code", code)
                    .register(meters)
                    .increment();
        }
    }
}
