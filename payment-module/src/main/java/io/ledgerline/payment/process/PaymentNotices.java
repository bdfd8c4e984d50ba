package io.ledgerline.payment.process;

import io.ledgerline.kernel.process.Outcome;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.payment.api.PaymentCommand;
import io.ledgerline.payment.api.PaymentCommand.AcknowledgeRefund;
import io.ledgerline.payment.api.PaymentCommand.CapturePayment;
import io.ledgerline.payment.api.PaymentCommand.CompleteRefund;
import io.ledgerline.payment.api.PaymentCommand.DeclinePayment;
import io.ledgerline.payment.api.PaymentCommand.FailRefund;
import io.ledgerline.payment.process.PaymentGateway.Notice;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * Takes down what providers tell by themselves. The same notice again changes nothing, nor does one that is overtaken by
 * another.
 */
@Component
public class PaymentNotices {

    private static final Logger LOG = LoggerFactory.getLogger(PaymentNotices.class);

    private final Providers providers;
    private final ProcessCommands commands;

    PaymentNotices(Providers providers, ProcessCommands commands) {
        this.providers = providers;
        this.commands = commands;
    }

    /**
     * What was read, and what the payment said to it; both null if it is about nothing that a payment has to know. {@link Outcome.Refused} of kind {@code UNKNOWN} if there is no
     * such payment; of another kind if the notice doesn't fit what is known, which asking again won't change.
     */
    public record Receipt(
            @Nullable String noticeId, @Nullable Outcome outcome) {

        private static final Receipt OF_NOTHING = new Receipt(null, null);
    }

    /**
     * @throws NoticeRejection if it isn't from the provider, or can't be read
     */
    public CompletableFuture<Receipt> receive(String provider, UnaryOperator<@Nullable String> header, byte[] body) {
        if (!providers.know(provider)) {
            throw new NoticeRejection.UnknownProvider(provider);
        }
        return providers
                .get(provider)
                .read(header, body)
                .map(notice -> takeDown(provider, notice))
                .orElseGet(() -> CompletableFuture.completedFuture(Receipt.OF_NOTHING));
    }

    private CompletableFuture<Receipt> takeDown(String provider, Notice notice) {
        return commands.report("provider:" + provider, "notice/" + provider + "/" + notice.noticeId(), command(notice))
                .thenApply(outcome -> {
                    if (outcome instanceof Outcome.Refused refused) {
                        LOG.warn("Notice {} of {} doesn't fit: {}", notice, provider, refused.refusal());
                    }
                    return new Receipt(notice.noticeId(), outcome);
                });
    }

    private static PaymentCommand command(Notice notice) {
        return switch (notice.type()) {
            case CAPTURED -> new CapturePayment(notice.paymentId(), notice.providerReference(), notice.amount());
            case DECLINED ->
                new DeclinePayment(
                        notice.paymentId(),
                        notice.providerReference(),
                        Objects.requireNonNullElse(notice.reason(), "declined"));
            case REFUNDED -> refunded(notice);
            case REFUND_FAILED ->
                new FailRefund(
                        notice.paymentId(),
                        Objects.requireNonNull(notice.refundId()),
                        Objects.requireNonNullElse(notice.reason(), "failed"));
        };
    }

    private static PaymentCommand refunded(Notice notice) {
        return notice.refundId() == null
                ? new AcknowledgeRefund(notice.paymentId(), notice.providerReference(), notice.amount())
                : new CompleteRefund(notice.paymentId(), notice.refundId(), notice.providerReference());
    }
}
