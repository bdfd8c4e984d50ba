package io.ledgerline.query;

import io.ledgerline.query.api.OtherNodes;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Sinks;

/** Another node over the same views: remembers what it is told, and says what the test wants. */
public final class OtherNode implements OtherNodes {

    private final List<String> told = new CopyOnWriteArrayList<>();
    private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();
    private final Sinks.Many<String> news = Sinks.many().multicast().directBestEffort();

    @Override
    public void tell(String view, String key) {
        told.add(view + " " + key);
    }

    @Override
    public Flux<?> news(String view, String key) {
        return news.asFlux().filter((view + " " + key)::equals);
    }

    @Override
    public void listen(String view, Listener listener) {
        listeners.computeIfAbsent(view, it -> new CopyOnWriteArrayList<>()).add(listener);
    }

    /** It has written that. */
    public void wrote(String view, String key) {
        boolean listened = listeners.containsKey(view);
        listeners.getOrDefault(view, List.of()).forEach(listener -> listener.written(key));
        if (news.currentSubscriberCount() > 0 || !listened) {
            news.tryEmitNext(view + " " + key).orThrow();
        }
    }

    /** What it said may have been lost. */
    public void wasNotHeard() {
        listeners.values().forEach(all -> all.forEach(Listener::anythingMayHaveBeenWritten));
    }

    public List<String> told() {
        return told;
    }
}
