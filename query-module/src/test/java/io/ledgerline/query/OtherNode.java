package io.ledgerline.query;

import io.ledgerline.query.api.OtherNodes;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Another node over the same views: remembers what it is told, and says what the test wants. */
public final class OtherNode implements OtherNodes {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Sinks.Many<String> news = Sinks.many().multicast().directBestEffort();

    @Override
    public void tell(String view, String key) {
        told.add(view + " " + key);
    }

    @Override
    public Flux<?> news(String view, String key) {
        return news.asFlux().filter((view + " " + key)::equals);
    }

    /** It has written that. */
    public void wrote(String view, String key) {
        news.tryEmitNext(view + " " + key).orThrow();
    }

    public List<String> told() {
        return told;
    }
}
