package io.ledgerline.query.order;

import io.ledgerline.kernel.web.Resource;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.Followed;
import io.ledgerline.query.ViewReader;
import io.ledgerline.query.ViewRepresentations;
import io.ledgerline.query.api.OtherNodes;
import io.ledgerline.query.api.Representation;
import java.util.Set;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

@Component
class OrderRepresentations extends ViewRepresentations<OrderView> {

    private final Disclosure disclosure;

    OrderRepresentations(QueryGateway queries, OtherNodes others, Disclosure disclosure) {
        super(
                Set.of(Resource.Type.ORDER),
                new ViewReader<>(queries, Orders.class, Orders::first, OrderView.class, others));
        this.disclosure = disclosure;
    }

    @Override
    protected Followed query(String id) {
        return new FindOrder(new OrderId(id));
    }

    @Override
    protected long version(OrderView order, Resource.Type type) {
        return order.version();
    }

    @Override
    protected boolean settled(OrderView order) {
        return order.settled();
    }

    @Override
    protected Mono<Representation> shown(OrderView order, Resource.Type type) {
        return disclosure.of(order).map(body -> new Representation(order.version(), body, order.customerId()));
    }
}
