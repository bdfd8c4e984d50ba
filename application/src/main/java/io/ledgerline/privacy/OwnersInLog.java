package io.ledgerline.privacy;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.web.Owners;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.order.api.OrderEvent.OrderImported;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentId;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EventStore;

/** The first event of a stream tells whose it is. So no view has to have got there. */
final class OwnersInLog implements Owners {

    private final EventStore log;
    private final Executor executor;

    OwnersInLog(EventStore log, Executor executor) {
        this.log = log;
        this.executor = executor;
    }

    @Override
    public CompletionStage<Optional<CustomerId>> of(Resource resource) {
        return CompletableFuture.supplyAsync(() -> find(resource), executor);
    }

    private Optional<CustomerId> find(Resource resource) {
        return switch (resource.type()) {
            case ORDER -> ofOrder(resource.id());
            case PAYMENT ->
                first(new PaymentId(resource.id()).stream())
                        .flatMap(event -> ofOrder(((PaymentEvent) event).reference()));
            default -> Optional.empty();
        };
    }

    private Optional<CustomerId> ofOrder(String id) {
        return first(new OrderId(id).stream()).map(OwnersInLog::customer);
    }

    private static CustomerId customer(Object begun) {
        return begun instanceof OrderImported imported ? imported.customerId() : ((OrderPlaced) begun).customerId();
    }

    /** Not from a snapshot on, and read to the end, as a stream that is left half read stays open at an Axon Server. */
    private Optional<Object> first(String stream) {
        return log.readEvents(stream, 0)
                .asStream()
                .reduce((first, later) -> first)
                .map(DomainEventMessage::getPayload);
    }
}
