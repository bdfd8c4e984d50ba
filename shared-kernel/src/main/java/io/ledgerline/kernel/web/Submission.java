package io.ledgerline.kernel.web;

import java.util.List;

/**
 * What an endpoint makes of a request: commands to send, and the resource that they are about. Sending them, and all
 * conventions of the HTTP contract (who and why, versions, waiting, the answer), are the application's.
 *
 * @param resource what the answer names
 * @param creates whether the first command begins a stream: {@code 201} with {@code Location}, else {@code 200}
 * @param commands in the order in which they are sent, each after the one before has succeeded; the answer's version is
 *     the first one's
 * @param answered how the version that the first command returned is told
 */
public record Submission(Resource resource, boolean creates, List<Object> commands, Answered answered) {

    /** Whose version the first command returns. */
    public enum Answered {
        /** The resource's own: {@code version}. */
        AS_VERSION,
        /** An order's, of which the resource is a part that begins with this command: {@code orderVersion}. */
        AS_ORDER_VERSION
    }

    public Submission {
        commands = List.copyOf(commands);
    }

    /** A command that begins the resource's stream, and others that complete it. */
    public static Submission creating(Resource resource, Object... commands) {
        return new Submission(resource, true, List.of(commands), Answered.AS_VERSION);
    }

    public static Submission changing(Resource resource, Object command) {
        return new Submission(resource, false, List.of(command), Answered.AS_VERSION);
    }

    /** A command to an order that lets a payment begin. */
    public static Submission paying(Resource payment, Object command) {
        return new Submission(payment, true, List.of(command), Answered.AS_ORDER_VERSION);
    }
}
