package io.ledgerline.query.audit;

import static org.axonframework.messaging.responsetypes.ResponseTypes.instanceOf;

import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.LiveStreams;
import io.ledgerline.query.Page;
import io.ledgerline.query.Paging;
import io.ledgerline.query.Parameters;
import io.ledgerline.query.ReadRefused.OrderNotFound;
import io.ledgerline.query.api.OtherNodes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryMessage;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Not for customers, even of their own orders: it has the names and the reasons of those who run the shop. */
@RestController
@RequestMapping(path = "/orders", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Orders")
@AllowedTo({Role.OPERATOR, Role.AUDITOR})
class HistoryEndpoint {

    private static final String SUMMARY = "What happened to an order, from its first event on, or live";
    private static final String DESCRIPTION =
            "Its own events and those of its payments and reservations, in the order of the log, with who, why, and what"
                    + " each changed; `data` is in the shape of `revision`, today's. With `Accept: text/event-stream`: each"
                    + " event once, and then each newer one; the id is the position, and `Last-Event-ID` goes on after it.";

    /** What other nodes say may get lost, so who follows looks again himself, too. */
    private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

    private final QueryGateway queries;
    private final Histories histories;
    private final AuditDisclosure disclosure;
    private final LiveStreams live;
    private final OtherNodes others;

    HistoryEndpoint(
            QueryGateway queries,
            Histories histories,
            AuditDisclosure disclosure,
            LiveStreams live,
            OtherNodes others) {
        this.queries = queries;
        this.histories = histories;
        this.disclosure = disclosure;
        this.live = live;
        this.others = others;
    }

    @GetMapping("/{orderId}/history")
    @Operation(operationId = "readHistory", summary = SUMMARY, description = DESCRIPTION)
    Mono<Page<RecordedEvent>> history(
            @PathVariable String orderId,
            @Parameter(description = "1 to 200; 50 if not given") @RequestParam(required = false) @Nullable
                    String limit,
            @Parameter(description = "The nextCursor of the page before") @RequestParam(required = false) @Nullable
                    String cursor) {
        int size = Paging.of(limit, null).limit();
        Long position = PositionCursor.decoded(cursor);
        return existing(orderId)
                .flatMap(id -> histories.page(id, position == null ? Histories.BEGINNING : position, size))
                .flatMap(found -> disclosure
                        .of(found.entries(), true)
                        .map(events -> new Page<>(
                                events, found.more() ? PositionCursor.encoded(Histories.last(found)) : null)));
    }

    @GetMapping(path = "/{orderId}/history", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(operationId = "readHistory", summary = SUMMARY, description = DESCRIPTION)
    Mono<ResponseEntity<Flux<ServerSentEvent<RecordedEvent>>>> live(
            @PathVariable String orderId,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        long seen = LiveStreams.lastSeen(lastEventId);
        return existing(orderId)
                .map(id -> ResponseEntity.ok(live.alive(
                        follow(id, seen)
                                .map(event -> ServerSentEvent.builder(event)
                                        .event("event")
                                        .id(Long.toString(event.position()))
                                        .build()),
                        seen > Histories.BEGINNING)));
    }

    private Mono<OrderId> existing(String orderId) {
        return Parameters.id(orderId, OrderId::new)
                .filterWhen(id -> histories
                        .ask(new FindHistory(id, Histories.BEGINNING, 1))
                        .map(found -> !found.entries().isEmpty()))
                .switchIfEmpty(Mono.error(OrderNotFound::new));
    }

    /** As slowly as the reader takes it: what he hasn't got is read when he asks for more. */
    private Flux<RecordedEvent> follow(OrderId id, long seen) {
        return Flux.defer(() -> {
            AtomicLong last = new AtomicLong(seen);
            return news(id).startWith(seen)
                    .onBackpressureLatest()
                    .publishOn(Schedulers.parallel(), 1)
                    .concatMap(news -> rest(id, last), 1);
        });
    }

    private Flux<RecordedEvent> rest(OrderId id, AtomicLong last) {
        return Flux.defer(() -> histories.after(id, last.get()))
                .concatMap(found -> disclosure.of(found.entries(), true), 1)
                .concatMapIterable(events -> events, 1)
                .doOnNext(event -> last.set(event.position()));
    }

    /** Something each time that there may be more. */
    private Flux<Long> news(OrderId id) {
        FindHistory query = new FindHistory(id, Histories.BEGINNING, 1);
        return Flux.using(
                () -> queries.subscriptionQuery(
                        QueryMessage.queryName(query),
                        query,
                        instanceOf(AuditEntries.class),
                        instanceOf(Long.class),
                        1),
                subscription -> Flux.merge(
                        subscription.updates(),
                        subscription.initialResult().map(first -> Histories.BEGINNING),
                        Flux.merge(
                                        Flux.interval(LOOK_AGAIN).onBackpressureDrop(),
                                        others.news(query.followedIn(), query.followedAs()))
                                .map(look -> Histories.BEGINNING)),
                subscription -> Schedulers.boundedElastic().schedule(subscription::cancel));
    }
}
