package io.ledgerline.kernel.web;

import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What an endpoint makes of a request: commands to send, and the resource that they are about. Sending them, and all
 * conventions of the HTTP contract (who and why, versions, waiting, the answer), are the application's.
 *
 * @param resource what the answer names
 * @param target whose version the command returns: the resource, or an order of which it is a part that begins with this
 *     command
 * @param creates whether the command begins a stream: {@code 201} with {@code Location}, else {@code 200}
 * @param conditions commands that change nothing: if one is refused, that is the answer, and nothing else is sent
 * @param command the one that the answer tells about; it carries the request's command id and expected version
 * @param followUps sent once the command has succeeded, in this order
 * @param refusal null, or why it is refused, unless the command knows better
 */
public record Submission(
        Resource resource,
        Resource target,
        boolean creates,
        List<Step> conditions,
        Object command,
        List<Step> followUps,
        @Nullable RuntimeException refusal) {

    /**
     * A command beside the first. Whoever sends it again, say a policy that makes sure that it is sent at all, uses the
     * same id, so it takes effect once.
     *
     * @param suffix tells it from the other commands of the request: its id is {@code <first command's id>/<suffix>}
     * @param target whose version it returns
     */
    public record Step(String suffix, Resource target, Object command) {

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
        return new Submission(resource, resource, true, List.of(), command, List.of(), null);
    }

    public static Submission changing(Resource resource, Object command) {
        return new Submission(resource, resource, false, List.of(), command, List.of(), null);
    }

    /** A command to an order that lets a payment begin. */
    public static Submission paying(Resource payment, Resource order, Object command) {
        return new Submission(payment, order, true, List.of(), command, List.of(), null);
    }

    /**
     * What can't be carried out, as far as the endpoint sees. A request that is sent again may have been carried out when
     * it still could be: then that is the answer.
     *
     * @param recall a command that changes nothing, and is refused unless the one with its id was handled before
     */
    public static Submission refused(Resource resource, boolean creates, Object recall, RuntimeException why) {
        return new Submission(resource, resource, creates, List.of(), recall, List.of(), why);
    }

    /** The same, but only if this command, which changes nothing, isn't refused. */
    public Submission onlyIf(String suffix, Resource asked, Object condition) {
        return new Submission(
                resource,
                target,
                creates,
                plus(conditions, new Step(suffix, asked, condition)),
                command,
                followUps,
                refusal);
    }

    /**
     * The same, with a command that completes it. A policy must send it too, with the same id: the first command stands
     * by then, so the answer is the first one's even if this one fails. Sending it here lets the client find it done.
     */
    public Submission followedBy(String suffix, Resource changed, Object followUp) {
        return new Submission(
                resource,
                target,
                creates,
                conditions,
                command,
                plus(followUps, new Step(suffix, changed, followUp)),
                refusal);
    }

    /** The same with another command in the place of the first. */
    public Submission with(Object other) {
        return new Submission(resource, target, creates, conditions, other, followUps, refusal);
    }

    private static List<Step> plus(List<Step> steps, Step step) {
        return Stream.concat(steps.stream(), Stream.of(step)).toList();
    }
}
