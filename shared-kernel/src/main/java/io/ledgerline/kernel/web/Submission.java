package io.ledgerline.kernel.web;

import java.util.List;
import java.util.stream.Stream;

/**
 * What an endpoint makes of a request: commands to send, and the resource that they are about. Sending them, and all
 * conventions of the HTTP contract (who and why, versions, waiting, the answer), are the application's.
 *
 * @param resource what the answer names
 * @param creates whether the command begins a stream: {@code 201} with {@code Location}, else {@code 200}
 * @param conditions commands that change nothing: if one is refused, that is the answer, and nothing else is sent
 * @param command the one that the answer tells about; it carries the request's command id and expected version
 * @param followUps sent once the command has succeeded, in this order
 * @param answered how the version that the command returned is told
 */
public record Submission(
        Resource resource,
        boolean creates,
        List<Step> conditions,
        Object command,
        List<Step> followUps,
        Answered answered) {

    /** Whose version the command returns. */
    public enum Answered {
        /** The resource's own: {@code version}. */
        AS_VERSION,
        /** An order's, of which the resource is a part that begins with this command: {@code orderVersion}. */
        AS_ORDER_VERSION
    }

    /**
     * A command beside the first. Whoever sends it again, say a policy that makes sure that it is sent at all, uses the
     * same id, so it takes effect once.
     *
     * @param suffix tells it from the other commands of the request: its id is {@code <first command's id>/<suffix>}
     */
    public record Step(String suffix, Object command) {

        public String commandId(String firstCommandId) {
            return firstCommandId + "/" + suffix;
        }
    }

    public Submission {
        conditions = List.copyOf(conditions);
        followUps = List.copyOf(followUps);
    }

    /** A command that begins the resource's stream. */
    public static Submission creating(Resource resource, Object command) {
        return new Submission(resource, true, List.of(), command, List.of(), Answered.AS_VERSION);
    }

    public static Submission changing(Resource resource, Object command) {
        return new Submission(resource, false, List.of(), command, List.of(), Answered.AS_VERSION);
    }

    /** A command to an order that lets a payment begin. */
    public static Submission paying(Resource payment, Object command) {
        return new Submission(payment, true, List.of(), command, List.of(), Answered.AS_ORDER_VERSION);
    }

    /** The same, but only if this command, which changes nothing, isn't refused. */
    public Submission onlyIf(String suffix, Object condition) {
        return new Submission(
                resource, creates, plus(conditions, new Step(suffix, condition)), command, followUps, answered);
    }

    /**
     * The same, with a command that completes it. A policy must send it too, with the same id: the first command stands
     * by then, so the answer is the first one's even if this one fails. Sending it here lets the client find it done.
     */
    public Submission followedBy(String suffix, Object followUp) {
        return new Submission(
                resource, creates, conditions, command, plus(followUps, new Step(suffix, followUp)), answered);
    }

    private static List<Step> plus(List<Step> steps, Step step) {
        return Stream.concat(steps.stream(), Stream.of(step)).toList();
    }
}
