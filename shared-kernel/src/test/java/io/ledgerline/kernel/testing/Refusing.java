package io.ledgerline.kernel.testing;

import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import java.util.Map;
import org.axonframework.commandhandling.CommandExecutionException;

/** What a command bus makes of a rule's no. */
public final class Refusing {

    private Refusing() {}

    public static CommandExecutionException with(Rejection.Kind kind, String code, Map<String, Object> details) {
        return with(new Refusal(kind, code, "Refused: " + code, details));
    }

    public static CommandExecutionException with(Refusal refusal) {
        return new CommandExecutionException(refusal.message(), null, refusal);
    }
}
