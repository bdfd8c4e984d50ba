package io.ledgerline.kernel.process;

/**
 * An alarm that asks somebody again and again, until there is an answer; or until someone decides that it isn't waited
 * for any longer.
 *
 * @param <T> what it has to know
 */
public interface CanBeGivenUp<T> extends Alarm<T> {

    /** What it waits for, for people; names nobody. */
    String waitsFor(T data);

    /** The stream that it is about, such as {@code payment-7}. */
    String about(T data);

    /**
     * Ends what it asks for, truthfully: if there is an answer after all, by that. The alarm is cancelled once this
     * returns. May block, and may be called twice.
     */
    void giveUp(T data, Decision decision);
}
