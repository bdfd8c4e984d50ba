package io.ledgerline.query.audit;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.CustomerKey;
import io.ledgerline.kernel.CustomerKeys;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.evolution.Revisions;
import io.ledgerline.query.Documents;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Makes entries readable, at the last moment and for the answer only: in today's shape, whenever they were written, with
 * personal data as it was given. What is forgotten is null.
 */
@Component
class AuditDisclosure {

    /** JSON, once it is readable. */
    private static final String ADDRESS = "shippingAddress";

    /** Of orders, of payments and of their events; nothing else holds any. */
    static final Set<String> PERSONAL = Set.of("customerName", ADDRESS, "reason");

    private static final Set<String> NOT_SHOWN = Set.of("version", "updatedAt", "beingPaid");

    private final CustomerKeys keys;
    private final Revisions revisions;

    AuditDisclosure(CustomerKeys keys, Revisions revisions) {
        this.keys = keys;
        this.revisions = revisions;
    }

    /**
     * @param changes whether they are wanted
     */
    Mono<List<RecordedEvent>> of(List<AuditEntry> entries, boolean changes) {
        List<Opened> opened = entries.stream().map(this::open).toList();
        Set<CustomerId> customers =
                opened.stream().map(Opened::customer).filter(Objects::nonNull).collect(Collectors.toSet());
        Mono<Map<CustomerId, CustomerKey>> known =
                customers.isEmpty() ? Mono.just(Map.of()) : Mono.fromCompletionStage(() -> keys.forReading(customers));
        return known.map(found -> opened.stream()
                .map(it -> it.shown(it.customer() == null ? null : found.get(it.customer()), changes))
                .toList());
    }

    /** The audit may be older than a revision. What a newer program has put there is shown as it is. */
    private Opened open(AuditEntry entry) {
        ObjectNode data = (ObjectNode) Documents.tree(entry.payload());
        String revision = entry.revision();
        if (revisions.isKnown(entry.type(), revision)) {
            revisions.upcast(entry.type(), revision, data);
            revision = revisions.current(entry.type(), revision);
        }
        String customer = data.path("customerId").asString(entry.customerId());
        return new Opened(entry, revision, data, customer == null ? null : new CustomerId(customer));
    }

    /**
     * An entry whose payload has been parsed.
     *
     * @param revision of the data
     */
    private record Opened(
            AuditEntry entry,
            @Nullable String revision,
            ObjectNode data,
            @Nullable CustomerId customer) {

        RecordedEvent shown(@Nullable CustomerKey key, boolean changes) {
            disclose(data, key);
            return new RecordedEvent(
                    entry.position(),
                    entry.eventId(),
                    entry.stream(),
                    entry.version(),
                    entry.type(),
                    revision,
                    data,
                    changes && entry.after() != null
                            ? Change.between(state(entry.before(), key), state(entry.after(), key))
                            : null,
                    entry.effectiveAt(),
                    entry.recordedAt(),
                    entry.who(),
                    why(key),
                    entry.requestId(),
                    entry.causedBy());
        }

        /** Of products nothing is encrypted, whatever it looks like. */
        private boolean isAboutCustomer() {
            return customer != null
                    || entry.stream().startsWith("order-")
                    || entry.stream().startsWith("payment-");
        }

        private void disclose(ObjectNode node, @Nullable CustomerKey key) {
            if (isAboutCustomer()) {
                PERSONAL.forEach(field -> disclose(node, field, key));
                if (node.path("cancellation") instanceof ObjectNode cancellation) {
                    disclose(cancellation, "reason", key);
                }
            }
        }

        private static void disclose(ObjectNode node, String field, @Nullable CustomerKey key) {
            unwrap(node, field);
            String text = node.path(field).isString() ? node.path(field).asString() : null;
            if (Encrypted.looksLike(text)) {
                String plain = plain(key, new Encrypted(text));
                if (plain == null) {
                    node.putNull(field);
                } else if (field.equals(ADDRESS)) {
                    node.set(field, Documents.tree(plain));
                } else {
                    node.put(field, plain);
                }
            }
        }

        /** Of a {@link io.ledgerline.kernel.Reason} clients get what was said, and needn't know how it is kept. */
        private static void unwrap(ObjectNode node, String field) {
            if (node.path(field) instanceof ObjectNode reason && reason.size() == 1) {
                Stream.of("encrypted", "text").filter(reason::has).forEach(it -> node.set(field, reason.get(it)));
            }
        }

        private @Nullable String why(@Nullable CustomerKey key) {
            String why = entry.why();
            return isAboutCustomer() && Encrypted.looksLike(why) ? plain(key, new Encrypted(why)) : why;
        }

        private static @Nullable String plain(@Nullable CustomerKey key, Encrypted encrypted) {
            try {
                return key == null ? null : key.decrypt(encrypted);
            } catch (IllegalStateException e) {
                // From before the customer was forgotten and came back: the old key is gone for good.
                return null;
            }
        }

        /** With the members that clients know. */
        private JsonNode state(@Nullable String document, @Nullable CustomerKey key) {
            if (document == null) {
                return Documents.tree("{}");
            }
            ObjectNode state = (ObjectNode) Documents.tree(document);
            disclose(state, key);
            if (state.remove("balance") instanceof ObjectNode balance) {
                state.setAll(balance);
            }
            NOT_SHOWN.forEach(state::remove);
            return state;
        }
    }
}
