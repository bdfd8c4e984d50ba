package io.ledgerline.payment.process;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.ledgerline.payment.process.PaymentGateway.Answer;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Everyone whom we ask for money, each behind a circuit breaker: a provider that is down is left alone for a while,
 * instead of being asked for each payment anew.
 */
@Component
class Providers {

    private static final CircuitBreakerConfig CONFIG = CircuitBreakerConfig.custom()
            .slidingWindowSize(50)
            .minimumNumberOfCalls(20)
            .failureRateThreshold(80)
            .waitDurationInOpenState(Duration.ofSeconds(2))
            .permittedNumberOfCallsInHalfOpenState(5)
            .automaticTransitionFromOpenToHalfOpenEnabled(false)
            .recordResult(result -> result instanceof Answer.Failed || result instanceof Answer.NoAnswer)
            .build();

    private final Map<String, PaymentGateway> gateways;
    private final Map<String, CircuitBreaker> breakers;

    Providers(List<PaymentGateway> gateways) {
        this.gateways = gateways.stream().collect(toUnmodifiableMap(PaymentGateway::provider, identity()));
        this.breakers = this.gateways.keySet().stream()
                .collect(toUnmodifiableMap(identity(), provider -> CircuitBreaker.of(provider, CONFIG)));
    }

    boolean know(String provider) {
        return gateways.containsKey(provider);
    }

    /**
     * @throws IllegalStateException if nobody speaks to it
     */
    PaymentGateway get(String provider) {
        PaymentGateway gateway = gateways.get(provider);
        if (gateway == null) {
            throw new IllegalStateException("Money was asked of " + provider + ", but nobody speaks to it");
        }
        return gateway;
    }

    List<PaymentGateway> all() {
        return List.copyOf(gateways.values());
    }

    /**
     * @throws io.github.resilience4j.circuitbreaker.CallNotPermittedException if it is left alone: it was not asked
     */
    <T> T ask(String provider, Function<PaymentGateway, T> question) {
        PaymentGateway gateway = get(provider);
        return breakers.get(provider).executeSupplier(() -> question.apply(gateway));
    }
}
