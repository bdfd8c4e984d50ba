package io.ledgerline.query;

import java.time.Duration;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.context.ApplicationListener;
import org.springframework.context.event.ContextClosedEvent;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.publisher.Sinks;

/** Things as they change, as server-sent events. A stream ends when its reader goes or the program stops. */
public final class LiveStreams implements ApplicationListener<ContextClosedEvent> {

    private final Duration heartbeat;
    private final Sinks.Empty<Void> closing = Sinks.empty();

    LiveStreams(Duration heartbeat) {
        this.heartbeat = heartbeat;
    }

    /**
     * @param query of one thing, as the reader takes it
     * @param name of the events; their ids are versions
     * @param body what clients get; one at a time
     * @param lastSeen the version that the client has already, which is not sent again; -1 for none
     */
    public <V extends Newest<V>, B> Flux<ServerSentEvent<B>> follow(
            ViewReader<?, V> reader, Followed query, String name, Function<V, Mono<B>> body, long lastSeen) {
        Flux<ServerSentEvent<B>> events = reader.states(query, Flux.interval(heartbeat))
                .skipWhile(state -> state.version() <= lastSeen)
                .concatMap(
                        state -> body.apply(state)
                                .map(shown -> ServerSentEvent.builder(shown)
                                        .event(name)
                                        .id(Long.toString(state.version()))
                                        .build()),
                        1);
        return alive(events, lastSeen >= 0);
    }

    /**
     * The same events, with signs of life in between; they end when the program stops.
     *
     * @param mayBeSilent whether nothing may come for long: then there is a sign at once that the stream is open
     */
    public <B> Flux<ServerSentEvent<B>> alive(Flux<ServerSentEvent<B>> events, boolean mayBeSilent) {
        Duration first = mayBeSilent ? Duration.ZERO : heartbeat;
        Flux<ServerSentEvent<B>> heartbeats = Flux.interval(first, heartbeat)
                .onBackpressureDrop()
                .map(beat -> ServerSentEvent.<B>builder().comment("alive").build());
        return Flux.merge(1, events, heartbeats).takeUntilOther(closing.asMono());
    }

    /** From the header {@code Last-Event-ID}; one that was never given out counts as none. */
    public static long lastSeen(@Nullable String lastEventId) {
        try {
            return lastEventId == null ? -1 : Math.max(-1, Long.parseLong(lastEventId.strip()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** Before the server waits for its open requests: these would never end. */
    @Override
    public void onApplicationEvent(ContextClosedEvent event) {
        closing.tryEmitEmpty();
    }
}
