package io.ledgerline.query.audit;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.query.Documents;
import io.ledgerline.query.Page;
import io.ledgerline.query.Paging;
import io.ledgerline.query.Parameters;
import io.ledgerline.query.ViewReader;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import java.util.stream.Collectors;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

@RestController
@RequestMapping(path = "/audit", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Administration")
@AllowedTo({Role.AUDITOR, Role.ADMIN})
class AuditEndpoint {

    private static final String SUMMARY = "Search all events, newest first";
    private static final String DESCRIPTION =
            "With `Accept: text/csv` or `application/x-ndjson`: all that are found, in one stream.";

    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");

    /** What an export holds in memory, and the next one that it has asked for. */
    private static final int CHUNK = 500;

    private final QueryGateway queries;
    private final AuditDisclosure disclosure;

    AuditEndpoint(QueryGateway queries, AuditDisclosure disclosure) {
        this.queries = queries;
        this.disclosure = disclosure;
    }

    @GetMapping
    @Operation(operationId = "searchEvents", summary = SUMMARY, description = DESCRIPTION)
    Mono<Page<RecordedEvent>> search(
            @Parameter(description = "Who did it: a user, `process:<name>`, `import:<id>`")
                    @RequestParam(required = false)
                    @Nullable
                    String who,
            @Parameter(description = "Logical name, such as order.OrderPlaced")
                    @RequestParam(required = false)
                    @Nullable
                    String type,
            @Parameter(description = "What it happened to, such as order-75") @RequestParam(required = false) @Nullable
                    String stream,
            @RequestParam(required = false) @Nullable String requestId,
            @Parameter(description = "Recorded at this instant or later") @RequestParam(required = false) @Nullable
                    String from,
            @Parameter(description = "Recorded before this instant") @RequestParam(required = false) @Nullable
                    String to,
            @Parameter(description = "1 to 200; 50 if not given") @RequestParam(required = false) @Nullable
                    String limit,
            @Parameter(description = "The nextCursor of the page before") @RequestParam(required = false) @Nullable
                    String cursor) {
        FindEvents query = query(who, type, stream, requestId, from, to)
                .page(PositionCursor.decoded(cursor), Paging.of(limit, null).limit());
        return ask(query)
                .flatMap(found -> disclosure
                        .of(found.entries(), false)
                        .map(events -> new Page<>(events, found.more() ? PositionCursor.encoded(last(found)) : null)));
    }

    @GetMapping(produces = "text/csv")
    @Operation(operationId = "searchEvents", summary = SUMMARY, description = DESCRIPTION)
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
    ResponseEntity<Flux<DataBuffer>> csv(
            @RequestParam(required = false) @Nullable String who,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String stream,
            @RequestParam(required = false) @Nullable String requestId,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        FindEvents query = query(who, type, stream, requestId, from, to);
        return export(
                CSV,
                "audit.csv",
                Flux.just(AuditCsv.HEADER).concatWith(chunks(query).map(AuditCsv::rows)));
    }

    @GetMapping(produces = MediaType.APPLICATION_NDJSON_VALUE)
    @Operation(operationId = "searchEvents", summary = SUMMARY, description = DESCRIPTION)
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_NDJSON_VALUE,
                            schema = @Schema(implementation = RecordedEvent.class)))
    ResponseEntity<Flux<DataBuffer>> lines(
            @RequestParam(required = false) @Nullable String who,
            @RequestParam(required = false) @Nullable String type,
            @RequestParam(required = false) @Nullable String stream,
            @RequestParam(required = false) @Nullable String requestId,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to) {
        FindEvents query = query(who, type, stream, requestId, from, to);
        return export(
                MediaType.APPLICATION_NDJSON, "audit.ndjson", chunks(query).map(AuditEndpoint::lines));
    }

    private static FindEvents query(
            @Nullable String who,
            @Nullable String type,
            @Nullable String stream,
            @Nullable String requestId,
            @Nullable String from,
            @Nullable String to) {
        return new FindEvents(
                Parameters.text("who", who),
                Parameters.text("type", type),
                Parameters.text("stream", stream),
                Parameters.text("requestId", requestId),
                Parameters.instant("from", from),
                Parameters.instant("to", to),
                null,
                CHUNK);
    }

    private static ResponseEntity<Flux<DataBuffer>> export(MediaType type, String file, Flux<String> text) {
        return ResponseEntity.ok()
                .contentType(type)
                .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + file + "\"")
                .body(text.map(it -> DefaultDataBufferFactory.sharedInstance.wrap(it.getBytes(UTF_8))));
    }

    private static String lines(List<RecordedEvent> events) {
        return events.stream().map(event -> Documents.write(event) + "\n").collect(Collectors.joining());
    }

    /** Each begins where the one before ended; the log only grows at the other end. */
    private Flux<List<RecordedEvent>> chunks(FindEvents query) {
        return ask(query)
                .expand(found -> found.more() ? ask(query.page(last(found), CHUNK)) : Mono.empty())
                .publishOn(Schedulers.parallel(), 1)
                .concatMap(found -> disclosure.of(found.entries(), false), 1)
                .filter(events -> !events.isEmpty());
    }

    private Mono<AuditEntries> ask(FindEvents query) {
        return Mono.fromFuture(() -> queries.query(query, AuditEntries.class)).timeout(ViewReader.LONGEST_QUERY);
    }

    private static long last(AuditEntries found) {
        return found.entries().get(found.entries().size() - 1).position();
    }
}
