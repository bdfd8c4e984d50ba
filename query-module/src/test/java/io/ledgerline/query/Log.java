package io.ledgerline.query;

import io.ledgerline.catalog.api.CatalogEvent.ProductEvent;
import io.ledgerline.catalog.api.CatalogEvent.StockEvent;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.order.api.OrderEvent;
import io.ledgerline.payment.api.PaymentEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;

/** Gives events their place in their streams. */
public final class Log {

    private final Map<String, Long> next = new HashMap<>();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    /** Time stands still otherwise. */
    public Log at(String instant) {
        now = Instant.parse(instant);
        return this;
    }

    public DomainEventMessage<?> append(OrderEvent event) {
        return append("order-" + event.orderId(), "Order", event);
    }

    public DomainEventMessage<?> append(PaymentEvent event) {
        return append("payment-" + event.paymentId(), "Payment", event);
    }

    public DomainEventMessage<?> append(ProductEvent event) {
        return append("product-" + event.sku(), "Product", event);
    }

    public DomainEventMessage<?> append(StockEvent event) {
        return append("stock-" + event.sku(), "StockItem", event);
    }

    private DomainEventMessage<?> append(String stream, String type, Object event) {
        long sequence = next.merge(stream, 0L, (last, zero) -> last + 1);
        return new GenericDomainEventMessage<>(
                type, stream, sequence, event, Map.of(MessageMetadata.EFFECTIVE_AT, now.toString()));
    }
}
