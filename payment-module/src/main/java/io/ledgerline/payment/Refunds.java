package io.ledgerline.payment;

import com.fasterxml.jackson.annotation.JsonCreator;
import io.ledgerline.kernel.Money;
import io.ledgerline.payment.api.RefundId;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What of a captured amount has gone back, or is on its way. Part of a payment's state. */
final class Refunds {

    /** What can still be asked back. */
    private Money refundable;

    /** In the order in which they were asked for. */
    private Map<RefundId, Money> underWay = new LinkedHashMap<>();

    private Set<RefundId> over = new HashSet<>();

    /** The provider's names, so that a notice about a refund that is done isn't taken for another one. */
    private Set<String> providerReferences = new HashSet<>();

    @JsonCreator
    private Refunds(Money refundable) {
        this.refundable = refundable;
    }

    static Refunds of(Money captured) {
        return new Refunds(captured);
    }

    Money refundable() {
        return refundable;
    }

    boolean knows(RefundId id) {
        return underWay.containsKey(id) || over.contains(id);
    }

    /** Null if no such refund is under way. */
    @Nullable
    Money underWay(RefundId id) {
        return underWay.get(id);
    }

    /** The first one under way that a notice can be about. */
    Optional<RefundId> matching(Money amount, String providerReference) {
        return providerReferences.contains(providerReference)
                ? Optional.empty()
                : underWay.entrySet().stream()
                        .filter(refund -> refund.getValue().equals(amount))
                        .map(Map.Entry::getKey)
                        .findFirst();
    }

    void start(RefundId id, Money amount) {
        underWay.put(id, amount);
        refundable = refundable.minus(amount);
    }

    /** Also of one that was never under way. */
    void complete(RefundId id, Money amount, String providerReference) {
        if (underWay.remove(id) == null) {
            refundable = refundable.minus(amount);
        }
        over.add(id);
        providerReferences.add(providerReference);
    }

    void fail(RefundId id) {
        Money amount = underWay.remove(id);
        over.add(id);
        refundable = refundable.plus(amount);
    }
}
