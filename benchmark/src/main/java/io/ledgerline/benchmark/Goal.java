package io.ledgerline.benchmark;

/**
 * What a figure must reach.
 *
 * @param target at least that, or at most
 * @param dream better still; the target again if there is none
 * @param atMost whether less is better
 */
record Goal(double target, double dream, boolean atMost) {

    static Goal atLeast(double target, double dream) {
        return new Goal(target, dream, false);
    }

    static Goal atMost(double target, double dream) {
        return new Goal(target, dream, true);
    }

    static Goal atMost(double target) {
        return atMost(target, target);
    }

    boolean isReachedBy(double figure) {
        return atMost ? figure <= target : figure >= target;
    }
}
