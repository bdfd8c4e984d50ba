package io.ledgerline.kernel.process;

import io.ledgerline.kernel.Refusal;

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
}
