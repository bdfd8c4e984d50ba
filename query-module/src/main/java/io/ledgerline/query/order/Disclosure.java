package io.ledgerline.query.order;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.CustomerKey;
import io.ledgerline.kernel.CustomerKeys;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.order.api.Address;
import io.ledgerline.query.Documents;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Makes personal data readable, at the last moment and for the answer only. What is forgotten is null. */
@Component
class Disclosure {

    private final CustomerKeys keys;

    Disclosure(CustomerKeys keys) {
        this.keys = keys;
    }

    Mono<OrderRepresentation> of(OrderView order) {
        return of(List.of(order)).map(orders -> orders.get(0));
    }

    Mono<List<OrderRepresentation>> of(List<OrderView> orders) {
        Set<CustomerId> customers = orders.stream()
                .filter(Disclosure::isPersonal)
                .map(OrderView::customerId)
                .collect(Collectors.toSet());
        Mono<Map<CustomerId, CustomerKey>> known =
                customers.isEmpty() ? Mono.just(Map.of()) : Mono.fromCompletionStage(() -> keys.forReading(customers));
        return known.map(found -> orders.stream()
                .map(order -> disclosed(order, found.get(order.customerId())))
                .toList());
    }

    private static boolean isPersonal(OrderView order) {
        return order.customerName() != null || order.shippingAddress() != null || Encrypted.looksLike(reason(order));
    }

    private static @Nullable String reason(OrderView order) {
        return order.cancellation() == null ? null : order.cancellation().reason();
    }

    private static OrderRepresentation disclosed(OrderView order, @Nullable CustomerKey key) {
        String address = plain(key, order.shippingAddress());
        String reason = reason(order);
        return OrderRepresentation.of(
                order,
                plain(key, order.customerName()),
                address == null ? null : Documents.read(address, Address.class),
                Encrypted.looksLike(reason) ? plain(key, new Encrypted(reason)) : reason);
    }

    private static @Nullable String plain(@Nullable CustomerKey key, @Nullable Encrypted encrypted) {
        if (key == null || encrypted == null) {
            return null;
        }
        try {
            return key.decrypt(encrypted);
        } catch (IllegalStateException e) {
            // From before the customer was forgotten and came back: the old key is gone for good.
            return null;
        }
    }
}
