package io.ledgerline.payment.stripe;

import com.stripe.exception.StripeException;
import com.stripe.model.PaymentIntent;
import com.stripe.model.Refund;
import com.stripe.param.PaymentIntentListParams;
import com.stripe.param.RefundListParams;
import com.stripe.service.V1Services;
import io.ledgerline.kernel.Money;
import io.ledgerline.payment.process.PaymentGateway.Charge;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/** The account's intents and refunds, page by page. What others do with the same account is left out. */
final class StripeBooks {

    private final V1Services stripe;
    private final StripeSettings settings;

    StripeBooks(V1Services stripe, StripeSettings settings) {
        this.stripe = stripe;
        this.settings = settings;
    }

    void charges(Consumer<Charge> each) {
        try {
            Map<String, Long> refunded = refunded();
            PaymentIntentListParams pages = PaymentIntentListParams.builder()
                    .setLimit((long) settings.pageSize())
                    .build();
            for (PaymentIntent intent : stripe.paymentIntents().list(pages).autoPagingIterable()) {
                charge(intent, refunded).ifPresent(each);
            }
        } catch (StripeException | RuntimeException e) {
            throw StripeFailures.unavailable(e);
        }
    }

    /** What has gone back, by intent; what is on its way or has failed doesn't count. */
    private Map<String, Long> refunded() throws StripeException {
        RefundListParams pages =
                RefundListParams.builder().setLimit((long) settings.pageSize()).build();
        Map<String, Long> refunded = new HashMap<>();
        for (Refund refund : stripe.refunds().list(pages).autoPagingIterable()) {
            if ("succeeded".equals(refund.getStatus()) && refund.getPaymentIntent() != null) {
                refunded.merge(refund.getPaymentIntent(), refund.getAmount(), Long::sum);
            }
        }
        return refunded;
    }

    /** Empty if it isn't ours, or nothing has come of it. */
    private static Optional<Charge> charge(PaymentIntent intent, Map<String, Long> refunded) {
        boolean captured = "succeeded".equals(intent.getStatus());
        if (!captured && StripeFailures.declineReason(intent) == null) {
            return Optional.empty();
        }
        Money amount =
                MinorUnits.money(captured ? intent.getAmountReceived() : intent.getAmount(), intent.getCurrency());
        Money back = MinorUnits.money(refunded.getOrDefault(intent.getId(), 0L), intent.getCurrency());
        return StripeReferences.payment(intent.getMetadata())
                .map(payment -> new Charge(intent.getId(), payment, captured, amount, back));
    }
}
