package io.ledgerline.query.rebuild;

import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.query.LiveStreams;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The views, and their rebuilds. */
@RestController
@AllowedTo({Role.ADMIN, Role.AUDITOR})
@RequestMapping("/admin/views")
@Tag(name = "Administration")
class ViewsEndpoint {

    private static final Duration LOOK = Duration.ofMillis(500);

    private static final String SUMMARY = "A view and its last rebuild, or live";
    private static final String REBUILD_SUMMARY =
            "How far a view's last rebuild has got, as its view tells it, or live";
    private static final String LIVE = "With `Accept: text/event-stream`: as it is now, and then each newer state as an"
            + " event, until the rebuild is over.";

    private final Rebuilds rebuilds;
    private final LiveStreams live;

    ViewsEndpoint(Rebuilds rebuilds, LiveStreams live) {
        this.rebuilds = rebuilds;
        this.live = live;
    }

    @GetMapping(produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "listViews", summary = "All views, each with its last rebuild")
    Mono<List<ViewState>> all() {
        return blocking(rebuilds::views);
    }

    @GetMapping(path = "/{name}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "readView", summary = SUMMARY, description = LIVE)
    Mono<ViewState> one(@PathVariable String name) {
        return blocking(() -> rebuilds.view(name));
    }

    @GetMapping(path = "/{name}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(operationId = "readView", summary = SUMMARY, description = LIVE)
    Mono<ResponseEntity<Flux<ServerSentEvent<ViewState>>>> follow(
            @PathVariable String name,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        long lastSeen = LiveStreams.lastSeen(lastEventId);
        return one(name).map(present -> ResponseEntity.ok(states(present, lastSeen)));
    }

    @GetMapping(path = "/{name}/rebuild", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "readRebuild", summary = REBUILD_SUMMARY, description = LIVE)
    Mono<ViewState> rebuildOf(@PathVariable String name) {
        return one(name);
    }

    @GetMapping(path = "/{name}/rebuild", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(operationId = "readRebuild", summary = REBUILD_SUMMARY, description = LIVE)
    Mono<ResponseEntity<Flux<ServerSentEvent<ViewState>>>> followRebuildOf(
            @PathVariable String name,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        return follow(name, lastEventId);
    }

    private Flux<ServerSentEvent<ViewState>> states(ViewState present, long lastSeen) {
        Flux<ServerSentEvent<ViewState>> states = Flux.concat(
                        Mono.just(present),
                        Flux.interval(LOOK).onBackpressureDrop().concatMap(tick -> one(present.name()), 1))
                .distinctUntilChanged(ViewState::version)
                .takeUntil(state -> !state.isRebuilding())
                .filter(state -> state.version() > lastSeen)
                .map(state -> ServerSentEvent.builder(state)
                        .event("view")
                        .id(Long.toString(state.version()))
                        .build());
        return states.publish(shared -> live.alive(shared, false).takeUntilOther(shared.ignoreElements()));
    }

    @AllowedTo(Role.ADMIN)
    @PostMapping(path = "/{name}/rebuild", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "rebuildView",
            summary = "Make a view anew from the log",
            description =
                    "Beside the one in use, which is read, and kept up to date, until the new one takes its place."
                            + " Nobody has to wait, and no side effect is repeated.")
    @ApiResponse(responseCode = "202", description = "It has begun; follow it at its Location")
    @ApiResponse(responseCode = "404", description = "`view_not_found`")
    @ApiResponse(responseCode = "409", description = "`rebuild_in_progress`: it is being made anew already")
    Mono<ResponseEntity<List<ViewState>>> rebuild(
            @Parameter(description = "Of a view, or `all`") @PathVariable String name, RequestContext context) {
        return blocking(() -> {
                    rebuilds.begin(name, context.caller());
                    return name.equals(Rebuilds.ALL) ? rebuilds.views() : List.of(rebuilds.view(name));
                })
                .map(begun -> ResponseEntity.accepted().location(location(name)).body(begun));
    }

    @AllowedTo(Role.ADMIN)
    @PostMapping("/{name}/repair")
    @Operation(
            operationId = "repairView",
            summary = "Correct what events from a position on have made of a view",
            description =
                    "In place: each row becomes what the events make of the one before it, while the view is read and"
                            + " kept up to date. Rows of earlier events are trusted; rows that no event has made stay,"
                            + " and only a rebuild removes them. No side effect is repeated.")
    @ApiResponse(responseCode = "202", description = "It has begun; follow it at its Location")
    @ApiResponse(responseCode = "404", description = "`view_not_found`")
    @ApiResponse(
            responseCode = "409",
            description = "`rebuild_in_progress`: it is being made anew or repaired already;"
                    + " `view_not_repairable`: only all of it can be made anew")
    Mono<ResponseEntity<List<ViewState>>> repair(
            @Parameter(description = "Of a view, or `all`") @PathVariable String name,
            @Parameter(description = "Position in the log of the first event to take")
                    @RequestParam(required = false)
                    @Schema(type = "integer", format = "int64", minimum = "0")
                    @Nullable
                    String from,
            RequestContext context) {
        return blocking(() -> {
                    rebuilds.repair(name, position(from), context.caller());
                    return name.equals(Rebuilds.ALL) ? rebuilds.views() : List.of(rebuilds.view(name));
                })
                .map(begun -> ResponseEntity.accepted().location(location(name)).body(begun));
    }

    private static long position(@Nullable String from) {
        InvalidValue refused = new InvalidValue("from", "must be a position in the log");
        if (from == null) {
            throw refused;
        }
        try {
            return Long.parseLong(from);
        } catch (NumberFormatException e) {
            throw refused;
        }
    }

    private static URI location(String name) {
        return URI.create(name.equals(Rebuilds.ALL) ? "/admin/views" : "/admin/views/" + name);
    }

    @AllowedTo(Role.ADMIN)
    @DeleteMapping("/{name}/rebuild")
    @Operation(
            operationId = "cancelRebuild",
            summary = "Give up a rebuild or a repair",
            description =
                    "The view in use stays; what a repair has corrected stays corrected. It ends within moments; `GET` tells when.")
    @ApiResponse(responseCode = "202", description = "It ends, if it was running")
    @ApiResponse(responseCode = "404", description = "`view_not_found`")
    Mono<ResponseEntity<ViewState>> cancel(@PathVariable String name) {
        return blocking(() -> {
                    rebuilds.cancel(name);
                    return rebuilds.view(name);
                })
                .map(view -> ResponseEntity.accepted().location(location(name)).body(view));
    }

    private static <T> Mono<T> blocking(Callable<T> question) {
        return Mono.fromCallable(question).subscribeOn(Schedulers.boundedElastic());
    }
}
