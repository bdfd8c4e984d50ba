package io.ledgerline.administration;

import io.ledgerline.kernel.Rejection;

/** Why nothing happens to a process. */
abstract sealed class ProcessRefusal extends Rejection {

    private ProcessRefusal(Kind kind, String code, String message) {
        super(kind, code, message);
    }

    static final class ProcessNotFound extends ProcessRefusal {
        ProcessNotFound(String id) {
            super(
                    Kind.UNKNOWN,
                    "process_not_found",
                    "There is no process %s that waits, or not any more.".formatted(id));
        }
    }

    static final class ProcessNotAbandonable extends ProcessRefusal {
        ProcessNotAbandonable(String id) {
            super(
                    Kind.CONFLICT,
                    "process_not_abandonable",
                    "Nothing true could be said of what %s is about, if it were abandoned: mend what it fails with."
                            .formatted(id));
        }
    }

    static final class ProcessAtWork extends ProcessRefusal {
        ProcessAtWork(String id) {
            super(Kind.CONFLICT, "process_at_work", "%s is just trying: look again in a moment.".formatted(id));
        }
    }
}
