package io.ledgerline.query;

import io.ledgerline.catalog.api.CatalogEvent.ProductEvent;
import io.ledgerline.catalog.api.CatalogEvent.StockEvent;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.order.api.OrderEvent;
import io.ledgerline.payment.api.PaymentEvent;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventhandling.GenericTrackedDomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;

/** Gives events their place in their streams. */
public final class Log {

    private final Map<String, Long> next = new HashMap<>();
    private Instant effectiveAt = Instant.parse("2026-01-01T00:00:00Z");
    private Instant recordedAt = Instant.parse("2026-02-01T00:00:00Z");
    private long position;
    private Map<String, String> said = Map.of();

    /** Since when what is appended holds. Time stands still otherwise. */
    public Log at(String instant) {
        return at(Instant.parse(instant));
    }

    public Log at(Instant instant) {
        effectiveAt = instant;
        return this;
    }

    public Log recorded(Instant instant) {
        recordedAt = instant;
        return this;
    }

    /** What the metadata of all that is appended from now on says, beside its effective time. */
    public Log saying(Map<String, String> metadata) {
        said = Map.copyOf(metadata);
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
        Map<String, String> metadata = new HashMap<>(said);
        metadata.put(MessageMetadata.EFFECTIVE_AT, effectiveAt.toString());
        return new GenericTrackedDomainEventMessage<>(
                new GlobalSequenceTrackingToken(++position),
                new GenericDomainEventMessage<>(
                        type,
                        stream,
                        sequence,
                        event,
                        metadata,
                        UUID.randomUUID().toString(),
                        recordedAt));
    }
}
