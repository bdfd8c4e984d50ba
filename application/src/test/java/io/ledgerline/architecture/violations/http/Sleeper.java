package io.ledgerline.architecture.violations.http;

/** Breaks: nobody sleeps. */
public class Sleeper {

    void sleep() throws InterruptedException {
        Thread.sleep(1);
    }
}
