package io.ledgerline.payment.process;

import static java.util.function.Function.identity;
import static java.util.stream.Collectors.toUnmodifiableMap;

import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.process.Cause;
import io.ledgerline.payment.process.PaymentGateway.Answer;
import io.micrometer.observation.Observation;
import io.micrometer.observation.ObservationRegistry;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.ReceiverContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.springframework.beans.factory.annotation.Autowired;
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
    private final ObservationRegistry observations;

    @Autowired
    Providers(List<PaymentGateway> gateways, ObservationRegistry observations) {
        this.observations = observations;
        this.gateways = gateways.stream().collect(toUnmodifiableMap(PaymentGateway::provider, identity()));
        this.breakers = this.gateways.keySet().stream()
                .collect(toUnmodifiableMap(identity(), provider -> CircuitBreaker.of(provider, CONFIG)));
    }

    /** Nobody looks at its calls. */
    Providers(List<PaymentGateway> gateways) {
        this(gateways, ObservationRegistry.NOOP);
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
     * @param operation what is asked for, in {@code snake_case}
     * @param cause whose trace the call belongs to
     * @throws CallNotPermittedException if it is left alone: it was not asked
     */
    <T> T ask(String provider, String operation, Cause cause, Function<PaymentGateway, T> question) {
        PaymentGateway gateway = get(provider);
        ReceiverContext<Cause> trace = new ReceiverContext<>(
                (carrier, key) -> key.equals(MessageMetadata.TRACE) ? carrier.trace() : null, Kind.CLIENT);
        trace.setCarrier(cause);
        Observation call = Observation.createNotStarted("ledgerline.provider.calls", () -> trace, observations)
                .contextualName(provider + " " + operation)
                .lowCardinalityKeyValue("provider", provider)
                .lowCardinalityKeyValue("operation", operation)
                .lowCardinalityKeyValue("outcome", "failed");
        return call.observe(() -> {
            try {
                T answer = breakers.get(provider).executeSupplier(() -> question.apply(gateway));
                call.lowCardinalityKeyValue("outcome", outcome(answer));
                return answer;
            } catch (CallNotPermittedException leftAlone) {
                call.lowCardinalityKeyValue("outcome", "not_asked");
                throw leftAlone;
            }
        });
    }

    /** Such as {@code done} or {@code no_answer}. */
    private static String outcome(Object answer) {
        if (answer instanceof Optional<?> found) {
            return found.isEmpty() ? "unknown" : outcome(found.get());
        }
        return answer.getClass()
                .getSimpleName()
                .replaceAll("(?<=[a-z])(?=[A-Z])", "_")
                .toLowerCase(Locale.ROOT);
    }

    /** By provider: whether it is left alone at this moment. */
    Map<String, BooleanSupplier> leftAlone() {
        return breakers.entrySet().stream()
                .collect(toUnmodifiableMap(
                        Map.Entry::getKey,
                        breaker -> () -> breaker.getValue().getState() == CircuitBreaker.State.OPEN));
    }
}
