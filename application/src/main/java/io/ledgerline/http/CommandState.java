package io.ledgerline.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.ledgerline.http.Answer.Accepted;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What has become of a command.
 *
 * @param finishedAt null while it is pending
 * @param answer if it succeeded
 * @param problem why it was rejected, or failed
 */
record CommandState(
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) String commandId,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Status status,
        @Schema(requiredMode = Schema.RequiredMode.REQUIRED) Instant acceptedAt,
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable Instant finishedAt,
        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable Accepted answer,

        @Schema(ref = "#/components/schemas/Problem") @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
        Map<String, Object> problem) {

    enum Status {
        @JsonProperty("pending")
        PENDING,
        @JsonProperty("succeeded")
        SUCCEEDED,
        /** A rule said no. */
        @JsonProperty("rejected")
        REJECTED,
        /** Our fault. */
        @JsonProperty("failed")
        FAILED;

        String stored() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }

        static Status of(String stored) {
            return valueOf(stored.toUpperCase(java.util.Locale.ROOT));
        }
    }

    /** As it was told when it was accepted, whatever has become of it since: asked again, it is told the same. */
    CommandState asAccepted() {
        return new CommandState(commandId, Status.PENDING, acceptedAt, null, null, null);
    }

    /** How a command ended; exactly one of the two. */
    record Outcome(
            Status status,
            @Nullable Accepted answer,
            @Nullable Map<String, Object> problem) {

        static Outcome done(Accepted answer) {
            return new Outcome(Status.SUCCEEDED, answer, null);
        }

        /**
         * @param instance the address that the request was sent to
         */
        static Outcome of(Throwable failure, String instance) {
            Problem problem = Problems.of(failure).orElseGet(Problem::internal);
            Status status = problem.status().is4xxClientError() ? Status.REJECTED : Status.FAILED;
            return new Outcome(status, null, problem.body(instance));
        }
    }
}
