package io.ledgerline.query;

import io.ledgerline.kernel.web.Resource;
import io.ledgerline.query.api.Representation;
import io.ledgerline.query.api.Representations;
import io.ledgerline.query.api.Watch;
import java.util.Map;
import java.util.Set;
import reactor.core.publisher.Mono;

/** What a view's things look like to those who change them. */
public abstract class ViewRepresentations<V extends Newest<V>> implements Representations {

    private final Set<Resource.Type> types;
    private final ViewReader<?, V> reader;

    /**
     * @param types of the resources that the view shows
     */
    protected ViewRepresentations(Set<Resource.Type> types, ViewReader<?, V> reader) {
        this.types = types;
        this.reader = reader;
    }

    @Override
    public final Set<Resource.Type> types() {
        return types;
    }

    @Override
    public final Watch watch(Resource resource) {
        return new ViewWatch<>(this, reader, resource);
    }

    /** Of the one thing. */
    protected abstract Followed query(String id);

    /** As far as the resource's own stream has been read; -1 if not at all. */
    protected abstract long version(V state, Resource.Type type);

    /** Whether no process is at work on it. */
    protected abstract boolean settled(V state);

    protected abstract Mono<Representation> shown(V state, Resource.Type type);

    /** Streams that this view doesn't show are none of its business. */
    final boolean hasReached(V state, Map<Resource, Long> versions) {
        return versions.entrySet().stream()
                .filter(reached -> types.contains(reached.getKey().type()))
                .allMatch(reached -> version(state, reached.getKey().type()) >= reached.getValue());
    }
}
