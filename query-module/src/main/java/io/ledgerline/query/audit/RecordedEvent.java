package io.ledgerline.query.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * An event as clients get it.
 *
 * @param position place in the order of the whole log
 * @param stream what it happened to, such as {@code order-75}
 * @param version place in its stream
 * @param type logical name
 * @param revision of the data: that of today, whatever it was written in
 * @param data in today's shape, personal data readable; null in it if the person is forgotten
 * @param changes what it changed in what its stream is about; told in histories only
 * @param who the caller, {@code process:<name>} or {@code import:<id>}; not told to customers
 * @param why the reason that was given; null, too, if it was about someone who is forgotten
 * @param causedBy the event that a process answered with this one; of what was asked for, the command's id
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record RecordedEvent(
        long position,
        String eventId,
        String stream,
        long version,
        @Schema(example = "order.OrderPlaced") String type,
        @Nullable String revision,

        @Schema(type = "object", implementation = Object.class)
        JsonNode data,

        @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<Change> changes,
        Instant effectiveAt,
        Instant recordedAt,
        @Nullable String who,
        @Nullable String why,
        @Nullable String requestId,
        @Nullable String causedBy) {

    /** For customers: the names of those who run the shop are not theirs to have. */
    RecordedEvent withoutWho() {
        return new RecordedEvent(
                position,
                eventId,
                stream,
                version,
                type,
                revision,
                data,
                changes,
                effectiveAt,
                recordedAt,
                null,
                why,
                requestId,
                causedBy);
    }
}
