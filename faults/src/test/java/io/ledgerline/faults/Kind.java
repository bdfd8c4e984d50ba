package io.ledgerline.faults;

import java.util.Set;

/** What a client can ask for, and the event that tells that it happened. */
enum Kind {
    LIST_PRODUCT("catalog.ProductListed", "catalog.StockReceived"),
    CHANGE_PRICE("catalog.PriceChanged"),
    RECEIVE_STOCK("catalog.StockReceived"),
    WRITE_OFF_STOCK("catalog.StockWrittenOff"),
    PLACE_ORDER("order.OrderPlaced"),
    ADD_ITEM("order.ItemAdded", "order.QuantityChanged"),
    CHANGE_QUANTITY("order.QuantityChanged"),
    REMOVE_ITEM("order.ItemRemoved"),
    CHANGE_ADDRESS("order.ShippingAddressChanged"),
    DISCOUNT("order.DiscountApplied"),
    PAY("order.PaymentStarted"),
    SHIP("order.OrderShipped"),
    DELIVER("order.OrderDelivered"),
    CANCEL("order.OrderCancelled"),
    RETURN("order.ItemsReturned"),
    REFUND("payment.RefundRequested");

    private final Set<String> events;

    Kind(String... events) {
        this.events = Set.of(events);
    }

    /** Whether an event is what such a command does, and not what follows from it in the same append. */
    boolean isDoneBy(String event) {
        return events.contains(event);
    }

    /** How many such events one command leaves. */
    int effects() {
        return this == LIST_PRODUCT ? 2 : 1;
    }
}
