package io.ledgerline.administration;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ledgerline.administration.DeadLetters.Retried;
import io.ledgerline.administration.StoredDeadLetters.Letter;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
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

/** Events that a processor could not handle, with those that wait behind them. */
@RestController
@RequestMapping(path = "/admin/dead-letters", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Administration")
class DeadLettersEndpoint {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 200;

    /** @param nextCursor null at the end */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "DeadLetters")
    record Shown(List<Letter> items, @Nullable String nextCursor) {}

    @Schema(name = "DiscardedDeadLetters")
    record Discarded(int discarded) {}

    private final StoredDeadLetters stored;
    private final DeadLetters letters;
    private final Journal journal;
    private final Scheduler reports;
    private final Scheduler steering;

    DeadLettersEndpoint(
            StoredDeadLetters stored,
            DeadLetters letters,
            Journal journal,
            @Qualifier("reportThreads") Scheduler reports,
            @Qualifier("steeringThreads") Scheduler steering) {
        this.stored = stored;
        this.letters = letters;
        this.journal = journal;
        this.reports = reports;
        this.steering = steering;
    }

    @AllowedTo({Role.ADMIN, Role.AUDITOR})
    @GetMapping
    @Operation(
            operationId = "listDeadLetters",
            summary = "Events that could not be handled",
            description = "With the cause, and with those of the same stream that wait behind them. Whose view they"
                    + " are missing in is told by the processor.")
    Mono<Shown> list(
            @RequestParam(required = false)
                    @Schema(type = "integer", minimum = "1", maximum = "200", defaultValue = "50")
                    @Nullable
                    String limit,
            @RequestParam(required = false) @Nullable String cursor) {
        return Mono.fromCallable(() -> page(limit(limit), cursor)).subscribeOn(reports);
    }

    private Shown page(int limit, @Nullable String cursor) {
        List<Letter> found = stored.after(DeadLetterCursor.place(cursor), limit + 1);
        List<Letter> items = found.subList(0, Math.min(limit, found.size()));
        return new Shown(
                items,
                found.size() > limit ? DeadLetterCursor.of(items.get(limit - 1).place()) : null);
    }

    @AllowedTo(Role.ADMIN)
    @PostMapping("/{processor}/retry")
    @Operation(
            operationId = "retryDeadLetters",
            summary = "Try again what could not be handled",
            description = "Once what stood in its way is mended. Each sequence is tried once, in its order; an event"
                    + " that fails again stays, with those behind it.")
    @ApiResponse(responseCode = "409", description = "This processor puts nothing aside")
    Mono<Retried> retry(
            @PathVariable String processor,
            @Parameter(description = "All, if none is named") @RequestParam(required = false) @Nullable String sequence,
            RequestContext context) {
        return Mono.fromCallable(() -> {
                    Retried retried =
                            sequence == null ? letters.retryAll(processor) : letters.retry(processor, sequence);
                    journal.note(
                            context,
                            "retried dead letters of processor %s, sequence %s: %d sequences succeeded, %d failed"
                                    .formatted(processor, sequence, retried.succeeded(), retried.failed()));
                    return retried;
                })
                .subscribeOn(steering);
    }

    @AllowedTo(Role.ADMIN)
    @PostMapping("/{processor}/discard")
    @Operation(
            operationId = "discardDeadLetters",
            summary = "Give up on what could not be handled",
            description = "Of one sequence, with a reason in X-Reason. The events stay in the log; the view lacks what"
                    + " they would have done to it until it is made anew.")
    @ApiResponse(responseCode = "409", description = "This processor puts nothing aside")
    Mono<Discarded> discard(@PathVariable String processor, @RequestParam String sequence, RequestContext context) {
        if (context.why() == null) {
            throw new InvalidValue("X-Reason", "must say why");
        }
        return Mono.fromCallable(() -> {
                    int discarded = letters.discard(processor, sequence);
                    journal.note(
                            context,
                            "discarded %d dead letters of processor %s, sequence %s"
                                    .formatted(discarded, processor, sequence));
                    return new Discarded(discarded);
                })
                .subscribeOn(steering);
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
