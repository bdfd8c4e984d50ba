package io.ledgerline.architecture.violations.http;

import reactor.core.publisher.Mono;

/** Breaks: nobody waits for a publisher. */
public class Waiter {

    String answer(Mono<String> answer) {
        return answer.block();
    }
}
