package io.ledgerline.query.audit;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.query.Export;
import io.ledgerline.query.order.OrdersOfCustomer;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Flux;

/** All that happened to a customer's orders, order by order, each from its first event on. */
@Component
@Order(3)
class EventsOfCustomer implements Export {

    private final OrdersOfCustomer orders;
    private final Histories histories;
    private final AuditDisclosure disclosure;

    EventsOfCustomer(OrdersOfCustomer orders, Histories histories, AuditDisclosure disclosure) {
        this.orders = orders;
        this.histories = histories;
        this.disclosure = disclosure;
    }

    @Override
    public String name() {
        return "events";
    }

    @Override
    public Flux<?> of(CustomerId customer) {
        return orders.views(customer)
                .concatMap(order -> histories.after(order.orderId(), Histories.BEGINNING), 1)
                .concatMap(found -> disclosure.of(found.entries(), false), 1)
                .concatMapIterable(events -> events, 1)
                .map(RecordedEvent::withoutWho);
    }
}
