package io.ledgerline.administration;

import io.ledgerline.administration.Vitals.Signs;
import java.time.Duration;
import java.util.concurrent.Callable;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Takes the signs for everybody who asks, once in a while: however often somebody asks, it costs the same. */
final class LatestSigns {

    private final Mono<Signs> latest;

    /**
     * @param vitals takes them; blocks
     * @param kept how old they may be
     * @param patience after which none are the sign
     */
    LatestSigns(Callable<Signs> vitals, Scheduler thread, Duration kept, Duration patience) {
        this.latest = Mono.fromCallable(vitals)
                .subscribeOn(thread)
                .timeout(patience)
                .onErrorResume(failure -> Mono.just(Signs.none()))
                .cache(kept);
    }

    Mono<Signs> get() {
        return latest;
    }
}
