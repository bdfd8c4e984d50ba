package io.ledgerline.endtoend;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/**
 * Scenarios that are run against the real program over a real connection, on each store. They share the program and its
 * data, so each uses names that nobody used before. None of them may block an event loop.
 */
@ParameterizedClass(name = "{0}", autoCloseArguments = false)
@ArgumentsSource(Programs.class)
abstract class EndToEnd {

    @Parameter
    Program program;

    Shop shop;

    @BeforeEach
    void open() {
        // Tests of other kinds may have run since, and may block what they like.
        BlockingCalls.take();
        program.ensureRunning();
        shop = new Shop(program.address());
    }

    @AfterEach
    void noEventLoopWasBlocked() {
        BlockingCalls.assertNone();
    }
}
