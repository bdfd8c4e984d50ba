package io.ledgerline.faults;

import java.util.HashMap;
import java.util.Map;

/** The pieces of one sku, counted again from the log. */
final class StockHistory {

    private final Findings findings;
    private final Map<String, Integer> held = new HashMap<>();
    private final Map<String, Integer> left = new HashMap<>();
    private final Map<String, Integer> back = new HashMap<>();
    private int onHand;
    private long version = -1;

    StockHistory(Findings findings) {
        this.findings = findings;
    }

    void on(LogEvent event) {
        int quantity = event.number("quantity");
        String reservation = event.text("reservationId");
        switch (event.type()) {
            case "catalog.StockReceived" -> onHand += quantity;
            case "catalog.StockWrittenOff" -> onHand -= quantity;
            case "catalog.StockReserved" -> hold(reservation, quantity);
            case "catalog.StockReleased" -> hold(reservation, -quantity);
            case "catalog.ReservationClosed" ->
                findings.check(Law.STOCK, held(reservation) == 0, "%s: it still holds %d", event, held(reservation));
            case "catalog.ReservationChanged" -> change(event, reservation, quantity);
            case "catalog.StockDeducted" -> {
                onHand -= quantity;
                hold(reservation, -quantity);
                left.merge(reservation, quantity, Integer::sum);
            }
            case "catalog.StockReturned" -> {
                onHand += quantity;
                findings.check(
                        Law.GOODS,
                        back.putIfAbsent(event.text("returnId"), quantity) == null,
                        "%s: the goods of a return have come back twice",
                        event);
            }
            default -> throw new IllegalArgumentException("Stock that nobody can count: " + event);
        }
        version = event.sequence();
        findings.check(
                Law.STOCK,
                reserved() <= onHand && held(reservation) >= 0,
                "%s: %d are reserved, %d are on hand, this reservation has %d",
                event,
                reserved(),
                onHand,
                held(reservation));
    }

    private void change(LogEvent event, String reservation, int quantity) {
        findings.same(
                Law.STOCK,
                quantity - held(reservation),
                event.number("difference"),
                "%s: the difference to what it held",
                event);
        held.put(reservation, quantity);
    }

    private void hold(String reservation, int pieces) {
        held.merge(reservation, pieces, Integer::sum);
    }

    int held(String reservation) {
        return held.getOrDefault(reservation, 0);
    }

    int left(String reservation) {
        return left.getOrDefault(reservation, 0);
    }

    int backFrom(String returnId) {
        return back.getOrDefault(returnId, 0);
    }

    /** Those that hold something. */
    Map<String, Integer> reservations() {
        Map<String, Integer> holding = new HashMap<>(held);
        holding.values().removeIf(pieces -> pieces == 0);
        return holding;
    }

    int reserved() {
        return held.values().stream().mapToInt(Integer::intValue).sum();
    }

    int onHand() {
        return onHand;
    }

    long version() {
        return version;
    }
}
