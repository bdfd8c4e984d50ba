package io.ledgerline.payment.process;

import io.ledgerline.kernel.process.Outcome;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.payment.api.PaymentCommand.CapturePayment;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.process.PaymentGateway.Charge;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.stream.BlockingStream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Compares the books of every provider with the log, payment by payment. It reads the whole log, not a view: what is
 * compared is what has really been recorded, also after a backup was restored.
 */
@Component
public class Reconciliation {

    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);

    private static final String STREAM = "payment-";

    /** When nothing more comes for so long, the end of the log is reached. */
    private static final int PATIENCE_MILLIS = 1_000;

    /** What can be wrong. */
    public enum Problem {
        /** The provider has taken money for a payment that the log doesn't know. */
        UNKNOWN_TO_LOG,
        /** The provider has taken the money, the log doesn't have it, or not yet. */
        CAPTURE_NOT_RECORDED,
        /** The provider has declined, the log doesn't have it, or not yet. */
        DECLINE_NOT_RECORDED,
        /** The log has a capture that the provider knows nothing of. */
        UNKNOWN_TO_PROVIDER,
        /** The provider has taken money for one payment more than once. */
        CHARGED_TWICE,
        AMOUNT_DIFFERS,
        REFUNDED_DIFFERS,
        REFERENCE_DIFFERS
    }

    /**
     * @param recorded null if the log doesn't know the payment
     * @param charge null if the provider doesn't
     */
    public record Difference(
            String provider,
            PaymentId paymentId,
            Problem problem,
            @Nullable RecordedPayment recorded,
            @Nullable Charge charge) {}

    /**
     * @param payments how many payments of these providers the log has
     * @param charges how many charges the providers have
     */
    public record Result(long payments, long charges, List<Difference> differences) {}

    private final Providers providers;
    private final EventStore log;
    private final ProcessCommands commands;

    Reconciliation(Providers providers, EventStore log, ProcessCommands commands) {
        this.providers = providers;
        this.log = log;
        this.commands = commands;
    }

    /**
     * The same, once what the providers have taken and the log doesn't have is taken down, as a notice would have it: the
     * order decides whether it is paid by it or gives it back. All other differences stay, as nobody can tell who is right.
     */
    public Result takeDownCaptures() {
        reconcile().differences().stream()
                .filter(difference -> difference.problem() == Problem.CAPTURE_NOT_RECORDED)
                .forEach(this::takeDown);
        return reconcile();
    }

    private void takeDown(Difference difference) {
        Charge charge = Objects.requireNonNull(difference.charge());
        String report = "reconciliation/" + difference.provider() + "/" + charge.providerReference();
        CapturePayment capture =
                new CapturePayment(difference.paymentId(), charge.providerReference(), charge.amount());
        if (commands.report("process:reconciliation", report, capture).join() instanceof Outcome.Refused refused) {
            LOG.warn("What {} has taken doesn't fit payment {}: {}", difference.provider(), capture, refused.refusal());
        }
    }

    /**
     * Blocks, for as long as it takes to read the log and the books. What is under way may differ for a moment: only what
     * differs twice in the same way is told.
     */
    public Result reconcile() {
        Result first = compare();
        if (first.differences().isEmpty()) {
            return first;
        }
        Result second = compare();
        List<Difference> lasting = new ArrayList<>(second.differences());
        lasting.retainAll(first.differences());
        return new Result(second.payments(), second.charges(), lasting);
    }

    private Result compare() {
        Map<String, Map<PaymentId, List<Charge>>> books = new LinkedHashMap<>();
        for (PaymentGateway gateway : providers.all()) {
            Map<PaymentId, List<Charge>> charges = new LinkedHashMap<>();
            gateway.charges(charge -> charges.computeIfAbsent(charge.paymentId(), id -> new ArrayList<>())
                    .add(charge));
            books.put(gateway.provider(), charges);
        }
        Map<PaymentId, RecordedPayment> recorded = recorded();
        recorded.values().removeIf(payment -> !books.containsKey(payment.provider()));
        List<Difference> differences = new ArrayList<>();
        books.forEach((provider, charges) -> compare(provider, charges, recorded, differences));
        return new Result(
                recorded.size(),
                books.values().stream()
                        .flatMap(charges -> charges.values().stream())
                        .mapToLong(List::size)
                        .sum(),
                differences);
    }

    private static void compare(
            String provider,
            Map<PaymentId, List<Charge>> books,
            Map<PaymentId, RecordedPayment> recorded,
            List<Difference> differences) {
        books.forEach((id, charges) -> {
            List<Charge> captured = charges.stream().filter(Charge::captured).toList();
            Charge charge = captured.isEmpty() ? charges.get(0) : captured.get(0);
            RecordedPayment payment = recorded.get(id);
            Problem problem = captured.size() > 1 ? Problem.CHARGED_TWICE : problem(payment, charge);
            if (problem != null) {
                differences.add(new Difference(provider, id, problem, payment, charge));
            }
        });
        recorded.forEach((id, payment) -> {
            if (payment.provider().equals(provider) && payment.isCaptured() && !books.containsKey(id)) {
                differences.add(new Difference(provider, id, Problem.UNKNOWN_TO_PROVIDER, payment, null));
            }
        });
    }

    private static @Nullable Problem problem(@Nullable RecordedPayment payment, Charge charge) {
        if (payment == null) {
            return charge.captured() ? Problem.UNKNOWN_TO_LOG : null;
        }
        if (!charge.captured()) {
            return switch (payment.status()) {
                case "CAPTURED" -> Problem.UNKNOWN_TO_PROVIDER;
                case "REQUESTED" -> Problem.DECLINE_NOT_RECORDED;
                default -> null;
            };
        }
        if (!payment.isCaptured()) {
            return Problem.CAPTURE_NOT_RECORDED;
        }
        if (!payment.amount().equals(charge.amount())) {
            return Problem.AMOUNT_DIFFERS;
        }
        if (!payment.refunded().equals(charge.refunded())) {
            return Problem.REFUNDED_DIFFERS;
        }
        return charge.providerReference().equals(payment.providerReference()) ? null : Problem.REFERENCE_DIFFERS;
    }

    private Map<PaymentId, RecordedPayment> recorded() {
        Map<PaymentId, RecordedPayment> recorded = new LinkedHashMap<>();
        TrackingToken head = log.createHeadToken();
        try (BlockingStream<TrackedEventMessage<?>> events = log.openStream(log.createTailToken())) {
            while (head != null && events.hasNextAvailable(PATIENCE_MILLIS, TimeUnit.MILLISECONDS)) {
                TrackedEventMessage<?> event = events.nextAvailable();
                if (event instanceof DomainEventMessage<?> ofStream
                        && ofStream.getAggregateIdentifier().startsWith(STREAM)
                        && event.getPayload() instanceof PaymentEvent payment) {
                    recorded.compute(payment.paymentId(), (id, before) -> RecordedPayment.evolve(before, payment));
                }
                if (event.trackingToken().covers(head)) {
                    break;
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Interrupted while reading the log", e);
        }
        return recorded;
    }
}
