package io.ledgerline.payment.sandbox;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.process.Alarm;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.process.PaymentGateway.Notice;
import io.ledgerline.payment.process.PaymentNotices;
import io.ledgerline.payment.sandbox.SandboxBooks.Entry;
import io.ledgerline.payment.sandbox.SandboxBooks.Status;
import io.ledgerline.payment.sandbox.SandboxSlowAnswer.Promised;
import java.util.UUID;
import org.springframework.stereotype.Component;
import tools.jackson.databind.json.JsonMapper;

/** Captures what the sandbox has promised to, and says so as a provider does: by a signed notice, until it is heard. */
@Component
class SandboxSlowAnswer implements Alarm<Promised> {

    static final Kind<Promised> KIND = new Kind<>("sandbox-slow-answer", Promised.class);

    /** What was asked for. */
    record Promised(String idempotencyKey, PaymentId paymentId, Money amount) {}

    private final SandboxBooks books;
    private final SandboxSignature signature;
    private final PaymentNotices notices;
    private final JsonMapper json;

    SandboxSlowAnswer(SandboxBooks books, SandboxSignature signature, PaymentNotices notices, JsonMapper json) {
        this.books = books;
        this.signature = signature;
        this.notices = notices;
        this.json = json;
    }

    @Override
    public Kind<Promised> kind() {
        return KIND;
    }

    @Override
    public Next<Promised> ring(Promised promised) {
        Entry entry = books.enter(
                promised.idempotencyKey(),
                new Entry(
                        SandboxProvider.NAME + "_" + UUID.randomUUID(),
                        promised.paymentId().value(),
                        Status.CAPTURED,
                        promised.amount(),
                        null));
        byte[] body = json.writeValueAsBytes(SandboxNotice.of(new Notice(
                entry.providerReference(),
                Notice.Type.CAPTURED,
                promised.paymentId(),
                null,
                entry.providerReference(),
                promised.amount(),
                null)));
        String signed = signature.sign(body);
        notices.receive(
                        SandboxProvider.NAME,
                        name -> SandboxSignature.HEADER.equalsIgnoreCase(name) ? signed : null,
                        body)
                .join();
        return Next.done();
    }
}
