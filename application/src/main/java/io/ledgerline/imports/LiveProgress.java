package io.ledgerline.imports;

import java.time.Duration;
import java.util.Optional;
import org.springframework.http.codec.ServerSentEvent;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** An import's states as they follow each other, wherever it is worked on. */
final class LiveProgress {

    private static final Duration LOOK = Duration.ofMillis(500);
    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    private final Imports imports;
    private final Scheduler scheduler;

    LiveProgress(Imports imports, Scheduler scheduler) {
        this.imports = imports;
        this.scheduler = scheduler;
    }

    Mono<ImportProgress> find(String id) {
        return Mono.fromCallable(() -> imports.find(id))
                .subscribeOn(scheduler)
                .flatMap(Mono::justOrEmpty)
                .switchIfEmpty(Mono.error(() -> new UnknownImport(id)));
    }

    /**
     * The present state first, then newer ones, until the import is over. States in between may be skipped.
     *
     * @param lastSeen the version that the client knows already
     */
    Flux<ServerSentEvent<ImportProgress>> follow(ImportProgress present, Optional<Long> lastSeen) {
        Flux<ServerSentEvent<ImportProgress>> states = Flux.concat(
                        Mono.just(present),
                        Flux.interval(LOOK).onBackpressureDrop().concatMap(tick -> find(present.id()), 1))
                .distinctUntilChanged(ImportProgress::version)
                .takeUntil(ImportProgress::isOver)
                .filter(state -> lastSeen.map(seen -> state.version() > seen).orElse(true))
                .map(state -> ServerSentEvent.builder(state)
                        .event("import")
                        .id(Long.toString(state.version()))
                        .build());
        return states.publish(shared -> Flux.merge(shared, heartbeats().takeUntilOther(shared.ignoreElements())));
    }

    private static Flux<ServerSentEvent<ImportProgress>> heartbeats() {
        return Flux.interval(HEARTBEAT)
                .onBackpressureDrop()
                .map(tick -> ServerSentEvent.<ImportProgress>builder()
                        .comment("still here")
                        .build());
    }
}
