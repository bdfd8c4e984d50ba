package io.ledgerline.query.rebuild;

import com.fasterxml.jackson.annotation.JsonProperty;

/** What has become of a rebuild. */
enum State {
    @JsonProperty("running")
    RUNNING,
    @JsonProperty("completed")
    COMPLETED,
    @JsonProperty("cancelled")
    CANCELLED,
    /** The program stopped, or was killed. */
    @JsonProperty("interrupted")
    INTERRUPTED,
    @JsonProperty("failed")
    FAILED
}
