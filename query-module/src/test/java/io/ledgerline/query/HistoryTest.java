package io.ledgerline.query;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.CatalogEvent.ProductEvent;
import io.ledgerline.catalog.api.CatalogEvent.StockEvent;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.order.api.OrderEvent;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.query.order.FindOrderAsOf;
import io.ledgerline.query.order.FindOrders;
import io.ledgerline.query.order.OrderView;
import io.ledgerline.query.order.Orders;
import io.ledgerline.query.payment.FindPaymentAsOf;
import io.ledgerline.query.payment.PaymentView;
import io.ledgerline.query.payment.Payments;
import io.ledgerline.query.product.FindProductAsOf;
import io.ledgerline.query.product.Listing;
import io.ledgerline.query.product.ProductView;
import io.ledgerline.query.product.Products;
import io.ledgerline.query.product.Stock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever happened, and was dated back: each state of the past is the one that a replay of its stream makes. */
class HistoryTest {

    private static final int MOMENTS = 40;

    private final ReadSide readSide = ReadSide.empty();
    private final QueryGateway queries = readSide.bean(QueryGateway.class);
    private List<DomainEventMessage<?>> log = List.of();

    private void happened(long seed) {
        log = new RandomLog(seed).events(80);
        Random batches = new Random(seed);
        for (int from = 0; from < log.size(); ) {
            int to = Math.min(log.size(), from + 1 + batches.nextInt(60));
            readSide.project(log.subList(from, to));
            from = to;
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4})
    void everythingIsAsAReplayMakesIt(long seed) {
        happened(seed);

        for (AsOf asOf : moments(seed)) {
            streams("order-")
                    .forEach(id -> assertThat(orderThen(id, asOf))
                            .as("order %s, %s, seed %d", id, asOf, seed)
                            .isEqualTo(replayedOrder(id, asOf)));
            streams("payment-")
                    .forEach(id -> assertThat(paymentThen(id, asOf))
                            .as("payment %s, %s, seed %d", id, asOf, seed)
                            .isEqualTo(replayedPayment(id, asOf)));
            streams("product-")
                    .forEach(id -> assertThat(productThen(id, asOf))
                            .as("product %s, %s, seed %d", id, asOf, seed)
                            .isEqualTo(replayedProduct(id, asOf)));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {5, 6})
    void eachVersionIsAsAReplayMakesIt(long seed) {
        happened(seed);

        for (DomainEventMessage<?> event : log) {
            if (event.getPayload() instanceof OrderEvent it) {
                AsOf version = new AsOf(event.getSequenceNumber(), null, null);
                assertThat(orderThen(it.orderId().value(), version))
                        .isPresent()
                        .isEqualTo(replayedOrder(it.orderId().value(), version));
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {7, 8})
    void listsAreWhatTheirItemsWere(long seed) {
        happened(seed);

        for (AsOf asOf : moments(seed)) {
            List<OrderView> replayed = streams("order-").stream()
                    .flatMap(id -> replayedOrder(id, asOf).stream())
                    .sorted(Comparator.comparing(OrderView::placedAt)
                            .thenComparing(OrderView::key)
                            .reversed())
                    .toList();
            assertThat(listed(asOf)).as("%s, seed %d", asOf, seed).isEqualTo(replayed);
        }
    }

    private List<OrderView> listed(AsOf asOf) {
        List<OrderView> listed = new ArrayList<>();
        Cursor after = null;
        do {
            Orders page = queries.query(
                            new FindOrders(null, null, null, null, null, asOf, new Paging(7, after)), Orders.class)
                    .join();
            listed.addAll(page.orders());
            after = page.next();
        } while (after != null);
        return listed;
    }

    /** A few pages of its index and one row, however long it is. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "at 2026-01-01T00:00:00Z",
                "at 2026-01-01T01:00:00Z",
                "knownAt 2026-01-02T00:30:00Z",
                "both 2026-01-02T00:30:00Z"
            })
    void aLookIntoALongPastIsAsShortAsOneAtNow(String when) {
        long versions = 10_000;
        readSide.jdbc().update("""
                insert into orders_history (order_id, version, valid_from, recorded_from, status, currency, outstanding, document)
                select 'long', n, timestamptz '2026-01-01 00:00Z' + n * interval '1 s',
                       timestamptz '2026-01-02 00:00Z' + n * interval '1 s', 'PAID', 'GBP', 0, '{}'
                from generate_series(0, ?) n""", versions - 1);
        readSide.jdbc().execute("analyze orders_history");
        String[] parts = when.split(" ");
        Instant time = Instant.parse(parts[1]);
        AsOf asOf = new AsOf(null, parts[0].equals("knownAt") ? null : time, parts[0].equals("at") ? null : time);
        String sql = new History("orders_history", "order_id").version("document", ":id", asOf);
        for (var value : History.values(asOf).entrySet()) {
            sql = sql.replace(":" + value.getKey(), "'" + value.getValue() + "'");
        }

        String plan = readSide.jdbc()
                .queryForObject(
                        "explain (analyze, buffers, format json) " + sql.replace(":id", "'long'"), String.class);

        assertThat(JsonMapper.shared()
                                .readTree(plan)
                                .at("/0/Plan/Shared Hit Blocks")
                                .asInt()
                        + JsonMapper.shared()
                                .readTree(plan)
                                .at("/0/Plan/Shared Read Blocks")
                                .asInt())
                .as(plan)
                .isBetween(1, 16);
        assertThat(plan).doesNotContain("Seq Scan");
    }

    /** Before everything, after everything, and in between: at the very moments of events, and beside them. */
    private List<AsOf> moments(long seed) {
        Random random = new Random(seed);
        List<AsOf> moments = new ArrayList<>();
        for (int i = 0; i < MOMENTS; i++) {
            Instant at = RandomLog.START.plusMillis(500L * (random.nextInt(200) - 20));
            Instant knownAt = RandomLog.START.plusSeconds(86_400).plusMillis(500L * (random.nextInt(200) - 20));
            moments.add(
                    switch (random.nextInt(3)) {
                        case 0 -> new AsOf(null, at, null);
                        case 1 -> new AsOf(null, null, knownAt);
                        default -> new AsOf(null, at, knownAt);
                    });
        }
        return moments;
    }

    private List<String> streams(String prefix) {
        return log.stream()
                .map(DomainEventMessage::getAggregateIdentifier)
                .filter(id -> id.startsWith(prefix))
                .map(id -> id.substring(prefix.length()))
                .distinct()
                .toList();
    }

    /** The longest beginning of the stream of which every event was effective, and recorded, by then. */
    private Stream<DomainEventMessage<?>> beginning(String stream, AsOf asOf) {
        return log.stream()
                .<DomainEventMessage<?>>map(event -> event)
                .filter(event -> event.getAggregateIdentifier().equals(stream))
                .takeWhile(event -> asOf.version() == null || event.getSequenceNumber() <= asOf.version())
                .takeWhile(event ->
                        asOf.at() == null || !Moment.of(event).effectiveAt().isAfter(asOf.at()))
                .takeWhile(
                        event -> asOf.knownAt() == null || !event.getTimestamp().isAfter(asOf.knownAt()));
    }

    private Optional<OrderView> replayedOrder(String id, AsOf asOf) {
        @Nullable OrderView order = null;
        for (var event : beginning("order-" + id, asOf).toList()) {
            order = OrderView.evolve(order, (OrderEvent) event.getPayload(), Moment.of(event));
        }
        return Optional.ofNullable(order);
    }

    private Optional<PaymentView> replayedPayment(String id, AsOf asOf) {
        @Nullable PaymentView payment = null;
        for (var event : beginning("payment-" + id, asOf).toList()) {
            payment = PaymentView.evolve(payment, (PaymentEvent) event.getPayload(), Moment.of(event));
        }
        return Optional.ofNullable(payment);
    }

    private Optional<ProductView> replayedProduct(String sku, AsOf asOf) {
        @Nullable Listing listing = null;
        for (var event : beginning("product-" + sku, asOf).toList()) {
            listing = Listing.evolve(listing, (ProductEvent) event.getPayload(), Moment.of(event));
        }
        @Nullable Stock stock = null;
        for (var event : beginning("stock-" + sku, asOf).toList()) {
            stock = Stock.evolve(stock, (StockEvent) event.getPayload(), Moment.of(event));
        }
        return listing == null ? Optional.empty() : Optional.of(new ProductView(listing, stock));
    }

    private Optional<OrderView> orderThen(String id, AsOf asOf) {
        return queries.query(new FindOrderAsOf(new OrderId(id), asOf), Orders.class).join().orders().stream()
                .findFirst();
    }

    private Optional<PaymentView> paymentThen(String id, AsOf asOf) {
        return queries.query(new FindPaymentAsOf(new PaymentId(id), asOf), Payments.class).join().payments().stream()
                .findFirst();
    }

    private Optional<ProductView> productThen(String sku, AsOf asOf) {
        return queries.query(new FindProductAsOf(new Sku(sku), asOf), Products.class).join().products().stream()
                .findFirst();
    }
}
