package io.ledgerline.faults;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * The whole log, read from the database and followed from its beginning: by none of the program's code, so that it doesn't
 * share its mistakes. The laws that must hold at every position are checked on the way.
 */
final class Replay {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int FETCH = 1000;

    /** An event that a client's command has left. */
    record Effect(String stream, long sequence, String type, String commandId) {}

    private final Findings findings;
    private final Map<String, Long> versions = new HashMap<>();
    private final Map<String, StockHistory> stocks = new TreeMap<>();
    private final Map<String, OrderHistory> orders = new TreeMap<>();
    private final Map<String, PaymentHistory> payments = new TreeMap<>();
    private final Map<String, String> prices = new TreeMap<>();
    private final Map<String, List<Effect>> effects = new HashMap<>();
    private long end;
    private int events;

    Replay(Findings findings) {
        this.findings = findings;
    }

    static Replay of(Connection database, Findings findings) throws SQLException {
        Replay replay = new Replay(findings);
        database.setAutoCommit(false);
        try (PreparedStatement log = database.prepareStatement("""
                select position, stream_id, sequence, type, payload, metadata, recorded_at
                from write.events order by position""")) {
            log.setFetchSize(FETCH);
            try (ResultSet row = log.executeQuery()) {
                while (row.next()) {
                    replay.on(event(row));
                }
            }
        } finally {
            database.rollback();
            database.setAutoCommit(true);
        }
        return replay;
    }

    private static LogEvent event(ResultSet row) throws SQLException {
        Instant recordedAt = row.getObject("recorded_at", OffsetDateTime.class).toInstant();
        return new LogEvent(
                row.getLong("position"),
                row.getString("stream_id"),
                row.getLong("sequence"),
                row.getString("type"),
                JSON.readTree(row.getString("payload")),
                JSON.readTree(row.getString("metadata")),
                recordedAt);
    }

    void on(LogEvent event) {
        events++;
        end = event.position();
        Long before = versions.put(event.stream(), event.sequence());
        findings.same(Law.STREAMS, before == null ? 0L : before + 1, event.sequence(), "%s: its sequence", event);
        String kind = event.stream().substring(0, event.stream().indexOf('-'));
        if (kind.equals("administration")) {
            return; // Whoever looks for broken laws has the log verified, and that is recorded.
        }
        if (event.meta("who").equals("developer")) {
            effects.computeIfAbsent(event.meta("requestId"), id -> new ArrayList<>())
                    .add(new Effect(event.stream(), event.sequence(), event.type(), event.meta("commandId")));
        }
        switch (kind) {
            case "stock" ->
                stocks.computeIfAbsent(event.id(), id -> new StockHistory(findings))
                        .on(event);
            case "order" ->
                orders.computeIfAbsent(event.id(), id -> new OrderHistory(findings))
                        .on(event);
            case "payment" ->
                payments.computeIfAbsent(event.id(), id -> new PaymentHistory(findings))
                        .on(event);
            case "product" -> {
                if (event.data().has("price")) {
                    prices.put(event.id(), event.money("price").toPlainString());
                }
            }
            default -> throw new IllegalArgumentException("A stream of an unknown kind: " + event);
        }
    }

    Map<String, StockHistory> stocks() {
        return stocks;
    }

    Map<String, OrderHistory> orders() {
        return orders;
    }

    Map<String, PaymentHistory> payments() {
        return payments;
    }

    /** Of each product, without zeros at its end. */
    Map<String, String> prices() {
        return prices;
    }

    /** What clients' commands have left, by their requests. */
    Map<String, List<Effect>> effects() {
        return effects;
    }

    /** The last event's sequence; -1 if there is none. */
    long version(String stream) {
        return versions.getOrDefault(stream, -1L);
    }

    long end() {
        return end;
    }

    int events() {
        return events;
    }
}
