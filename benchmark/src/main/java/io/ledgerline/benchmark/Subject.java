package io.ledgerline.benchmark;

/** Something to be measured several times, on a program that runs. */
interface Subject {

    /** So that what is measured is compiled, pooled and cached as it is in a program that has run for a while. */
    void warmUp() throws Exception;

    /** Once, together with its limit: they are compared only with what was measured beside them. */
    void measure() throws Exception;

    void report(Report report);
}
