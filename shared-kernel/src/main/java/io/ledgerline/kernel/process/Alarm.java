package io.ledgerline.kernel.process;

import java.time.Instant;

/**
 * What a process does when it is time. It may ring again after a crash, so what it does must be safe to do twice; and it
 * may ring when it is no longer of use, so it looks first whether there is still something to do. If it fails, it rings
 * again a little later, until it doesn't.
 *
 * @param <T> what it has to know
 */
public interface Alarm<T> {

    /**
     * A kind of alarm.
     *
     * @param name unique and stable: alarms that are set outlive the program
     * @param type of what it has to know: a record, stored as JSON
     */
    record Kind<T>(String name, Class<T> type) {}

    Kind<T> kind();

    /** On a thread of its own, and in no transaction: may block, but not for long. */
    Next<T> ring(T data);

    /** What is to follow. */
    sealed interface Next<T> {

        /** Nothing. */
        record Done<T>() implements Next<T> {}

        /** It rings again then, with this data. */
        record Again<T>(Instant at, T data) implements Next<T> {}

        static <T> Next<T> done() {
            return new Done<>();
        }

        static <T> Next<T> again(Instant at, T data) {
            return new Again<>(at, data);
        }
    }
}
