package io.ledgerline.endtoend;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ArgumentsSource;

/** Scenarios that are run against a program into which one has to log in. */
@ParameterizedClass(name = "{0}", autoCloseArguments = false)
@ArgumentsSource(LoginPrograms.class)
abstract class LoggedIn {

    static final Tokens TOKENS = LoginPrograms.TOKENS;

    @Parameter
    Program program;

    Shop operator;

    @BeforeEach
    void open() {
        BlockingCalls.take();
        program.ensureRunning();
        operator = as(TOKENS.of("olga", "operator"));
    }

    @AfterEach
    void noEventLoopWasBlocked() {
        BlockingCalls.assertNone();
    }

    Shop as(String token) {
        return new Shop(program.address(), token);
    }

    Shop customer(String id) {
        return as(TOKENS.ofCustomer(id));
    }

    Shop nobody() {
        return new Shop(program.address());
    }
}
