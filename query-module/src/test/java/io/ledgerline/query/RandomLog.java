package io.ledgerline.query;

import static io.ledgerline.query.Samples.gbp;
import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.listed;
import static io.ledgerline.query.Samples.paymentReceived;
import static io.ledgerline.query.Samples.paymentRequested;
import static io.ledgerline.query.Samples.paymentStarted;
import static io.ledgerline.query.Samples.placed;
import static io.ledgerline.query.Samples.postage;

import io.ledgerline.catalog.api.CatalogEvent.PriceChanged;
import io.ledgerline.catalog.api.CatalogEvent.ProductDescribed;
import io.ledgerline.catalog.api.CatalogEvent.ReservationChanged;
import io.ledgerline.catalog.api.CatalogEvent.StockDeducted;
import io.ledgerline.catalog.api.CatalogEvent.StockReceived;
import io.ledgerline.catalog.api.CatalogEvent.StockReleased;
import io.ledgerline.catalog.api.CatalogEvent.StockReserved;
import io.ledgerline.catalog.api.CatalogEvent.StockReturned;
import io.ledgerline.catalog.api.ReservationId;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderEvent.ChangeConfirmed;
import io.ledgerline.order.api.OrderEvent.ChangeTakenBack;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.PaymentFailed;
import io.ledgerline.order.api.OrderEvent.QuantityChanged;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentDeclined;
import io.ledgerline.payment.api.PaymentId;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.axonframework.eventhandling.DomainEventMessage;

/** Many streams, interleaved at random; the same seed always tells the same story. */
final class RandomLog {

    private final Random random;
    private final Log log = new Log();
    private final List<DomainEventMessage<?>> events = new ArrayList<>();

    RandomLog(long seed) {
        this.random = new Random(seed);
    }

    List<DomainEventMessage<?>> events(int steps) {
        for (int product = 0; product < 5; product++) {
            events.add(log.append(listed("sku " + product, "Product " + product, null, price())));
        }
        for (int step = 0; step < steps; step++) {
            log.at("2026-01-01T00:%02d:%02dZ".formatted(step / 60 % 60, step % 60));
            switch (random.nextInt(3)) {
                case 0 -> order(step);
                case 1 -> product();
                default -> stock(step);
            }
        }
        return events;
    }

    private void order(int step) {
        String id = "o" + step;
        OrderPlaced placed = placed(
                id,
                "ada",
                new TestKeys().key("ada"),
                List.of(postage(price())),
                line("sku 1", 1 + random.nextInt(9), price()),
                line("sku 2", 1, price()));
        events.add(log.append(placed));
        if (random.nextInt(4) == 0) {
            var why = new Cancellation(Cancellation.BY_REQUEST, "why not", List.of());
            events.add(log.append(new OrderCancelled(new OrderId(id), why)));
            return;
        }
        events.add(log.append(new OrderConfirmed(new OrderId(id))));
        if (random.nextBoolean()) {
            change(placed);
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            pay(id, "p" + step + "-" + i);
        }
    }

    private void change(OrderPlaced order) {
        OrderLine line = order.lines().get(0);
        Quantity changed = Quantity.of(1 + random.nextInt(20));
        Money total = order.total()
                .plus(line.unitPrice().times(changed.value() - line.quantity().value()));
        events.add(log.append(new QuantityChanged(
                order.orderId(), line.sku(), line.name(), line.quantity(), changed, line.unitPrice(), total)));
        events.add(
                random.nextBoolean()
                        ? log.append(new ChangeConfirmed(order.orderId(), 2))
                        : log.append(new ChangeTakenBack(
                                order.orderId(), 2, line.sku(), "any", "any", List.of(), line, order.total())));
    }

    private void pay(String order, String payment) {
        events.add(log.append(paymentStarted(order, payment, "1")));
        events.add(log.append(paymentRequested(payment, order, "1")));
        if (random.nextBoolean()) {
            events.add(log.append(new PaymentCaptured(new PaymentId(payment), order, gbp("1"), "ref")));
            events.add(log.append(paymentReceived(order, payment, "1", "0")));
        } else {
            events.add(log.append(new PaymentDeclined(new PaymentId(payment), order, gbp("1"), "ref", "no")));
            events.add(log.append(new PaymentFailed(new OrderId(order), new PaymentId(payment), gbp("1"), "no")));
        }
    }

    private void product() {
        Sku sku = sku();
        events.add(
                random.nextBoolean()
                        ? log.append(new PriceChanged(sku, gbp(price())))
                        : log.append(new ProductDescribed(sku, "Renamed " + random.nextInt(), "text", List.of())));
    }

    private void stock(int step) {
        Sku sku = sku();
        Quantity quantity = Quantity.of(1 + random.nextInt(20));
        ReservationId reservation = new ReservationId("r" + step);
        events.add(log.append(new StockReceived(sku, quantity)));
        events.add(log.append(new StockReserved(sku, reservation, quantity)));
        if (random.nextInt(4) == 0) {
            int changed = random.nextInt(quantity.value() + 1);
            events.add(log.append(new ReservationChanged(sku, reservation, changed, changed - quantity.value(), 2)));
        } else if (random.nextBoolean()) {
            events.add(log.append(new StockReleased(sku, reservation, quantity)));
        } else if (random.nextBoolean()) {
            events.add(log.append(new StockDeducted(sku, reservation, quantity)));
            events.add(log.append(new StockReturned(sku, "return " + step, Quantity.of(1))));
        }
    }

    private Sku sku() {
        return new Sku("sku " + random.nextInt(5));
    }

    private String price() {
        return random.nextInt(100) + "." + (10 + random.nextInt(90));
    }
}
