package io.ledgerline.imports;

import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.headers.Header;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.parameters.RequestBody;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.net.URI;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.server.ContentTooLargeException;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.UnsupportedMediaTypeStatusException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** Files of past orders: hand one in, follow it, see what was rejected. */
@RestController
@AllowedTo({Role.OPERATOR, Role.AUDITOR})
@Tag(name = "Import")
class ImportEndpoint {

    private static final MediaType CSV = MediaType.parseMediaType("text/csv;charset=UTF-8");

    private static final String SUMMARY = "How far an import has got, or live";
    private static final String LIVE =
            "With `Accept: text/event-stream`: as it is now, and then each newer state as an event, until it is over.";

    private final Uploads uploads;
    private final LiveProgress progress;
    private final Rejections rejections;
    private final long maxFileSize;

    ImportEndpoint(Uploads uploads, LiveProgress progress, Rejections rejections, ImportProperties settings) {
        this.uploads = uploads;
        this.progress = progress;
        this.rejections = rejections;
        this.maxFileSize = settings.maxFileSize().toBytes();
    }

    /** The import that the file has become. */
    @Schema(name = "AcceptedImport")
    record Accepted(String id, ImportProgress.Status status) {}

    @AllowedTo(Role.OPERATOR)
    @PostMapping(path = "/imports", consumes = "text/csv", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "beginImport",
            summary = "Import a file of past orders",
            description = "Answers once the file is received and stored; the import then goes on by itself. The same"
                    + " file again is the same import; if it had failed, it goes on where it stopped. Invoices become"
                    + " delivered and paid orders; credit notes (`C…`) become returns and discounts with refunds, on"
                    + " the order that each reverses, where the data leaves no doubt which one that is.",
            requestBody =
                    @RequestBody(
                            required = true,
                            description = "CSV in UTF-8, with a header",
                            content = @Content(mediaType = "text/csv", schema = @Schema(type = "string"))))
    @ApiResponse(
            responseCode = "202",
            description = "The file is stored; follow the import at its Location",
            headers =
                    @Header(
                            name = HttpHeaders.LOCATION,
                            description = "Where to follow it.",
                            schema = @Schema(type = "string")))
    @ApiResponse(
            responseCode = "400",
            description = "The file can't be read: `malformed_csv` or `unsupported_encoding`, with the `line`")
    @ApiResponse(responseCode = "413", description = "The file is too large")
    @ApiResponse(responseCode = "422", description = "The format is missing or unknown")
    Mono<ResponseEntity<Accepted>> begin(
            @Parameter(required = true, schema = @Schema(allowableValues = OnlineRetail.FORMAT))
                    @RequestParam(required = false)
                    @Nullable
                    String format,
            ServerWebExchange exchange) {
        if (!OnlineRetail.FORMAT.equals(format)) {
            return Mono.error(new InvalidValue("format", "must be " + OnlineRetail.FORMAT));
        }
        HttpHeaders headers = exchange.getRequest().getHeaders();
        checkCharset(headers.getContentType());
        if (headers.getContentLength() > maxFileSize) {
            return Mono.error(new ContentTooLargeException(null));
        }
        return uploads.receive(exchange.getRequest().getBody(), sender(exchange))
                .map(begun -> ResponseEntity.accepted()
                        .location(URI.create("/imports/" + begun.id()))
                        .body(new Accepted(begun.id(), begun.status())));
    }

    @GetMapping(path = "/imports/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(operationId = "readImport", summary = SUMMARY, description = LIVE)
    Mono<ResponseEntity<ImportProgress>> see(@PathVariable String id) {
        return progress.find(id)
                .map(state ->
                        ResponseEntity.ok().eTag("\"" + state.version() + "\"").body(state));
    }

    @GetMapping(path = "/imports/{id}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(operationId = "readImport", summary = SUMMARY, description = LIVE)
    Mono<ResponseEntity<Flux<ServerSentEvent<ImportProgress>>>> follow(
            @PathVariable String id,
            @RequestHeader(name = "Last-Event-ID", required = false) @Nullable String lastEventId) {
        return progress.find(id)
                .map(present -> ResponseEntity.ok()
                        .cacheControl(CacheControl.noStore())
                        .body(progress.follow(present, version(lastEventId))));
    }

    @GetMapping(path = "/imports/{id}/rejections", produces = "text/csv")
    @Operation(
            operationId = "readRejections",
            summary = "Read the rows that were rejected",
            description = "Each with its line, the reason's code, and its columns as they stand in the file.")
    @ApiResponse(responseCode = "200", content = @Content(mediaType = "text/csv", schema = @Schema(type = "string")))
    Mono<ResponseEntity<Flux<DataBuffer>>> rejections(@PathVariable String id) {
        return progress.find(id)
                .map(found -> ResponseEntity.ok()
                        .contentType(CSV)
                        .body(rejections.of(id).map(DefaultDataBufferFactory.sharedInstance::wrap)));
    }

    private static Sender sender(ServerWebExchange exchange) {
        RequestContext context = exchange.getRequiredAttribute(RequestContext.ATTRIBUTE);
        return new Sender(context.caller(), context.requestId());
    }

    private static void checkCharset(@Nullable MediaType type) {
        @Nullable Charset charset = type == null ? null : type.getCharset();
        if (charset != null && !charset.equals(StandardCharsets.UTF_8)) {
            throw new UnsupportedMediaTypeStatusException(type, List.of(CSV));
        }
    }

    private static Optional<Long> version(@Nullable String lastEventId) {
        try {
            return Optional.ofNullable(lastEventId).map(Long::valueOf);
        } catch (NumberFormatException e) {
            return Optional.empty();
        }
    }
}
