package io.ledgerline.query;

import io.ledgerline.catalog.api.CatalogEvent.ProductListed;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.CustomerKey;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.order.api.Charge;
import io.ledgerline.order.api.OrderEvent.OrderImported;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.PaymentReceived;
import io.ledgerline.order.api.OrderEvent.PaymentStarted;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.payment.api.PaymentEvent.PaymentRequested;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import java.util.List;
import java.util.stream.Stream;

/** Events as they come, told in few words. */
public final class Samples {

    public static final String ADDRESS = """
            {"name":"Ada Byron","line1":"12 St James's Square","city":"London","postalCode":"SW1Y 4JH","country":"GB"}""";

    private Samples() {}

    public static Money gbp(String amount) {
        return Money.of(amount, "GBP");
    }

    public static OrderLine line(String sku, int quantity, String price) {
        return new OrderLine(new Sku(sku), "Name of " + sku, Quantity.of(quantity), gbp(price));
    }

    public static Charge postage(String amount) {
        return new Charge("POST", "Postage", gbp(amount));
    }

    public static OrderPlaced placed(String order, OrderLine... lines) {
        return placed(order, "ada", new TestKeys().key("ada"), List.of(), lines);
    }

    public static OrderPlaced placed(
            String order, String customer, CustomerKey key, List<Charge> charges, OrderLine... lines) {
        return new OrderPlaced(
                new OrderId(order),
                new CustomerId(customer),
                key.encrypt("Ada Byron"),
                key.encrypt(ADDRESS),
                List.of(lines),
                charges,
                total(List.of(lines), charges));
    }

    public static OrderImported imported(String order, List<Charge> charges, OrderLine... lines) {
        return new OrderImported(
                new OrderId(order),
                new CustomerId("anonymous"),
                List.of(lines),
                charges,
                total(List.of(lines), charges),
                "United Kingdom",
                new PaymentId("import-" + order));
    }

    private static Money total(List<OrderLine> lines, List<Charge> charges) {
        return Stream.concat(
                        lines.stream().map(OrderLine::total), charges.stream().map(Charge::amount))
                .reduce(gbp("0"), Money::plus);
    }

    public static PaymentStarted paymentStarted(String order, String payment, String amount) {
        return new PaymentStarted(new OrderId(order), new PaymentId(payment), gbp(amount), card());
    }

    public static PaymentReceived paymentReceived(String order, String payment, String amount, String outstanding) {
        return new PaymentReceived(new OrderId(order), new PaymentId(payment), gbp(amount), gbp(outstanding));
    }

    public static PaymentRequested paymentRequested(String payment, String order, String amount) {
        return new PaymentRequested(new PaymentId(payment), order, gbp(amount), "sandbox", card());
    }

    public static ProductListed listed(String sku, String name, String description, String price) {
        return new ProductListed(new Sku(sku), name, description, gbp(price), List.of(), null);
    }

    private static PaymentMethod card() {
        return new PaymentMethod("card", "tok_ok");
    }
}
