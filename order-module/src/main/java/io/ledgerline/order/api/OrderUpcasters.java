package io.ledgerline.order.api;

import io.ledgerline.kernel.evolution.Upcasters;
import tools.jackson.databind.node.ObjectNode;

/** What events of orders were once, and how they become what they are. */
public final class OrderUpcasters {

    public static final Upcasters ALL = Upcasters.none()
            .with("order.DiscountApplied", OrderUpcasters::reasonSaysWhetherItIsEncrypted)
            .with("order.ItemsReturned", OrderUpcasters::reasonSaysWhetherItIsEncrypted);

    private OrderUpcasters() {}

    /** It was a text, of which only its beginning told. */
    private static void reasonSaysWhetherItIsEncrypted(ObjectNode event) {
        String reason = event.get("reason").stringValue();
        event.putObject("reason").put(reason.startsWith("v1:") ? "encrypted" : "text", reason);
    }
}
