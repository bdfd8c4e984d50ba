package io.ledgerline.query.rebuild;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/**
 * A view as administrators see it.
 *
 * @param processor that keeps it up to date
 * @param codeVersion of the projection that made its rows
 * @param rebuild the last one; null if there never was one
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
@Schema(name = "View")
record ViewState(
        String name,
        String processor,
        int codeVersion,
        @Nullable RebuildProgress rebuild) {

    long version() {
        return rebuild == null ? 0 : rebuild.version();
    }

    boolean isRebuilding() {
        return rebuild != null && rebuild.state() == State.RUNNING;
    }
}
