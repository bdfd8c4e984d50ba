package io.ledgerline.query.order;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.AsOf;
import io.ledgerline.query.Freshness;
import io.ledgerline.query.LiveStreams;
import io.ledgerline.query.Page;
import io.ledgerline.query.Paging;
import io.ledgerline.query.Parameters;
import io.ledgerline.query.ReadRefused.OrderNotFound;
import io.ledgerline.query.ViewReader;
import io.ledgerline.query.api.OtherNodes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.Arrays;
import java.util.List;
import org.axonframework.queryhandling.QueryGateway;
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

@RestController
@AllowedTo({Role.CUSTOMER, Role.OPERATOR, Role.AUDITOR})
@RequestMapping(path = "/orders", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Orders")
class OrdersEndpoint {

    private static final String SUMMARY = "An order as it is now, as it once was, or live";
    private static final String LIVE =
            "With `Accept: text/event-stream`: as it is now, and then each newer state as an event.";

    private final QueryGateway queries;
    private final ViewReader<Orders, OrderView> reader;
    private final Disclosure disclosure;
    private final LiveStreams live;

    OrdersEndpoint(QueryGateway queries, OtherNodes others, Disclosure disclosure, LiveStreams live) {
        this.queries = queries;
        this.reader = new ViewReader<>(queries, Orders.class, Orders::first, OrderView.class, others);
        this.disclosure = disclosure;
        this.live = live;
    }

    @GetMapping("/{orderId}")
    @Operation(operationId = "readOrder", summary = SUMMARY, description = LIVE)
    Mono<ResponseEntity<OrderRepresentation>> one(
            @PathVariable String orderId,
            @Parameter(description = "Waits until the view has got to this version")
                    @RequestParam(required = false)
                    @Nullable
                    String minVersion,
            @Parameter(description = "As it was at this version") @RequestParam(required = false) @Nullable
                    String version,
            @Parameter(description = "As it stood at this effective time, inclusive")
                    @RequestParam(required = false)
                    @Nullable
                    String at,
            @Parameter(description = "As it was known at this record time, inclusive")
                    @RequestParam(required = false)
                    @Nullable
                    String knownAt,
            @RequestHeader(name = "Prefer", required = false, defaultValue = "") List<String> prefer,
            RequestContext context) {
        return as(AsOf.of(version, at, knownAt), query(orderId, context), minVersion, prefer)
                .flatMap(disclosure::of)
                .map(order ->
                        ResponseEntity.ok().eTag(Long.toString(order.version())).body(order));
    }

    @GetMapping(path = "/{orderId}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(operationId = "readOrder", summary = SUMMARY, description = LIVE)
    Mono<ResponseEntity<Flux<ServerSentEvent<OrderRepresentation>>>> live(
            @PathVariable String orderId,
            @RequestParam(required = false) @Nullable String minVersion,
            @RequestParam(required = false) @Nullable String version,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestHeader(name = "Prefer", required = false, defaultValue = "") List<String> prefer,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            RequestContext context) {
        AsOf.of(version, at, knownAt).mustBeNow();
        return present(query(orderId, context), minVersion, prefer)
                .map(order -> ResponseEntity.ok(live.follow(
                        reader,
                        new FindOrder(order.orderId(), context.onlyFor()),
                        "order",
                        disclosure::of,
                        LiveStreams.lastSeen(lastEventId))));
    }

    @GetMapping
    @Operation(operationId = "listOrders", summary = "Orders, newest first")
    Mono<Page<OrderRepresentation>> list(
            @RequestParam(required = false) @Nullable String customerId,
            @Parameter(schema = @Schema(implementation = OrderStatus.class)) @RequestParam(required = false) @Nullable
                    String status,
            @Parameter(description = "Placed at this instant or later") @RequestParam(required = false) @Nullable
                    String from,
            @Parameter(description = "Placed before this instant") @RequestParam(required = false) @Nullable String to,
            @Parameter(description = "As they stood at this effective time, inclusive")
                    @RequestParam(required = false)
                    @Nullable
                    String at,
            @Parameter(description = "As they were known at this record time, inclusive")
                    @RequestParam(required = false)
                    @Nullable
                    String knownAt,
            @Parameter(description = "1 to 200; 50 if not given") @RequestParam(required = false) @Nullable
                    String limit,
            @Parameter(description = "The nextCursor of the page before") @RequestParam(required = false) @Nullable
                    String cursor,
            RequestContext context) {
        var query = new FindOrders(
                context.onlyFor(),
                customerId == null ? null : new CustomerId(customerId),
                status(status),
                Parameters.instant("from", from),
                Parameters.instant("to", to),
                AsOf.of(at, knownAt),
                Paging.of(limit, cursor));
        return Mono.fromFuture(() -> queries.query(query, Orders.class))
                .timeout(ViewReader.LONGEST_QUERY)
                .flatMap(found -> disclosure.of(found.orders()).map(items -> Page.of(items, found.next())));
    }

    private static Mono<FindOrder> query(String id, RequestContext context) {
        return Parameters.id(id, OrderId::new).map(orderId -> new FindOrder(orderId, context.onlyFor()));
    }

    private Mono<OrderView> as(AsOf asOf, Mono<FindOrder> query, @Nullable String minVersion, List<String> prefer) {
        Mono<OrderView> present = present(query, minVersion, prefer);
        if (asOf.isNow()) {
            return present;
        }
        // What is now tells whose it is, and whether it has got so far; else it is only asked for if there is no past.
        return query.flatMap(one -> {
                    Mono<OrderView> past = reader.read(new FindOrderAsOf(one.orderId(), asOf), asOf, present);
                    return minVersion == null && one.onlyFor() == null ? past : present.then(past);
                })
                .switchIfEmpty(Mono.error(OrderNotFound::new));
    }

    private Mono<OrderView> present(Mono<FindOrder> query, @Nullable String minVersion, List<String> prefer) {
        Freshness freshness = Freshness.of("minVersion", minVersion, prefer);
        return query.flatMap(one -> reader.read(one, freshness)).switchIfEmpty(Mono.error(OrderNotFound::new));
    }

    private static @Nullable OrderStatus status(@Nullable String status) {
        if (status == null) {
            return null;
        }
        return Arrays.stream(OrderStatus.values())
                .filter(known -> known.name().equals(status))
                .findFirst()
                .orElseThrow(() -> new InvalidValue("status", "must be one of " + List.of(OrderStatus.values())));
    }
}
