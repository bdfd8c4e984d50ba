package io.ledgerline.query;

import io.ledgerline.kernel.web.Resource;
import io.ledgerline.query.api.Representation;
import io.ledgerline.query.api.Watch;
import java.time.Duration;
import java.util.Map;
import reactor.core.Disposable;
import reactor.core.publisher.ConnectableFlux;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

final class ViewWatch<V extends Newest<V>> implements Watch {

    /** What other nodes say may get lost, so who waits looks himself, too. */
    private static final Duration LOOK_AGAIN = Duration.ofMillis(250);

    private final ViewRepresentations<V> representations;
    private final Resource resource;
    private final ConnectableFlux<V> states;
    private final Disposable subscription;

    ViewWatch(ViewRepresentations<V> representations, ViewReader<?, V> reader, Resource resource) {
        this.representations = representations;
        this.resource = resource;
        states = reader.states(representations.query(resource.id()), Flux.interval(LOOK_AGAIN))
                .replay(1);
        subscription = states.connect();
    }

    @Override
    public Mono<Representation> shown(Map<Resource, Long> versions, boolean settled) {
        return states.filter(state -> representations.hasReached(state, versions))
                .filter(state -> !settled || representations.settled(state))
                .next()
                .flatMap(state -> representations.shown(state, resource.type()));
    }

    @Override
    public void close() {
        subscription.dispose();
    }
}
