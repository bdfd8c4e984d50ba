package io.ledgerline.http;

import org.springframework.web.server.ServerWebExchange;

/**
 * A request's place among those that are worked on. Whoever hands out places leaves it with the exchange; it is given up once
 * the answer begins, and before that by {@link #leave(ServerWebExchange) whoever} only waits from now on.
 */
public interface Place {

    /** Of the exchange. */
    String ATTRIBUTE = Place.class.getName();

    /** It is somebody else's. May be called more than once. */
    void leave();

    /** Gives up the request's place, if it has one. */
    static void leave(ServerWebExchange exchange) {
        if (exchange.getAttribute(ATTRIBUTE) instanceof Place place) {
            place.leave();
        }
    }
}
