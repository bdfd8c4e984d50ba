package io.ledgerline.query.audit;

import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.axonframework.queryhandling.QueryHandler;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** Answers with what the audit has, without blocking. */
@Component
class AuditQueries {

    private static final String COLUMNS = """
            audit.position, audit.event_id, audit.stream_id, audit.version, audit.type, audit.revision, audit.payload,
            audit.effective_at, audit.recorded_at, audit.who, audit.why, audit.request_id, audit.caused_by,
            orders.customer_id""";

    private static final String HISTORY = """
            select %s, before.document, after.document from audit
            left join orders on orders.order_id = audit.order_id
            left join lateral (%s) before on true
            left join lateral (%s) after on true
            where audit.order_id = :order and audit.position > :after order by audit.position limit :limit""".formatted(COLUMNS, state("audit.version - 1"), state("audit.version"));

    /** The order's view may be ahead: what it shows has to be in its history. */
    private static final String BEHIND = """
            select orders.version > coalesce((select version from audit where stream_id = 'order-' || :order
                                              order by position desc limit 1), -1)
            from orders where order_id = :order""";

    private static final String EVENTS =
            "select " + COLUMNS + " from audit left join orders on orders.order_id = audit.order_id";

    private final DatabaseClient database;

    AuditQueries(@Qualifier("readConnectionFactory") ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    /** The history of what streams of one type are about. */
    private record States(String type, String table, String key) {

        String at(String version) {
            return "select document from %1$s where starts_with(audit.stream_id, '%2$s-') and %3$s = substr(audit.stream_id, %4$d) and version = %5$s"
                    .formatted(table, type, key, type.length() + 2, version);
        }
    }

    private static String state(String version) {
        return Stream.of(
                        new States("order", "orders_history", "order_id"),
                        new States("payment", "payments_history", "payment_id"),
                        new States("product", "products_history", "sku"),
                        new States("stock", "stock_history", "sku"))
                .map(states -> states.at(version))
                .collect(Collectors.joining(" union all "));
    }

    @QueryHandler
    CompletableFuture<AuditEntries> find(FindHistory query) {
        String order = query.orderId().value();
        Mono<Boolean> behind = database.sql(BEHIND)
                .bind("order", order)
                .map(row -> Boolean.TRUE.equals(row.get(0, Boolean.class)))
                .one()
                .defaultIfEmpty(false);
        Mono<List<AuditEntry>> entries = database.sql(HISTORY)
                .bind("order", order)
                .bind("after", query.after())
                .bind("limit", query.limit() + 1)
                .map(row -> entry(row, row.get(14, String.class), row.get(15, String.class)))
                .all()
                .collectList();
        // One after the other: what comes in between only makes it look less complete than it is.
        return behind.flatMap(isBehind -> entries.map(found -> history(found, query.limit(), isBehind)))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<AuditEntries> find(FindEvents query) {
        List<String> conditions = new ArrayList<>();
        Map<String, Object> values = new LinkedHashMap<>();
        where("audit.who = :who", "who", query.who(), conditions, values);
        where("audit.type = :type", "type", query.type(), conditions, values);
        where("audit.stream_id = :stream", "stream", query.stream(), conditions, values);
        where("audit.request_id = :request", "request", query.requestId(), conditions, values);
        where("audit.recorded_at >= :from", "from", query.from(), conditions, values);
        where("audit.recorded_at < :to", "to", query.to(), conditions, values);
        where("audit.position < :before", "before", query.before(), conditions, values);
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        return database.sql(EVENTS + where + " order by audit.position desc limit :limit")
                .bindValues(values)
                .bind("limit", query.limit() + 1)
                .map(row -> entry(row, null, null))
                .all()
                .collectList()
                .map(found -> answer(found, query.limit()))
                .toFuture();
    }

    private static void where(
            String condition,
            String name,
            @Nullable Object value,
            List<String> conditions,
            Map<String, Object> values) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
    }

    private static AuditEntries history(List<AuditEntry> found, int limit, boolean behind) {
        AuditEntries all = answer(found, limit);
        boolean ahead = all.entries().stream().anyMatch(entry -> entry.after() == null);
        return new AuditEntries(all.entries(), all.more(), ahead || behind && !all.more());
    }

    private static AuditEntries answer(List<AuditEntry> found, int limit) {
        boolean more = found.size() > limit;
        return new AuditEntries(more ? List.copyOf(found.subList(0, limit)) : found, more, false);
    }

    private static AuditEntry entry(Readable row, @Nullable String before, @Nullable String after) {
        return new AuditEntry(
                Objects.requireNonNull(row.get(0, Long.class)),
                Objects.requireNonNull(row.get(1, String.class)),
                Objects.requireNonNull(row.get(2, String.class)),
                Objects.requireNonNull(row.get(3, Long.class)),
                Objects.requireNonNull(row.get(4, String.class)),
                row.get(5, String.class),
                Objects.requireNonNull(row.get(6, String.class)),
                Objects.requireNonNull(row.get(7, Instant.class)),
                Objects.requireNonNull(row.get(8, Instant.class)),
                row.get(9, String.class),
                row.get(10, String.class),
                row.get(11, String.class),
                row.get(12, String.class),
                row.get(13, String.class),
                before,
                after);
    }
}
