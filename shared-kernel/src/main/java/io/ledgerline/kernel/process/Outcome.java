package io.ledgerline.kernel.process;

import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import java.util.concurrent.CompletionException;
import org.axonframework.commandhandling.CommandExecutionException;
import org.jspecify.annotations.Nullable;

/** What became of a command: a rule's no is an answer, not an error. */
public sealed interface Outcome {

    /**
     * @param version of the stream that the command named
     */
    record Accepted(long version) implements Outcome {}

    record Refused(Refusal refusal) implements Outcome {

        public boolean is(String code) {
            return refusal.code().equals(code);
        }
    }

    /**
     * Tells a refusal from what went wrong; being too busy is no refusal, but something to try again.
     *
     * @param version what the command returned; null if it failed
     * @throws RuntimeException the failure, unless it is a refusal
     */
    static Outcome of(@Nullable Object version, @Nullable Throwable failure) {
        if (failure == null) {
            return new Accepted(((Number) version).longValue());
        }
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof CommandExecutionException rejected
                && rejected.getDetails().orElse(null) instanceof Refusal refusal
                && refusal.kind() != Rejection.Kind.BUSY) {
            return new Refused(refusal);
        }
        throw cause instanceof RuntimeException runtime ? runtime : new CompletionException(cause);
    }
}
