package io.ledgerline.http;

import io.ledgerline.catalog.api.FindOffers;
import io.ledgerline.catalog.api.Offers;
import io.ledgerline.catalog.api.Offers.Offer;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.order.api.CustomerFound;
import io.ledgerline.order.api.FindCustomer;
import io.ledgerline.order.api.OrderId;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;
import org.axonframework.common.Registration;
import org.axonframework.messaging.MessageDispatchInterceptor;
import org.axonframework.messaging.responsetypes.ResponseType;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryMessage;
import org.axonframework.queryhandling.SubscriptionQueryBackpressure;
import org.axonframework.queryhandling.SubscriptionQueryResult;
import org.reactivestreams.Publisher;

/** The views of the catalog and of orders, as told; what it learns late, it doesn't know when it is first asked. */
final class KnownOffers implements QueryGateway {

    private final Map<Sku, Offer> known = new LinkedHashMap<>();
    private final Map<Sku, Offer> late = new LinkedHashMap<>();
    private final Map<OrderId, CustomerId> customers = new LinkedHashMap<>();
    private RuntimeException failure;

    synchronized void reset() {
        known.clear();
        late.clear();
        customers.clear();
        failure = null;
    }

    synchronized void offer(String sku, String price, String currency) {
        known.put(new Sku(sku), offerOf(sku, price, currency, false));
    }

    synchronized void offerDiscontinued(String sku, String price) {
        known.put(new Sku(sku), offerOf(sku, price, "GBP", true));
    }

    synchronized void offerLate(String sku, String price) {
        late.put(new Sku(sku), offerOf(sku, price, "GBP", false));
    }

    synchronized void belongs(String order, String customer) {
        customers.put(new OrderId(order), new CustomerId(customer));
    }

    /** Of orders only. */
    synchronized CompletionStage<Optional<CustomerId>> owner(Resource resource) {
        return CompletableFuture.completedFuture(Optional.ofNullable(customers.get(new OrderId(resource.id()))));
    }

    synchronized void failWith(RuntimeException failure) {
        this.failure = failure;
    }

    private static Offer offerOf(String sku, String price, String currency, boolean discontinued) {
        return new Offer(new Sku(sku), "Name of " + sku, Money.of(price, currency), discontinued);
    }

    @Override
    public synchronized <R, Q> CompletableFuture<R> query(String name, Q query, ResponseType<R> type) {
        if (failure != null) {
            return CompletableFuture.failedFuture(failure);
        }
        if (query instanceof FindCustomer find) {
            return CompletableFuture.completedFuture(type.convert(new CustomerFound(customers.get(find.orderId()))));
        }
        List<Offer> found = ((FindOffers) query)
                .skus().stream()
                        .flatMap(sku -> Stream.ofNullable(known.get(sku)))
                        .toList();
        known.putAll(late);
        return CompletableFuture.completedFuture(type.convert(new Offers(found)));
    }

    @Override
    public <R, Q> Publisher<R> streamingQuery(String queryName, Q query, Class<R> responseType) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <R, Q> Stream<R> scatterGather(
            String queryName,
            Q query,
            ResponseType<R> responseType,
            long timeout,
            java.util.concurrent.TimeUnit timeUnit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public <Q, I, U> SubscriptionQueryResult<I, U> subscriptionQuery(
            String queryName,
            Q query,
            ResponseType<I> initialResponseType,
            ResponseType<U> updateResponseType,
            int updateBufferSize) {
        throw new UnsupportedOperationException();
    }

    @Override
    @Deprecated
    public <Q, I, U> SubscriptionQueryResult<I, U> subscriptionQuery(
            String queryName,
            Q query,
            ResponseType<I> initialResponseType,
            ResponseType<U> updateResponseType,
            SubscriptionQueryBackpressure backpressure,
            int updateBufferSize) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Registration registerDispatchInterceptor(
            MessageDispatchInterceptor<? super QueryMessage<?, ?>> dispatchInterceptor) {
        throw new UnsupportedOperationException();
    }
}
