package io.ledgerline.kernel;

import java.util.Map;

/**
 * A rule that says no. Each context has a sealed family of its own; each rule is a class with a stable code. Thrown
 * before anything is applied, so a rejected command leaves no trace in the log.
 */
public abstract class Rejection extends RuntimeException {

    /** What the refusal means to the client. */
    public enum Kind {
        /** Can't even be read: {@code 400}. */
        UNREADABLE,
        /** Nobody knows who asks, or whether it is who it says: {@code 401}. */
        UNAUTHENTICATED,
        /** It is known who asks, and that they may not: {@code 403}. */
        FORBIDDEN,
        /** What the command names doesn't exist: {@code 404}. */
        UNKNOWN,
        /** A rule says no: {@code 409}. */
        CONFLICT,
        /** The stream has moved on: {@code 412}. */
        OUTDATED,
        /** Can be read, but makes no sense: {@code 422}. */
        INVALID,
        /** The caller asks for more than its share: {@code 429}. */
        LIMITED,
        /** Not now: too many writers at once, try again: {@code 503}. */
        BUSY,
        /** A view has not got there in the time given: {@code 504}. */
        BEHIND
    }

    private final Kind kind;
    private final String code;
    private final transient Map<String, Object> details;

    /**
     * @param code stable, in {@code snake_case}; part of the HTTP contract
     * @param message for people: what is wrong, and what to do next
     * @param details further members of the problem, JSON values only
     */
    protected Rejection(Kind kind, String code, String message, Map<String, Object> details) {
        super(message, null, false, false);
        this.kind = kind;
        this.code = code;
        this.details = Map.copyOf(details);
    }

    protected Rejection(Kind kind, String code, String message) {
        this(kind, code, message, Map.of());
    }

    public Kind kind() {
        return kind;
    }

    public String code() {
        return code;
    }

    public Map<String, Object> details() {
        return details;
    }
}
