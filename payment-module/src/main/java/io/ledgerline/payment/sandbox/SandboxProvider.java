package io.ledgerline.payment.sandbox;

import io.ledgerline.payment.process.PaymentGateway;
import io.ledgerline.payment.sandbox.SandboxBooks.Charge;
import io.ledgerline.payment.sandbox.SandboxBooks.Status;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** Does what the means of payment's token says: {@code tok_ok} captures, {@code tok_declined} declines. */
@Component
class SandboxProvider implements PaymentGateway {

    private final SandboxBooks books;

    SandboxProvider(SandboxBooks books) {
        this.books = books;
    }

    @Override
    public String provider() {
        return "sandbox";
    }

    @Override
    public CaptureResult capture(Capture capture) {
        String declined = reasonToDecline(capture.method().token());
        Charge charge = books.enter(
                capture.idempotencyKey(),
                new Charge(
                        "sandbox_" + UUID.randomUUID(),
                        capture.paymentId().value(),
                        declined == null ? Status.CAPTURED : Status.DECLINED,
                        capture.amount(),
                        declined));
        return charge.status() == Status.CAPTURED
                ? new CaptureResult.Captured(charge.providerReference())
                : new CaptureResult.Declined(charge.providerReference(), String.valueOf(charge.failureReason()));
    }

    private static @Nullable String reasonToDecline(String token) {
        return switch (token) {
            case "tok_ok" -> null;
            case "tok_declined" -> "card_declined";
            default -> "unknown_token";
        };
    }
}
