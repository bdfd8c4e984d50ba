package io.ledgerline.query.payment;

import io.ledgerline.kernel.web.Resource;
import io.ledgerline.payment.api.PaymentId;
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
class PaymentRepresentations extends ViewRepresentations<PaymentView> {

    PaymentRepresentations(QueryGateway queries, OtherNodes others) {
        super(
                Set.of(Resource.Type.PAYMENT),
                new ViewReader<>(queries, Payments.class, Payments::first, PaymentView.class, others));
    }

    @Override
    protected Followed query(String id) {
        return new FindPayment(new PaymentId(id));
    }

    @Override
    protected long version(PaymentView payment, Resource.Type type) {
        return payment.version();
    }

    @Override
    protected boolean settled(PaymentView payment) {
        return payment.status() != PaymentStatus.REQUESTED;
    }

    @Override
    protected Mono<Representation> shown(PaymentView payment, Resource.Type type) {
        return Mono.just(new Representation(payment.version(), payment, null));
    }
}
