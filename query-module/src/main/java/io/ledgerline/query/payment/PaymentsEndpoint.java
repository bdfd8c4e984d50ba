package io.ledgerline.query.payment;

import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.query.AsOf;
import io.ledgerline.query.Freshness;
import io.ledgerline.query.LiveStreams;
import io.ledgerline.query.Page;
import io.ledgerline.query.Paging;
import io.ledgerline.query.Parameters;
import io.ledgerline.query.ReadRefused.PaymentNotFound;
import io.ledgerline.query.ViewReader;
import io.ledgerline.query.api.OtherNodes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
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
@RequestMapping(path = "/payments", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Payments")
class PaymentsEndpoint {

    private static final String SUMMARY = "A payment as it is now, as it once was, or live";
    private static final String LIVE =
            "With `Accept: text/event-stream`: as it is now, and then each newer state as an event.";

    private final QueryGateway queries;
    private final ViewReader<Payments, PaymentView> reader;
    private final LiveStreams live;

    PaymentsEndpoint(QueryGateway queries, OtherNodes others, LiveStreams live) {
        this.queries = queries;
        this.reader = new ViewReader<>(queries, Payments.class, Payments::first, PaymentView.class, others);
        this.live = live;
    }

    @GetMapping("/{paymentId}")
    @Operation(operationId = "readPayment", summary = SUMMARY, description = LIVE)
    Mono<ResponseEntity<PaymentView>> one(
            @PathVariable String paymentId,
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
        return as(AsOf.of(version, at, knownAt), query(paymentId, context), minVersion, prefer)
                .map(payment -> ResponseEntity.ok()
                        .eTag(Long.toString(payment.version()))
                        .body(payment));
    }

    @GetMapping(path = "/{paymentId}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(operationId = "readPayment", summary = SUMMARY, description = LIVE)
    Mono<ResponseEntity<Flux<ServerSentEvent<PaymentView>>>> live(
            @PathVariable String paymentId,
            @RequestParam(required = false) @Nullable String minVersion,
            @RequestParam(required = false) @Nullable String version,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestHeader(name = "Prefer", required = false, defaultValue = "") List<String> prefer,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId,
            RequestContext context) {
        AsOf.of(version, at, knownAt).mustBeNow();
        // Whose it is has been seen here, and never changes.
        return present(query(paymentId, context), minVersion, prefer)
                .map(payment -> ResponseEntity.ok(live.follow(
                        reader,
                        new FindPayment(payment.paymentId()),
                        "payment",
                        Mono::just,
                        LiveStreams.lastSeen(lastEventId))));
    }

    @GetMapping
    @Operation(operationId = "listPayments", summary = "Payments, newest first")
    Mono<Page<PaymentView>> list(
            @RequestParam(required = false) @Nullable String orderId,
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
        var query = new FindPayments(
                context.onlyFor(),
                orderId == null ? null : new OrderId(orderId),
                AsOf.of(at, knownAt),
                Paging.of(limit, cursor));
        return Mono.fromFuture(() -> queries.query(query, Payments.class))
                .timeout(ViewReader.LONGEST_QUERY)
                .map(found -> Page.of(found.payments(), found.next()));
    }

    private static Mono<FindPayment> query(String id, RequestContext context) {
        return Parameters.id(id, PaymentId::new).map(paymentId -> new FindPayment(paymentId, context.onlyFor()));
    }

    private Mono<PaymentView> as(AsOf asOf, Mono<FindPayment> query, @Nullable String minVersion, List<String> prefer) {
        Mono<PaymentView> present = present(query, minVersion, prefer);
        if (asOf.isNow()) {
            return present;
        }
        // What is now tells whose it is, and whether it has got so far; else it is only asked for if there is no past.
        return query.flatMap(one -> {
                    Mono<PaymentView> past = reader.read(new FindPaymentAsOf(one.paymentId(), asOf), asOf, present);
                    return minVersion == null && one.onlyFor() == null ? past : present.then(past);
                })
                .switchIfEmpty(Mono.error(PaymentNotFound::new));
    }

    private Mono<PaymentView> present(Mono<FindPayment> query, @Nullable String minVersion, List<String> prefer) {
        Freshness freshness = Freshness.of("minVersion", minVersion, prefer);
        return query.flatMap(one -> reader.read(one, freshness)).switchIfEmpty(Mono.error(PaymentNotFound::new));
    }
}
