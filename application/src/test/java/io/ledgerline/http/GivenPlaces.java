package io.ledgerline.http;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** A place for each request; counts those that were given up and taken again. */
@Order(Ordered.HIGHEST_PRECEDENCE + 9)
final class GivenPlaces implements WebFilter {

    private final AtomicInteger left = new AtomicInteger();
    private final AtomicInteger takenAgain = new AtomicInteger();

    void reset() {
        left.set(0);
        takenAgain.set(0);
    }

    int left() {
        return left.get();
    }

    int takenAgain() {
        return takenAgain.get();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        exchange.getAttributes().put(Place.ATTRIBUTE, new Given());
        return chain.filter(exchange);
    }

    private final class Given implements Place {

        private final AtomicBoolean gone = new AtomicBoolean();

        @Override
        public void leave() {
            if (gone.compareAndSet(false, true)) {
                left.incrementAndGet();
            }
        }

        @Override
        public Mono<Place> again() {
            return Mono.fromSupplier(() -> {
                if (!gone.get()) {
                    return this;
                }
                takenAgain.incrementAndGet();
                return new Given();
            });
        }
    }
}
