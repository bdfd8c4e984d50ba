package io.ledgerline.messaging;

import org.axonframework.axonserver.connector.query.AxonServerQueryBus;
import org.axonframework.queryhandling.QueryResponseMessage;
import org.axonframework.queryhandling.SubscriptionQueryBackpressure;
import org.axonframework.queryhandling.SubscriptionQueryMessage;
import org.axonframework.queryhandling.SubscriptionQueryResult;
import org.axonframework.queryhandling.SubscriptionQueryUpdateMessage;

/**
 * Who follows something follows it on his own node, which hears of what others have written. The server would hand a
 * subscription to any node: what its own node writes he would miss, and if the other one goes, so does he.
 */
final class LocallyFollowed extends AxonServerQueryBus {

    LocallyFollowed(Builder builder) {
        super(builder);
    }

    @Override
    public <Q, I, U>
            SubscriptionQueryResult<QueryResponseMessage<I>, SubscriptionQueryUpdateMessage<U>> subscriptionQuery(
                    SubscriptionQueryMessage<Q, I, U> query, int updateBufferSize) {
        return localSegment().subscriptionQuery(query, updateBufferSize);
    }

    @Override
    @Deprecated
    public <Q, I, U>
            SubscriptionQueryResult<QueryResponseMessage<I>, SubscriptionQueryUpdateMessage<U>> subscriptionQuery(
                    SubscriptionQueryMessage<Q, I, U> query,
                    SubscriptionQueryBackpressure backpressure,
                    int updateBufferSize) {
        return localSegment().subscriptionQuery(query, backpressure, updateBufferSize);
    }
}
