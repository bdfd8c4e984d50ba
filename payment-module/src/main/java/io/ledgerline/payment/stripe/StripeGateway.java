package io.ledgerline.payment.stripe;

import com.stripe.StripeClient;
import io.ledgerline.payment.process.PaymentGateway;
import java.time.Clock;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** Stripe, as Ledgerline sees it. */
final class StripeGateway implements PaymentGateway {

    static final String NAME = "stripe";

    private final StripeCaptures captures;
    private final StripeRefunds refunds;
    private final StripeBooks books;
    private final StripeNotices notices;

    StripeGateway(StripeClient client, StripeSettings settings, Clock clock, JsonMapper json) {
        this.captures = new StripeCaptures(client.v1().paymentIntents());
        this.refunds = new StripeRefunds(client.v1().refunds(), settings);
        this.books = new StripeBooks(client.v1(), settings);
        this.notices = new StripeNotices(settings.webhookSecret(), clock, json);
    }

    @Override
    public String provider() {
        return NAME;
    }

    @Override
    public Answer capture(Capture capture) {
        return captures.capture(capture);
    }

    @Override
    public Answer refund(Refund refund) {
        return refunds.refund(refund);
    }

    @Override
    public Optional<Answer> findCapture(Capture capture) {
        return captures.find(capture);
    }

    @Override
    public Optional<Answer> findRefund(Refund refund) {
        return refunds.find(refund);
    }

    @Override
    public Optional<Answer> concludeCapture(Capture capture) {
        return captures.conclude(capture);
    }

    @Override
    public Optional<Answer> concludeRefund(Refund refund) {
        return refunds.conclude(refund);
    }

    @Override
    public void charges(Consumer<Charge> each) {
        books.charges(each);
    }

    @Override
    public Optional<Notice> read(UnaryOperator<@Nullable String> header, byte[] body) {
        return notices.read(header.apply(StripeNotices.HEADER), body);
    }
}
