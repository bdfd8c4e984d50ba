package io.ledgerline.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.kernel.web.Submission;
import io.swagger.v3.oas.annotations.media.Schema;
import java.net.URI;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.web.util.UriUtils;

/** What a client is told once its command is in the log. */
record Answer(HttpStatus status, @Nullable URI location, Accepted body) {

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
        Accepted body = submission.answered() == Submission.Answered.AS_ORDER_VERSION
                ? new Accepted(resource.id(), 0, version)
                : new Accepted(resource.id(), version, null);
        return submission.creates()
                ? new Answer(HttpStatus.CREATED, location(resource), body)
                : new Answer(HttpStatus.OK, null, body);
    }

    String eTag() {
        return "\"" + body.version() + "\"";
    }

    private static URI location(Resource resource) {
        return URI.create(resource.type().path() + UriUtils.encode(resource.id(), "UTF-8"));
    }
}
