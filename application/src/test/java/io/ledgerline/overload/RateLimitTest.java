package io.ledgerline.overload;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.http.Caller;
import java.net.InetSocketAddress;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.mock.http.server.reactive.MockServerHttpRequest;
import org.springframework.mock.web.server.MockServerWebExchange;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

class RateLimitTest {

    private static final int PER_SECOND = 5;

    private final RateLimit limit = new RateLimit(PER_SECOND);
    private final AtomicInteger served = new AtomicInteger();
    private final WebFilterChain chain = exchange -> Mono.fromRunnable(served::incrementAndGet);

    @Test
    void oneMoreThanItsShareIsRefusedAndLaterThereIsAnother() {
        assertThat(refused("ada", "192.0.2.1", 4 * PER_SECOND)).isBetween(2 * PER_SECOND, 3 * PER_SECOND);
        assertThat(served).hasValueBetween(PER_SECOND, 2 * PER_SECOND);

        await().until(() -> refused("ada", "192.0.2.1", 1) == 0);
    }

    @Test
    void eachNameHasAShareOfItsOwnWhereverItComesFrom() {
        refused("ada", "192.0.2.1", 4 * PER_SECOND);

        assertThat(refused("grace", "192.0.2.1", PER_SECOND)).isZero();
        assertThat(refused("ada", "192.0.2.2", 2 * PER_SECOND)).isPositive();
    }

    @Test
    void whoHasNoNameIsKnownByItsAddress() {
        refused(null, "192.0.2.1", 4 * PER_SECOND);

        assertThat(refused(null, "192.0.2.1", 2 * PER_SECOND)).isPositive();
        assertThat(refused(null, "192.0.2.2", PER_SECOND)).isZero();
        assertThat(refused("192.0.2.1", "192.0.2.1", PER_SECOND)).isZero();
    }

    @Test
    void whoAsksForItsHealthIsNeverRefusedAndUsesNothingUp() {
        assertThat(refused("/actuator/health/readiness", null, "192.0.2.1", 4 * PER_SECOND))
                .isZero();
        assertThat(refused("/actuator/health", null, "192.0.2.1", 4 * PER_SECOND))
                .isZero();
        assertThat(refused(null, "192.0.2.1", PER_SECOND)).isZero();
        assertThat(refused("/actuator/metrics", null, "192.0.2.1", 4 * PER_SECOND))
                .isPositive();
    }

    private int refused(@Nullable String name, String address, int requests) {
        return refused("/", name, address, requests);
    }

    private int refused(String path, @Nullable String name, String address, int requests) {
        return IntStream.range(0, requests)
                .map(i -> isRefused(path, name, address) ? 1 : 0)
                .sum();
    }

    private boolean isRefused(String path, @Nullable String name, String address) {
        var exchange = MockServerWebExchange.from(
                MockServerHttpRequest.get(path).remoteAddress(new InetSocketAddress(address, 4711)));
        if (name != null) {
            new Caller(name, Set.of(), null, null).sends(exchange);
        }
        return Boolean.TRUE.equals(limit.filter(exchange, chain)
                .thenReturn(false)
                .onErrorReturn(TooMuch.RateLimited.class, true)
                .block());
    }
}
