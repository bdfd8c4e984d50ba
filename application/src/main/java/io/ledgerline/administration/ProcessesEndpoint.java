package io.ledgerline.administration;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ledgerline.administration.ProcessRefusal.ProcessNotFound;
import io.ledgerline.administration.Processes.Place;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.CustomerKeys;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.process.Decision;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.Owners;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.kernel.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Processes that have not got on for a while. */
@RestController
@RequestMapping(path = "/admin/processes", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Administration")
class ProcessesEndpoint {

    private static final Duration LONG = Duration.ofMinutes(1);
    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;
    private static final long PATIENCE_SECONDS = 10;

    /** @param nextCursor null at the end */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "StuckProcesses")
    record Shown(List<ProcessStatus> items, @Nullable String nextCursor) {}

    /** @param done {@code retried} or {@code abandoned} */
    @Schema(name = "ProcessDecided")
    record Decided(String id, String done) {}

    private final Processes processes;
    private final Owners owners;
    private final CustomerKeys keys;
    private final Scheduler reports;
    private final Scheduler steering;

    ProcessesEndpoint(
            Processes processes,
            Owners owners,
            CustomerKeys keys,
            @Qualifier("reportThreads") Scheduler reports,
            @Qualifier("steeringThreads") Scheduler steering) {
        this.processes = processes;
        this.owners = owners;
        this.keys = keys;
        this.reports = reports;
        this.steering = steering;
    }

    @AllowedTo({Role.ADMIN, Role.AUDITOR})
    @GetMapping
    @Operation(
            operationId = "listStuckProcesses",
            summary = "Processes that have not got on for a while",
            description = "Orders that are pending, questions that a provider has not answered, alarms that are late or"
                    + " fail, and processors of processes that are behind; the oldest first.")
    Mono<Shown> list(
            @Parameter(description = "How long they have waited, at least: an ISO-8601 duration")
                    @RequestParam(required = false)
                    @Schema(type = "string", format = "duration", defaultValue = "PT1M")
                    @Nullable
                    String olderThan,
            @RequestParam(required = false)
                    @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "50")
                    @Nullable
                    String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return Mono.fromCallable(() -> page(duration(olderThan), ProcessCursor.place(cursor), limit(limit)))
                .subscribeOn(reports);
    }

    private Shown page(Duration olderThan, @Nullable Place after, int limit) {
        List<ProcessStatus> found = processes.waiting(olderThan, after, limit + 1);
        List<ProcessStatus> items = found.subList(0, Math.min(limit, found.size()));
        return new Shown(items, found.size() > limit ? ProcessCursor.of(Place.of(items.get(limit - 1))) : null);
    }

    @AllowedTo(Role.ADMIN)
    @PostMapping("/{id}/retry")
    @Operation(
            operationId = "retryProcess",
            summary = "Have a process try its next step now",
            description = "Instead of after the pause that it makes between its tries. Harmless, however often.")
    @ApiResponse(responseCode = "200", description = "It tries")
    @ApiResponse(responseCode = "404", description = "It doesn't wait, or not any more")
    @ApiResponse(responseCode = "409", description = "What takes it on is paused here")
    Mono<Decided> retry(@PathVariable String id) {
        return Mono.fromCallable(() -> {
                    processes.retry(id);
                    return new Decided(id, "retried");
                })
                .subscribeOn(steering);
    }

    @AllowedTo(Role.ADMIN)
    @PostMapping("/{id}/abandon")
    @Operation(
            operationId = "abandonProcess",
            summary = "End a process without what it waits for",
            description = "With a reason in X-Reason. An order that is not confirmed is cancelled, a change to one is"
                    + " taken back; a payment or a refund has failed, once its provider was told to let it be, if that"
                    + " can be reached. What comes later nevertheless is taken in, as after a deadline.")
    @ApiResponse(responseCode = "200", description = "Ended")
    @ApiResponse(responseCode = "404", description = "It doesn't wait, or not any more")
    @ApiResponse(responseCode = "409", description = "It can't be abandoned, or is just trying")
    Mono<Decided> abandon(@PathVariable String id, RequestContext context) {
        String why = context.why();
        if (why == null) {
            throw new InvalidValue("X-Reason", "must say why");
        }
        return Mono.fromCallable(() -> {
                    String stream = processes.about(id);
                    String stored = stream == null ? null : encrypted(id, stream, why);
                    processes.abandon(
                            id, new Decision(context.caller(), stored, context.requestId(), context.commandId()));
                    return new Decided(id, "abandoned");
                })
                .subscribeOn(steering);
    }

    /** As any reason that is written about a customer's order or payment. */
    private String encrypted(String id, String stream, String why) throws Exception {
        Resource about = stream.startsWith("order-")
                ? Resource.order(stream.substring("order-".length()))
                : Resource.payment(stream.substring("payment-".length()));
        CustomerId customer = owners.of(about)
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .orElseThrow(() -> new ProcessNotFound(id));
        return keys.forWriting(customer)
                .toCompletableFuture()
                .get(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .encrypt(why)
                .text();
    }

    private static Duration duration(@Nullable String olderThan) {
        try {
            Duration duration = olderThan == null ? LONG : Duration.parse(olderThan);
            if (!duration.isNegative() && duration.compareTo(Duration.ofDays(3650)) < 0) {
                return duration;
            }
        } catch (DateTimeParseException e) {
            // Told below.
        }
        throw new InvalidValue("olderThan", "must be a duration, such as PT5M");
    }

    private static int limit(@Nullable String limit) {
        try {
            int number = limit == null ? DEFAULT_LIMIT : Integer.parseInt(limit);
            if (number >= 1 && number <= MAX_LIMIT) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Told below.
        }
        throw new InvalidValue("limit", "must be from 1 to " + MAX_LIMIT);
    }
}
