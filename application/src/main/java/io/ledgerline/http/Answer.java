package io.ledgerline.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.kernel.web.Submission;
import io.ledgerline.query.api.Representation;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.util.UriUtils;

/**
 * What a client is told once its command is in the log.
 *
 * @param representation what it has changed; null if that wasn't asked for, or took too long
 * @param applied those of the client's preferences that were met, as the header has them
 */
record Answer(
        HttpStatus status,
        @Nullable URI location,
        Accepted accepted,
        @Nullable Representation representation,
        List<String> applied) {

    /**
     * @param id of the resource
     * @param version the sequence number of the last event in its stream; 0 is the first
     * @param orderVersion of the order whose part the resource is; absent unless it is one
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Accepted(
            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            String id,

            @Schema(requiredMode = Schema.RequiredMode.REQUIRED)
            long version,

            @Nullable Long orderVersion) {}

    static Answer of(Submission submission, long version) {
        Resource resource = submission.resource();
        Accepted accepted = resource.equals(submission.target())
                ? new Accepted(resource.id(), version, null)
                : new Accepted(resource.id(), 0, version);
        return submission.creates()
                ? new Answer(HttpStatus.CREATED, location(resource), accepted, null, List.of())
                : new Answer(HttpStatus.OK, null, accepted, null, List.of());
    }

    /** The same, once the client's preferences are met. */
    Answer applying(List<String> preferences, @Nullable Representation shown) {
        return new Answer(status, location, accepted, shown, preferences);
    }

    Object body() {
        return representation == null ? accepted : representation.body();
    }

    /** Whose personal data is in the body; null if none is. */
    @Nullable
    CustomerId about() {
        return representation == null ? null : representation.about();
    }

    String eTag() {
        return "\"" + (representation == null ? accepted.version() : representation.version()) + "\"";
    }

    private static URI location(Resource resource) {
        return URI.create(resource.type().path() + UriUtils.encode(resource.id(), "UTF-8"));
    }
}
