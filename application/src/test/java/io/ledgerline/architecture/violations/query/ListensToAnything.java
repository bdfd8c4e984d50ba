package io.ledgerline.architecture.violations.query;

import org.axonframework.eventhandling.EventHandler;

/** Breaks: handlers listen to events of a family. */
public class ListensToAnything {

    @EventHandler
    void on(String anything) {}
}
