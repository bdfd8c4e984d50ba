package io.ledgerline.administration;

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

/** The processors that this instance runs, steered on all nodes. */
@RestController
@RequestMapping(path = "/admin/processors", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Administration")
class ProcessorsEndpoint {

    @Schema(name = "Processors")
    record Shown(List<ProcessorStatus> items) {}

    private final RunningProcessors processors;
    private final ProcessorReport report;
    private final Journal journal;
    private final Scheduler reports;
    private final Scheduler steering;

    ProcessorsEndpoint(
            RunningProcessors processors,
            ProcessorReport report,
            Journal journal,
            @Qualifier("reportThreads") Scheduler reports,
            @Qualifier("steeringThreads") Scheduler steering) {
        this.processors = processors;
        this.report = report;
        this.journal = journal;
        this.reports = reports;
        this.steering = steering;
    }

    @AllowedTo({Role.ADMIN, Role.AUDITOR})
    @GetMapping
    @Operation(
            operationId = "listProcessors",
            summary = "What reads the log, and how far it has got",
            description = "Those that this instance runs, with all their segments, wherever these are worked at.")
    Mono<Shown> list() {
        return Mono.fromCallable(() -> new Shown(report.all())).subscribeOn(reports);
    }

    @AllowedTo(Role.ADMIN)
    @PostMapping("/{name}/pause")
    @Operation(
            operationId = "pauseProcessor",
            summary = "Stop a processor, on all nodes",
            description =
                    "What it has begun comes to an end first. It stays so, also after a restart, until it is started.")
    Mono<ProcessorStatus> pause(@PathVariable String name, RequestContext context) {
        return done("paused", name, context, () -> processors.pause(name));
    }

    @AllowedTo(Role.ADMIN)
    @PostMapping("/{name}/start")
    @Operation(operationId = "startProcessor", summary = "Have a paused processor go on, on all nodes")
    @ApiResponse(responseCode = "409", description = "It is still being paused")
    Mono<ProcessorStatus> start(@PathVariable String name, RequestContext context) {
        return done("started", name, context, () -> processors.start(name));
    }

    @AllowedTo(Role.ADMIN)
    @PostMapping("/{name}/split")
    @Operation(operationId = "splitProcessor", summary = "Split a segment, so that two can be worked at in parallel")
    @ApiResponse(
            responseCode = "409",
            description = "It is paused, another node doesn't let go of it, or it can't be split")
    Mono<ProcessorStatus> split(
            @PathVariable String name,
            @Parameter(description = "The largest, if none is named")
                    @RequestParam(required = false)
                    @Schema(type = "integer", minimum = "0")
                    @Nullable
                    String segment,
            RequestContext context) {
        return done("split", name, context, () -> processors.split(name, number(segment)));
    }

    @AllowedTo(Role.ADMIN)
    @PostMapping("/{name}/merge")
    @Operation(operationId = "mergeProcessor", summary = "Merge a segment with the one that it was split from")
    @ApiResponse(
            responseCode = "409",
            description = "It is paused, another node doesn't let go of it, or it has only one")
    Mono<ProcessorStatus> merge(
            @PathVariable String name,
            @Parameter(description = "One of the smallest, if none is named")
                    @RequestParam(required = false)
                    @Schema(type = "integer", minimum = "0")
                    @Nullable
                    String segment,
            RequestContext context) {
        return done("merged", name, context, () -> processors.merge(name, number(segment)));
    }

    @AllowedTo(Role.ADMIN)
    @PostMapping("/{name}/reset")
    @Operation(
            operationId = "resetProcessor",
            summary = "Have a view's processor read the whole log anew",
            description = "The view is emptied and filled again: until it has caught up, reads find less than there is."
                    + " Other nodes leave the processor to this one meanwhile.")
    @ApiResponse(responseCode = "409", description = "It makes no view, or another node doesn't let go of it")
    Mono<ProcessorStatus> reset(@PathVariable String name, RequestContext context) {
        return done("reset", name, context, () -> processors.reset(name));
    }

    private Mono<ProcessorStatus> done(String what, String name, RequestContext context, Runnable action) {
        return Mono.fromCallable(() -> {
                    action.run();
                    journal.note(context, "%s processor %s".formatted(what, name));
                    return report.of(name);
                })
                .subscribeOn(steering);
    }

    private static @Nullable Integer number(@Nullable String segment) {
        if (segment == null) {
            return null;
        }
        try {
            return Integer.valueOf(segment);
        } catch (NumberFormatException e) {
            throw new InvalidValue("segment", "must be a segment's number");
        }
    }
}
