package io.ledgerline.seals;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.seals.Verification.Progress;
import io.ledgerline.seals.Verification.Result;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink.OverflowStrategy;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The log's seals: how far they go, a receipt to keep elsewhere, and whether the log still is as it was sealed. */
@RestController
@AllowedTo({Role.ADMIN, Role.AUDITOR})
@Tag(name = "Administration")
class LogEndpoint {

    private static final Duration HEARTBEAT = Duration.ofSeconds(10);

    /**
     * How far the log is sealed. Kept elsewhere, it proves later that the log up to here was not written anew.
     *
     * @param seal number of the last seal; 0 if nothing is sealed yet
     * @param position the last one that is sealed
     * @param hash SHA-256, hexadecimal
     * @param sealedAt null if nothing is sealed yet
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "LogReceipt")
    record Receipt(
            @Nullable Long seal,
            @Nullable Long position,
            @Nullable String hash,
            @Nullable Instant sealedAt) {

        static Receipt of(SealHead head) {
            return new Receipt(head.number(), head.position(), head.hash().toString(), head.sealedAt());
        }

        SealHead head() {
            if (seal == null || seal < 0) {
                throw new InvalidValue("seal", "must be a seal's number");
            }
            try {
                return new SealHead(seal, position == null ? 0 : position, Digest.ofHex(hash), sealedAt);
            } catch (IllegalArgumentException | NullPointerException e) {
                throw new InvalidValue("hash", "must be a SHA-256 as 64 hexadecimal digits");
            }
        }
    }

    /**
     * @param events that are as they were sealed
     * @param sealedUpTo the last position that was compared: what came later is not sealed yet
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    @Schema(name = "LogVerification")
    record Verified(
            boolean verified,
            long events,
            long sealedUpTo,
            @Nullable Broken firstBroken) {

        static Verified of(Result result) {
            return new Verified(
                    result.firstBroken() == null,
                    result.events(),
                    result.head().position(),
                    result.firstBroken() == null ? null : Broken.of(result.firstBroken()));
        }
    }

    /**
     * @param reason {@code changed}, {@code removed}, {@code inserted}, {@code seal_changed} or {@code receipt_differs}
     */
    @Schema(name = "BrokenPosition")
    record Broken(long position, String reason) {

        static Broken of(Verification.Broken broken) {
            return new Broken(broken.position(), broken.reason().name().toLowerCase(Locale.ROOT));
        }
    }

    private final Sealer sealer;
    private final SealableLog log;
    private final Seals seals;

    LogEndpoint(Sealer sealer, SealableLog log, Seals seals) {
        this.sealer = sealer;
        this.log = log;
        this.seals = seals;
    }

    @GetMapping(path = "/admin/log", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "readLogReceipt",
            summary = "How far the log is sealed, as a receipt to keep elsewhere",
            description = "Whoever has it can prove later that the log up to its position was not written anew: hand"
                    + " it in when the log is verified.")
    Mono<Receipt> receipt() {
        return Mono.fromCallable(() -> Receipt.of(sealer.head())).subscribeOn(Schedulers.boundedElastic());
    }

    @PostMapping(path = "/admin/log/verify", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "verifyLog",
            summary = "Compare the whole log with its seals",
            description = "Names the first event that was changed, removed or inserted. Seals what is new first. With"
                    + " `Accept: text/event-stream`: `progress` events, then one `verification`.")
    Mono<Verified> verify(@RequestBody(required = false) @Nullable Receipt receipt) {
        SealHead expected = receipt == null ? null : receipt.head();
        return Mono.fromCallable(() -> Verified.of(run(expected, progress -> {})))
                .subscribeOn(Schedulers.boundedElastic());
    }

    @PostMapping(path = "/admin/log/verify", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(operationId = "verifyLog")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.TEXT_EVENT_STREAM_VALUE,
                            schema = @Schema(oneOf = {Progress.class, Verified.class})))
    Flux<ServerSentEvent<Object>> verifyLive(@RequestBody(required = false) @Nullable Receipt receipt) {
        SealHead expected = receipt == null ? null : receipt.head();
        Flux<ServerSentEvent<Object>> verification = Flux.<ServerSentEvent<Object>>create(
                        sink -> {
                            Result result = run(expected, progress -> {
                                if (sink.isCancelled()) {
                                    throw new IllegalStateException("Nobody waits for it any more");
                                }
                                sink.next(event("progress", progress));
                            });
                            sink.next(event("verification", Verified.of(result)));
                            sink.complete();
                        },
                        OverflowStrategy.LATEST)
                .subscribeOn(Schedulers.boundedElastic());
        return verification.publish(shared -> Flux.merge(
                shared,
                Flux.interval(HEARTBEAT)
                        .map(tick ->
                                ServerSentEvent.builder().comment("still here").build())
                        .takeUntilOther(shared.ignoreElements())));
    }

    private Result run(@Nullable SealHead receipt, Consumer<Progress> progress) {
        sealer.seal();
        return Verification.run(log, seals, receipt, progress);
    }

    private static ServerSentEvent<Object> event(String name, Object data) {
        return ServerSentEvent.builder(data).event(name).build();
    }
}
