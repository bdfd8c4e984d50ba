package io.ledgerline.query.api;

import io.ledgerline.kernel.web.Resource;
import java.util.Map;
import reactor.core.publisher.Mono;

/** Follows one thing in a view, from when it is made until it is closed. */
public interface Watch extends AutoCloseable {

    /**
     * The thing as soon as the view has got so far; whoever asks bounds the time.
     *
     * @param versions how far those of these streams that the view shows must have been read
     * @param settled whether no process may be at work on it any more
     */
    Mono<Representation> shown(Map<Resource, Long> versions, boolean settled);

    @Override
    void close();
}
