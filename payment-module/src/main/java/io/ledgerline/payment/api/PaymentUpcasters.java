package io.ledgerline.payment.api;

import io.ledgerline.kernel.evolution.Upcasters;
import tools.jackson.databind.node.ObjectNode;

/** What events of payments were once, and how they become what they are. */
public final class PaymentUpcasters {

    public static final Upcasters ALL =
            Upcasters.none().with("payment.RefundRequested", PaymentUpcasters::refundRequestedTo2);

    private PaymentUpcasters() {}

    /**
     * The provider and its name for the charge mean nothing without each other. And a reason was a text, of which only its
     * beginning told whether it was encrypted.
     */
    private static void refundRequestedTo2(ObjectNode event) {
        ObjectNode charge = event.putObject("charge");
        charge.set("provider", event.remove("provider"));
        charge.set("reference", event.remove("chargeReference"));
        String reason = event.get("reason").stringValue();
        event.putObject("reason").put(reason.startsWith("v1:") ? "encrypted" : "text", reason);
    }
}
