package io.ledgerline.administration;

import io.ledgerline.kernel.Rejection;

/** Why nothing happens to dead letters. */
abstract sealed class DeadLetterRefusal extends Rejection {

    private DeadLetterRefusal(Kind kind, String code, String message) {
        super(kind, code, message);
    }

    static final class DeadLettersNotFound extends DeadLetterRefusal {
        DeadLettersNotFound(String processor, String sequence) {
            super(
                    Kind.UNKNOWN,
                    "dead_letters_not_found",
                    "Processor %s has put nothing of %s aside.".formatted(processor, sequence));
        }
    }

    static final class NoDeadLetters extends DeadLetterRefusal {
        NoDeadLetters(String processor) {
            super(
                    Kind.CONFLICT,
                    "no_dead_letters",
                    "Processor %s puts nothing aside: it tries again until it can.".formatted(processor));
        }
    }
}
