package io.ledgerline.query;

/**
 * A state that may reach a reader on several ways, in any order and more than once. Putting two together is commutative,
 * associative and idempotent, so the order doesn't matter.
 */
public interface Newest<V> {

    /** What clients know as the version. */
    long version();

    /** The newer of the two, part by part. This very object, if the other knows nothing newer. */
    V newest(V other);

    /** Whether there is enough to show; an update may be about a part only. */
    default boolean whole() {
        return true;
    }
}
