package io.ledgerline.query;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A part of a list as clients get it, newest first.
 *
 * @param nextCursor null at the end
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record Page<T>(List<T> items, @Nullable String nextCursor) {

    public static <T> Page<T> of(List<T> items, @Nullable Cursor next) {
        return new Page<>(items, next == null ? null : next.encoded());
    }
}
