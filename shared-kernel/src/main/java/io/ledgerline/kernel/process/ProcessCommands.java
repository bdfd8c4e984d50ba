package io.ledgerline.kernel.process;

import io.ledgerline.kernel.MessageMetadata;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventMessage;

/**
 * Sends the commands of processes. They run on other threads, in transactions of their own, and a process waits for them
 * before its own transaction commits: after a crash its event comes again and the same commands are sent again, so each
 * must be safe to handle twice.
 */
public final class ProcessCommands {

    private final CommandGateway gateway;
    private final Duration timeout;

    /**
     * @param timeout how long a command may take; longer is a failure, and the process's event is tried again
     */
    public ProcessCommands(CommandGateway gateway, Duration timeout) {
        this.gateway = gateway;
        this.timeout = timeout;
    }

    /**
     * Sends a command that follows from an event, and holds since that does, even if it is dated back. A refusal is an
     * {@link Outcome}; anything else that goes wrong completes the future exceptionally.
     *
     * @param process name of the process, such as {@code order-fulfilment}
     * @param step what distinguishes this command from others that the process sends for the same event
     */
    public CompletableFuture<Outcome> send(String process, EventMessage<?> cause, String step, Object command) {
        Map<String, Object> metadata = following(process, Cause.of(cause), step);
        Object effectiveAt = cause.getMetaData().get(MessageMetadata.EFFECTIVE_AT);
        if (effectiveAt != null) {
            metadata.put(MessageMetadata.EFFECTIVE_AT, effectiveAt);
        }
        return send(command, metadata);
    }

    /** The same, when the event itself is no longer at hand, as time has passed: it holds from now on. */
    public CompletableFuture<Outcome> send(String process, Cause cause, String step, Object command) {
        return send(command, following(process, cause, step));
    }

    private static Map<String, Object> following(String process, Cause cause, String step) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put(MessageMetadata.CAUSED_BY, cause.eventId());
        if (cause.requestId() != null) {
            metadata.put(MessageMetadata.REQUEST_ID, cause.requestId());
        }
        if (cause.trace() != null) {
            metadata.put(MessageMetadata.TRACE, cause.trace());
        }
        metadata.put(MessageMetadata.WHO, "process:" + process);
        metadata.put(MessageMetadata.COMMAND_ID, cause.eventId() + "/" + step);
        return metadata;
    }

    /**
     * Sends what someone has decided in a process's place, in that one's name.
     *
     * @param step what distinguishes this command from others that follow from the same decision
     */
    public CompletableFuture<Outcome> decided(Decision decision, String step, Object command) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put(MessageMetadata.CAUSED_BY, decision.commandId());
        metadata.put(MessageMetadata.REQUEST_ID, decision.requestId());
        metadata.put(MessageMetadata.WHO, decision.who());
        metadata.put(MessageMetadata.COMMAND_ID, decision.commandId() + "/" + step);
        if (decision.why() != null) {
            metadata.put(MessageMetadata.WHY, decision.why());
        }
        return send(command, metadata);
    }

    /**
     * Sends what someone outside reports. The stream remembers the report's id, and handles it once.
     *
     * @param who reports, such as {@code provider:sandbox}
     * @param id the same whenever the same is reported again
     */
    public CompletableFuture<Outcome> report(String who, String id, Object command) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put(MessageMetadata.CAUSED_BY, id);
        metadata.put(MessageMetadata.REQUEST_ID, id);
        metadata.put(MessageMetadata.WHO, who);
        metadata.put(MessageMetadata.COMMAND_ID, id);
        return send(command, metadata);
    }

    /**
     * Sends a command that completes what the command behind an event has begun: in the same name and for the same
     * reason, under the id {@code <that command's id>/<step>}. Whoever sent that command may send this one too, under
     * the same id; the stream remembers it, and handles it once.
     */
    public CompletableFuture<Outcome> complete(EventMessage<?> cause, String step, Object command) {
        Map<String, Object> metadata = causedBy(
                cause,
                MessageMetadata.WHO,
                MessageMetadata.WHY,
                MessageMetadata.REQUEST_ID,
                MessageMetadata.TRACE,
                MessageMetadata.EFFECTIVE_AT);
        Object begun = cause.getMetaData().getOrDefault(MessageMetadata.COMMAND_ID, cause.getIdentifier());
        metadata.put(MessageMetadata.COMMAND_ID, begun + "/" + step);
        return send(command, metadata);
    }

    private CompletableFuture<Outcome> send(Object command, Map<String, Object> metadata) {
        return gateway.<Object>send(new GenericCommandMessage<>(command).withMetaData(metadata))
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle(Outcome::of);
    }

    private static Map<String, Object> causedBy(EventMessage<?> cause, String... inherited) {
        Map<String, Object> metadata = new HashMap<>();
        metadata.put(MessageMetadata.CAUSED_BY, cause.getIdentifier());
        for (String key : inherited) {
            Object value = cause.getMetaData().get(key);
            if (value != null) {
                metadata.put(key, value);
            }
        }
        return metadata;
    }
}
