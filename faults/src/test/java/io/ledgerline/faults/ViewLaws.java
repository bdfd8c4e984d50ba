package io.ledgerline.faults;

import io.ledgerline.faults.OrderHistory.Line;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** Views say what the log says, once they have caught up. */
final class ViewLaws {

    private ViewLaws() {}

    static void check(Views views, Replay log, Findings findings) {
        findings.same(Law.VIEWS, log.orders().keySet(), views.orders().keySet(), "Orders in the view");
        findings.same(Law.VIEWS, log.payments().keySet(), views.payments().keySet(), "Payments in the view");
        findings.same(Law.VIEWS, log.prices().keySet(), views.products().keySet(), "Products in the view");
        views.orders().forEach((id, view) -> {
            OrderHistory order = log.orders().get(id);
            if (order != null) {
                order(id, order, view, findings);
            }
        });
        views.payments().forEach((id, view) -> {
            PaymentHistory payment = log.payments().get(id);
            if (payment != null) {
                payment(id, payment, view, findings);
            }
        });
        views.products().forEach((sku, view) -> product(sku, log, view, findings));
    }

    private static void order(String id, OrderHistory order, JsonNode view, Findings findings) {
        findings.same(Law.VIEWS, order.version(), view.path("version").asLong(), "The version of %s", id);
        findings.same(Law.VIEWS, order.status(), view.path("status").asString(), "The status of %s", id);
        money(order.total(), view, "total", id, findings);
        money(order.discounts(), view, "discount", id, findings);
        money(order.paid(), view, "paid", id, findings);
        money(order.refunded(), view, "refunded", id, findings);
        money(order.outstanding(), view, "outstanding", id, findings);
        List<Line> lines = StreamSupport.stream(view.path("lines").spliterator(), false)
                .map(ViewLaws::line)
                .toList();
        findings.same(Law.VIEWS, order.lines(), lines, "The lines of %s", id);
    }

    private static Line line(JsonNode line) {
        return new Line(
                line.path("sku").asString(),
                line.path("quantity").asInt(),
                line.path("shipped").asInt(),
                line.path("returned").asInt(),
                LogEvent.amount(line.path("unitPrice")));
    }

    private static void payment(String id, PaymentHistory payment, JsonNode view, Findings findings) {
        findings.same(Law.VIEWS, payment.version(), view.path("version").asLong(), "The version of %s", id);
        findings.same(Law.VIEWS, payment.status(), view.path("status").asString(), "The status of %s", id);
        findings.same(Law.VIEWS, payment.order(), view.path("orderId").asString(), "The order of %s", id);
        money(payment.amount(), view, "amount", id, findings);
        money(payment.refunded(), view, "refunded", id, findings);
    }

    private static void product(String sku, Replay log, JsonNode view, Findings findings) {
        findings.same(
                Law.VIEWS, log.version("product-" + sku), view.path("version").asLong(), "The version of %s", sku);
        findings.same(
                Law.VIEWS,
                log.prices().get(sku),
                LogEvent.amount(view.path("price")).toPlainString(),
                "The price of %s",
                sku);
        StockHistory stock = log.stocks().get(sku);
        if (stock != null) {
            JsonNode pieces = view.path("stock");
            findings.same(
                    Law.VIEWS, stock.version(), pieces.path("version").asLong(), "The stock's version of %s", sku);
            findings.same(Law.VIEWS, stock.onHand(), pieces.path("onHand").asInt(), "On hand of %s", sku);
            findings.same(Law.VIEWS, stock.reserved(), pieces.path("reserved").asInt(), "Reserved of %s", sku);
            findings.same(
                    Law.VIEWS,
                    stock.onHand() - stock.reserved(),
                    pieces.path("available").asInt(),
                    "Available of %s",
                    sku);
        }
    }

    private static void money(BigDecimal expected, JsonNode view, String member, String id, Findings findings) {
        findings.same(Law.VIEWS, expected, LogEvent.amount(view.path(member)), member + " of %s", id);
    }
}
