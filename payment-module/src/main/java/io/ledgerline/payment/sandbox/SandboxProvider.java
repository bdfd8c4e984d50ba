package io.ledgerline.payment.sandbox;

import io.ledgerline.kernel.process.Alarms;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.process.PaymentGateway;
import io.ledgerline.payment.sandbox.SandboxBooks.Entry;
import io.ledgerline.payment.sandbox.SandboxBooks.Status;
import java.time.Clock;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/**
 * Does what the means of payment's token says: {@code tok_ok} captures, {@code tok_declined} declines, {@code tok_slow}
 * answers by webhook later, {@code tok_flaky} fails twice and then captures, {@code tok_timeout} never answers and never
 * charges, {@code tok_lost_answer} captures, but the answer is lost. Any other is declined.
 */
@Component
class SandboxProvider implements PaymentGateway {

    static final String NAME = "sandbox";

    private static final int FLAKY_FAILURES = 2;

    private final SandboxBooks books;
    private final SandboxSignature signature;
    private final SandboxSettings settings;
    private final Alarms alarms;
    private final Clock clock;
    private final JsonMapper json;

    SandboxProvider(
            SandboxBooks books,
            SandboxSignature signature,
            SandboxSettings settings,
            Alarms alarms,
            Clock clock,
            JsonMapper json) {
        this.books = books;
        this.signature = signature;
        this.settings = settings;
        this.alarms = alarms;
        this.clock = clock;
        this.json = json;
    }

    @Override
    public String provider() {
        return NAME;
    }

    @Override
    public Answer capture(Capture capture) {
        return switch (capture.method().token()) {
            case "tok_ok" -> answer(enter(capture, null));
            case "tok_declined" -> answer(enter(capture, "card_declined"));
            case "tok_slow" -> answerLater(capture);
            case "tok_flaky" ->
                books.called(capture.idempotencyKey()) <= FLAKY_FAILURES
                        ? new Answer.Failed("temporarily_unavailable")
                        : answer(enter(capture, null));
            case "tok_timeout" -> new Answer.NoAnswer();
            case "tok_lost_answer" -> {
                enter(capture, null);
                yield new Answer.NoAnswer();
            }
            default -> answer(enter(capture, "unknown_token"));
        };
    }

    private Answer answerLater(Capture capture) {
        Optional<Entry> answered = books.charge(capture.paymentId().value());
        if (answered.isPresent()) {
            return answer(answered.get());
        }
        Instant due = clock.instant().plus(settings.slowDelay());
        books.promise(capture.idempotencyKey(), capture.paymentId().value(), due);
        alarms.set(
                SandboxSlowAnswer.KIND,
                capture.idempotencyKey(),
                due,
                new SandboxSlowAnswer.Promised(capture.idempotencyKey(), capture.paymentId(), capture.amount()));
        return new Answer.Pending();
    }

    private Entry enter(Capture capture, @Nullable String declined) {
        return books.enter(
                capture.idempotencyKey(),
                new Entry(
                        NAME + "_" + UUID.randomUUID(),
                        capture.paymentId().value(),
                        declined == null ? Status.CAPTURED : Status.DECLINED,
                        capture.amount(),
                        declined));
    }

    private static Answer answer(Entry entry) {
        return entry.status() == Status.CAPTURED
                ? new Answer.Done(entry.providerReference())
                : new Answer.Declined(entry.providerReference(), String.valueOf(entry.failureReason()));
    }

    @Override
    public Answer refund(Refund refund) {
        Optional<String> reference = books.refund(
                NAME + "_refund_" + UUID.randomUUID(),
                refund.idempotencyKey(),
                refund.chargeReference(),
                refund.refundId().value(),
                refund.amount());
        return reference.isPresent() ? new Answer.Done(reference.get()) : new Answer.Declined(null, "exceeds_charge");
    }

    @Override
    public Optional<Answer> findCapture(Capture capture) {
        String paymentId = capture.paymentId().value();
        Optional<Entry> entered = books.charge(paymentId);
        return entered.isPresent()
                ? entered.map(SandboxProvider::answer)
                : books.isPromised(paymentId) ? Optional.of(new Answer.Pending()) : Optional.empty();
    }

    @Override
    public Optional<Answer> findRefund(Refund refund) {
        return books.refundReference(
                        refund.paymentId().value(), refund.refundId().value())
                .map(Answer.Done::new);
    }

    @Override
    public void charges(Consumer<Charge> each) {
        books.all(charge -> each.accept(new Charge(
                charge.entry().providerReference(),
                new PaymentId(charge.entry().paymentId()),
                charge.entry().status() == Status.CAPTURED,
                charge.entry().amount(),
                charge.refunded())));
    }

    @Override
    public Optional<Notice> read(UnaryOperator<@Nullable String> header, byte[] body) {
        signature.check(header.apply(SandboxSignature.HEADER), body);
        return Optional.of(SandboxNotice.read(json, body));
    }
}
