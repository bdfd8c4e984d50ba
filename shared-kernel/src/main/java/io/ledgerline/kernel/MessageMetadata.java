package io.ledgerline.kernel;

/** Keys of the metadata that travels with every command and is stored with every event. Values are strings. */
public final class MessageMetadata {

    /** The authenticated user, {@code developer}, {@code process:<name>} or {@code import:<id>}. */
    public static final String WHO = "who";

    /** The reason that the caller gave, encrypted if it is about a customer; absent if none. */
    public static final String WHY = "why";

    /** The HTTP request at the beginning of the chain. */
    public static final String REQUEST_ID = "requestId";

    /** The command that an event comes from; the same when the command is sent again. */
    public static final String COMMAND_ID = "commandId";

    /** The event that made a process send the command, or the command id if a client sent it. */
    public static final String CAUSED_BY = "causedBy";

    /** ISO-8601 instant from which on the event holds; absent means: from its record time on. */
    public static final String EFFECTIVE_AT = "effectiveAt";

    /** The span that it happened in, as W3C's trace context has it; absent if nobody traces. */
    public static final String TRACE = "traceparent";

    /** On commands only: versions of which the stream must have one ({@code If-Match}), with commas between. Not stored. */
    public static final String EXPECTED_VERSION = "expectedVersion";

    /** On commands only: the one customer whose things the caller may touch; absent if it may touch all. Not stored. */
    public static final String ONLY_FOR = "onlyFor";

    private MessageMetadata() {}
}
