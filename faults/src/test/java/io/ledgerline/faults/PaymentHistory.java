package io.ledgerline.faults;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One payment, told again from the log. */
final class PaymentHistory {

    enum State {
        REQUESTED,
        CAPTURED,
        DECLINED,
        FAILED
    }

    /** The provider of what was paid before there was this program. */
    private static final String IMPORT = "import";

    private final Findings findings;
    private final Map<String, BigDecimal> refundsUnderWay = new HashMap<>();
    private final Map<String, BigDecimal> refunds = new HashMap<>();
    private final Set<String> failedRefunds = new HashSet<>();

    private State state = State.REQUESTED;
    private String order = "";
    private String provider = "";
    private String token = "";
    private String providerReference = "";
    private BigDecimal amount = BigDecimal.ZERO;
    private Instant requestedAt = Instant.MAX;
    private @Nullable Instant answeredAt;
    private long version = -1;

    PaymentHistory(Findings findings) {
        this.findings = findings;
    }

    void on(LogEvent event) {
        switch (event.type()) {
            case "payment.PaymentRequested" -> request(event);
            case "payment.AttemptFailed" -> mustBe(event, State.REQUESTED);
            case "payment.PaymentCaptured" -> capture(event);
            case "payment.PaymentDeclined" -> {
                mustBe(event, State.REQUESTED);
                answer(State.DECLINED, event);
                providerReference = event.text("providerReference");
            }
            case "payment.PaymentFailed" -> {
                mustBe(event, State.REQUESTED);
                answer(State.FAILED, event);
            }
            case "payment.RefundRequested" -> requestRefund(event);
            case "payment.PaymentRefunded" -> refund(event);
            case "payment.RefundFailed" -> {
                mustBeUnderWay(event);
                refundsUnderWay.remove(event.text("refundId"));
                failedRefunds.add(event.text("refundId"));
            }
            default -> throw new IllegalArgumentException("A payment that nobody can follow: " + event);
        }
        version = event.sequence();
    }

    private void request(LogEvent event) {
        findings.check(Law.PAYMENTS, version == -1, "%s: it was requested before", event);
        order = event.text("reference");
        provider = event.text("provider");
        token = event.data().path("method").path("token").asString("");
        amount = event.money("amount");
        requestedAt = event.recordedAt();
    }

    /** Late is better than never, whatever was said before. */
    private void capture(LogEvent event) {
        findings.check(Law.PAYMENTS, state != State.CAPTURED, "%s: it was captured before", event);
        findings.same(Law.PAYMENTS, amount, event.money("amount"), "%s: the amount", event);
        answer(State.CAPTURED, event);
        providerReference = event.text("providerReference");
    }

    private void answer(State answer, LogEvent event) {
        state = answer;
        answeredAt = event.recordedAt();
    }

    private void requestRefund(LogEvent event) {
        mustBe(event, State.CAPTURED);
        String id = event.text("refundId");
        findings.check(
                Law.PAYMENTS,
                refundsUnderWay.put(id, event.money("amount")) == null
                        && !refunds.containsKey(id)
                        && !failedRefunds.contains(id),
                "%s: that refund was requested before",
                event);
        findings.check(
                Law.PAYMENTS,
                refunded().add(sum(refundsUnderWay)).compareTo(amount) <= 0,
                "%s: more is to go back than has come",
                event);
    }

    private void refund(LogEvent event) {
        if (provider.equals(IMPORT)) {
            refundPast(event);
            return;
        }
        mustBeUnderWay(event);
        String id = event.text("refundId");
        BigDecimal requested = refundsUnderWay.remove(id);
        if (requested != null) {
            findings.same(Law.PAYMENTS, requested, event.money("amount"), "%s: what was to go back", event);
        }
        refunds.merge(id, event.money("amount"), BigDecimal::add);
    }

    /** Nobody has to be asked: it went back when the credit note was written. */
    private void refundPast(LogEvent event) {
        String id = event.text("refundId");
        findings.check(
                Law.PAYMENTS,
                refunds.put(id, event.money("amount")) == null && refunded().compareTo(amount) <= 0,
                "%s: it went back before, or more than has come",
                event);
    }

    private void mustBe(LogEvent event, State expected) {
        findings.check(Law.PAYMENTS, state == expected, "%s: it was %s", event, state);
    }

    private void mustBeUnderWay(LogEvent event) {
        findings.check(
                Law.PAYMENTS,
                refundsUnderWay.containsKey(event.text("refundId")),
                "%s: that refund isn't under way",
                event);
    }

    private static BigDecimal sum(Map<String, BigDecimal> amounts) {
        return amounts.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    State state() {
        return state;
    }

    String order() {
        return order;
    }

    String token() {
        return token;
    }

    String providerReference() {
        return providerReference;
    }

    BigDecimal amount() {
        return amount;
    }

    BigDecimal refunded() {
        return sum(refunds);
    }

    Map<String, BigDecimal> refunds() {
        return refunds;
    }

    boolean isRefundUnderWay() {
        return !refundsUnderWay.isEmpty();
    }

    boolean isOfSandbox() {
        return provider.equals("sandbox");
    }

    /** As clients see it. */
    String status() {
        BigDecimal refunded = refunded();
        if (state != State.CAPTURED || refunded.signum() == 0) {
            return state.name();
        }
        return refunded.compareTo(amount) == 0 ? "REFUNDED" : "PARTIALLY_REFUNDED";
    }

    boolean wasUnderWayAt(Instant moment) {
        return requestedAt.isBefore(moment) && (answeredAt == null || answeredAt.isAfter(moment));
    }

    long version() {
        return version;
    }
}
