package io.ledgerline.query.payment;

import io.ledgerline.order.api.OrderId;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.query.Freshness;
import io.ledgerline.query.LiveStreams;
import io.ledgerline.query.Page;
import io.ledgerline.query.Paging;
import io.ledgerline.query.Parameters;
import io.ledgerline.query.ReadRefused.PaymentNotFound;
import io.ledgerline.query.ViewReader;
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
@RequestMapping("/payments")
@Tag(name = "Payments")
class PaymentsEndpoint {

    private static final String SUMMARY = "A payment as it is now, or live";
    private static final String LIVE =
            "With `Accept: text/event-stream`: as it is now, and then each newer state as an event.";

    private final QueryGateway queries;
    private final ViewReader<Payments, PaymentView> reader;
    private final LiveStreams live;

    PaymentsEndpoint(QueryGateway queries, LiveStreams live) {
        this.queries = queries;
        this.reader = new ViewReader<>(queries, Payments.class, Payments::first, PaymentView.class);
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
            @RequestHeader(name = "Prefer", required = false, defaultValue = "") List<String> prefer) {
        return present(paymentId, minVersion, prefer)
                .map(payment -> ResponseEntity.ok()
                        .eTag(Long.toString(payment.version()))
                        .body(payment));
    }

    @GetMapping(path = "/{paymentId}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(operationId = "readPayment", summary = SUMMARY, description = LIVE)
    Mono<ResponseEntity<Flux<ServerSentEvent<PaymentView>>>> live(
            @PathVariable String paymentId,
            @RequestParam(required = false) @Nullable String minVersion,
            @RequestHeader(name = "Prefer", required = false, defaultValue = "") List<String> prefer,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        return present(paymentId, minVersion, prefer)
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
            @Parameter(description = "1 to 200; 50 if not given") @RequestParam(required = false) @Nullable
                    String limit,
            @Parameter(description = "The nextCursor of the page before") @RequestParam(required = false) @Nullable
                    String cursor) {
        var query = new FindPayments(orderId == null ? null : new OrderId(orderId), Paging.of(limit, cursor));
        return Mono.fromFuture(() -> queries.query(query, Payments.class))
                .timeout(ViewReader.LONGEST_QUERY)
                .map(found -> Page.of(found.payments(), found.next()));
    }

    private Mono<PaymentView> present(String id, @Nullable String minVersion, List<String> prefer) {
        Freshness freshness = Freshness.of("minVersion", minVersion, prefer);
        return Parameters.id(id, PaymentId::new)
                .flatMap(paymentId -> reader.read(new FindPayment(paymentId), freshness))
                .switchIfEmpty(Mono.error(PaymentNotFound::new));
    }
}
