package io.ledgerline.faults;

import io.ledgerline.faults.OrderHistory.Line;
import io.ledgerline.faults.OrderHistory.State;
import java.util.Map;

/** What orders say of goods is what stock says of them, once everything is settled. */
final class GoodsLaws {

    private GoodsLaws() {}

    static void check(Replay log, Findings findings) {
        log.orders().forEach((id, order) -> {
            if (!order.isImported()) {
                order.lines().forEach(line -> kept(id, order, line, log, findings));
                order.returns().forEach((returnId, pieces) -> cameBack(returnId, pieces, log, findings));
            }
        });
        log.stocks()
                .forEach((sku, stock) ->
                        stock.reservations().forEach((order, pieces) -> heldFor(sku, order, pieces, log, findings)));
    }

    private static void kept(String id, OrderHistory order, Line line, Replay log, Findings findings) {
        StockHistory stock = log.stocks().get(line.sku());
        int held = stock == null ? 0 : stock.held(id);
        int left = stock == null ? 0 : stock.left(id);
        findings.same(
                Law.GOODS,
                order.due(line.sku()),
                held,
                "Pieces of %s reserved for %s %s",
                line.sku(),
                order.state(),
                id);
        findings.same(
                Law.GOODS,
                order.state() == State.CANCELLED ? 0 : line.shipped(),
                left,
                "Pieces of %s that have left for %s",
                line.sku(),
                id);
    }

    /** Also of skus that are no longer on the order. */
    private static void heldFor(String sku, String id, int pieces, Replay log, Findings findings) {
        OrderHistory order = log.orders().get(id);
        findings.check(
                Law.GOODS,
                order != null && order.due(sku) == pieces,
                "%d pieces of %s are reserved for %s, which is %s",
                pieces,
                sku,
                id,
                order == null ? "unknown" : order.state());
    }

    private static void cameBack(String returnId, Map<String, Integer> pieces, Replay log, Findings findings) {
        pieces.forEach((sku, quantity) -> findings.same(
                Law.GOODS,
                quantity,
                log.stocks().get(sku).backFrom(returnId),
                "Pieces of %s back from %s",
                sku,
                returnId));
    }
}
