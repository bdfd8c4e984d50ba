package io.ledgerline.query;

import io.ledgerline.kernel.InvalidValue;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * As what a thing is wanted: as it is now, at one of its versions, or as it stood at a time, as it was known at a time. Of
 * two times both hold: the longest beginning of its stream of which every event is effective, and recorded, by then.
 *
 * @param version null unless that version is wanted; then there are no times
 * @param at effective time, inclusive; null for whenever
 * @param knownAt record time, inclusive; null for now
 */
public record AsOf(
        @Nullable Long version,
        @Nullable Instant at,
        @Nullable Instant knownAt) {

    /** As it is, as far as is known. */
    public static final AsOf NOW = new AsOf(null, null, null);

    /** From a request's parameters as they are; {@link InvalidValue} if they make no sense. */
    public static AsOf of(@Nullable String version, @Nullable String at, @Nullable String knownAt) {
        if (version != null && (at != null || knownAt != null)) {
            throw new InvalidValue("version", "must not be given together with at or knownAt");
        }
        return new AsOf(
                version == null ? null : Parameters.number("version", version, 0, Long.MAX_VALUE),
                Parameters.instant("at", at),
                Parameters.instant("knownAt", knownAt));
    }

    /** Of a list: its items have no version in common. */
    public static AsOf of(@Nullable String at, @Nullable String knownAt) {
        return of(null, at, knownAt);
    }

    public boolean isNow() {
        return version == null && at == null && knownAt == null;
    }

    /** What is past doesn't change, so nobody can follow it. */
    public void mustBeNow() {
        if (!isNow()) {
            throw new InvalidValue(
                    version != null ? "version" : at != null ? "at" : "knownAt",
                    "can't be followed: only what is now changes");
        }
    }
}
