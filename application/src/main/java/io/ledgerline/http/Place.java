package io.ledgerline.http;

import org.springframework.web.server.ServerWebExchange;
import reactor.core.publisher.Mono;

/**
 * A request's place among those that are worked on. Whoever hands out places leaves it with the exchange; it is given up once
 * the answer begins, and before that by {@link #leave(ServerWebExchange) whoever} only waits from now on. Who goes to
 * {@link #workOn work} after that takes a place again.
 */
public interface Place {

    /** Of the exchange. */
    String ATTRIBUTE = Place.class.getName();

    /** It is somebody else's. May be called more than once. */
    void leave();

    /** This one, or if it is left another one in its turn; fails if none gets free in time. Whoever cancels has none. */
    Mono<Place> again();

    /** Does it with the request's place, which is taken again if it was given up. */
    static Mono<Void> workOn(ServerWebExchange exchange, Mono<Void> work) {
        if (!(exchange.getAttribute(ATTRIBUTE) instanceof Place before)) {
            return work;
        }
        return before.again().flatMap(place -> {
            exchange.getAttributes().put(ATTRIBUTE, place);
            return Mono.using(() -> place, taken -> work, Place::leave);
        });
    }

    /** Gives up the request's place, if it has one. */
    static void leave(ServerWebExchange exchange) {
        if (exchange.getAttribute(ATTRIBUTE) instanceof Place place) {
            place.leave();
        }
    }
}
