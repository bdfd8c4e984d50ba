package io.ledgerline.order.process;

import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Rejection;
import io.ledgerline.kernel.process.Outcome;
import io.ledgerline.kernel.process.Outcome.Refused;
import io.ledgerline.kernel.process.ProcessCommands;
import java.util.concurrent.CompletableFuture;
import org.axonframework.eventhandling.EventMessage;

/** The steps of a process that remembers nothing, taken one after the other. */
final class Steps {

    private static final String IMPORT = "import:";

    private final String process;
    private final ProcessCommands commands;

    Steps(String process, ProcessCommands commands) {
        this.process = process;
        this.commands = commands;
    }

    /**
     * What an import has begun is completed in its name and at its time: a refund is history then, as the return is. The
     * import sends the same, so that it is done before it ends; whoever comes second changes nothing.
     */
    Outcome take(EventMessage<?> event, String step, Object command) {
        CompletableFuture<Outcome> taken =
                event.getMetaData().get(MessageMetadata.WHO) instanceof String who && who.startsWith(IMPORT)
                        ? commands.complete(event, step, command)
                        : commands.send(process, event, step, command);
        return taken.join();
    }

    /** Must be accepted; but a payment may be for something else than an order of ours. */
    void record(EventMessage<?> event, String step, Object command) {
        if (take(event, step, command) instanceof Refused refused
                && refused.refusal().kind() != Rejection.Kind.UNKNOWN) {
            throw unexpected(refused);
        }
    }

    static IllegalStateException unexpected(Refused refused) {
        return new IllegalStateException("A step was refused that never is: " + refused.refusal());
    }
}
