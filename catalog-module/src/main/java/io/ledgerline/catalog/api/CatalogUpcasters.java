package io.ledgerline.catalog.api;

import io.ledgerline.kernel.evolution.Upcasters;
import tools.jackson.databind.node.ObjectNode;

/** What events of the catalog were once, and how they become what they are. */
public final class CatalogUpcasters {

    public static final Upcasters ALL =
            Upcasters.none().with("catalog.ReservationChanged", CatalogUpcasters::reservationChangedTo2);

    private CatalogUpcasters() {}

    /** The number is the order's change, and is called so by the order's events, too. */
    private static void reservationChangedTo2(ObjectNode event) {
        event.set("change", event.remove("number"));
    }
}
