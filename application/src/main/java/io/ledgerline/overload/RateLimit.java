package io.ledgerline.overload;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.github.resilience4j.ratelimiter.RateLimiter;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.ledgerline.http.Caller;
import java.time.Duration;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import org.springframework.web.util.pattern.PathPattern;
import org.springframework.web.util.pattern.PathPatternParser;
import reactor.core.publisher.Mono;

/**
 * So many requests of each caller in each second. Questions for the program's health don't count: a proxy that asks them has the
 * address that all callers without a name come from.
 */
@Order(Ordered.HIGHEST_PRECEDENCE + 7)
final class RateLimit implements WebFilter {

    private static final PathPattern HEALTH = PathPatternParser.defaultInstance.parse("/actuator/health/**");

    private static final Duration PERIOD = Duration.ofSeconds(1);

    /** Whoever has been quiet for a period has it all again, so forgetting him changes nothing. */
    private static final Duration FORGOTTEN = Duration.ofSeconds(10);

    private static final int MOST_CALLERS = 100_000;

    private final int requestsPerSecond;
    private final RateLimiterConfig config;
    private final Cache<String, RateLimiter> callers = Caffeine.newBuilder()
            .maximumSize(MOST_CALLERS)
            .expireAfterAccess(FORGOTTEN)
            .build();

    RateLimit(int requestsPerSecond) {
        this.requestsPerSecond = requestsPerSecond;
        this.config = RateLimiterConfig.custom()
                .limitForPeriod(requestsPerSecond)
                .limitRefreshPeriod(PERIOD)
                .timeoutDuration(Duration.ZERO)
                .build();
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        if (HEALTH.matches(exchange.getRequest().getPath().pathWithinApplication())) {
            return chain.filter(exchange);
        }
        RateLimiter limiter = callers.get(Caller.keyOf(exchange), name -> RateLimiter.of("requests", config));
        return limiter.acquirePermission()
                ? chain.filter(exchange)
                : Mono.error(new TooMuch.RateLimited(requestsPerSecond));
    }
}
