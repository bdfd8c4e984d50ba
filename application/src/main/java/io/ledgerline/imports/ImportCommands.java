package io.ledgerline.imports;

import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.process.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.commandhandling.gateway.CommandGateway;

/**
 * Sends the commands of imports. A command's id depends on the import, the invoice or credit note, and the step alone, so sending it
 * again, after a crash or from another node, changes nothing.
 */
final class ImportCommands {

    private final CommandGateway gateway;
    private final Duration timeout;

    ImportCommands(CommandGateway gateway, Duration timeout) {
        this.gateway = gateway;
        this.timeout = timeout;
    }

    /**
     * A refusal is an outcome; whatever else goes wrong completes the future exceptionally.
     *
     * @param source what the import takes it from, and its number
     * @param effectiveAt when it was written
     */
    CompletableFuture<Outcome> send(
            Lease lease, String source, String number, Instant effectiveAt, String step, Object command) {
        Map<String, Object> metadata = metadata(lease, number, effectiveAt, step);
        metadata.put(MessageMetadata.WHY, "imported from " + source + " " + number);
        return dispatch(new GenericCommandMessage<>(command).withMetaData(metadata))
                .orTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS)
                .handle(Outcome::of);
    }

    /** A gateway that throws where it stands has failed like any other. */
    private CompletableFuture<Object> dispatch(Object message) {
        try {
            return gateway.send(message);
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static Map<String, Object> metadata(Lease lease, String number, Instant effectiveAt, String step) {
        String who = "import:" + lease.importId();
        String commandId = who + "/" + number + "/" + step;
        Map<String, Object> metadata = new HashMap<>();
        metadata.put(MessageMetadata.WHO, who);
        metadata.put(MessageMetadata.COMMAND_ID, commandId);
        metadata.put(MessageMetadata.CAUSED_BY, commandId);
        metadata.put(MessageMetadata.EFFECTIVE_AT, effectiveAt.toString());
        if (lease.requestId() != null) {
            metadata.put(MessageMetadata.REQUEST_ID, lease.requestId());
        }
        return metadata;
    }
}
