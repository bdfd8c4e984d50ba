package io.ledgerline.imports;

import io.ledgerline.catalog.api.CatalogCommand.ListProduct;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.Money;
import io.ledgerline.order.api.Charge;
import io.ledgerline.order.api.OrderCommand.ImportOrder;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.payment.api.PaymentCommand.ImportPayment;
import io.ledgerline.payment.api.PaymentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The rows of one invoice that can be imported, and the commands that they become.
 *
 * @param lines at least one, in the order of the file
 */
record Invoice(String number, List<InvoiceLine> lines) {

    static final String PROVIDER = "import";

    private static final CustomerId ANONYMOUS = new CustomerId("anonymous");

    Invoice {
        lines = List.copyOf(lines);
    }

    /** The first customer that a row names; a row that names none belongs to the invoice's. */
    @Nullable
    CustomerId namedCustomer() {
        return lines.stream()
                .map(InvoiceLine::customer)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    /** The earliest of the rows' times: some invoices were a minute in the making. */
    Instant at() {
        return lines.stream()
                .map(InvoiceLine::at)
                .min(Comparator.naturalOrder())
                .orElseThrow();
    }

    /** @throws InvalidValue if the sum is more than an amount can hold */
    Money total() {
        return lines.stream().map(InvoiceLine::amount).reduce(Money.zero(OnlineRetail.CURRENCY), Money::plus);
    }

    /** Without the rows that don't satisfy the condition. */
    Invoice keeping(Predicate<InvoiceLine> condition) {
        return new Invoice(number, lines.stream().filter(condition).toList());
    }

    /** One for each of the goods, at the first price that the invoice has for it. */
    Map<Sku, ListProduct> products() {
        Map<Sku, ListProduct> products = new LinkedHashMap<>();
        for (InvoiceLine line : lines) {
            if (OnlineRetail.isGoods(line.stockCode())) {
                Sku sku = new Sku(line.stockCode());
                products.computeIfAbsent(
                        sku, key -> new ListProduct(key, nameOf(key), null, line.price(), List.of(), null));
            }
        }
        return products;
    }

    ImportOrder order() {
        List<OrderLine> goods = new ArrayList<>();
        List<Charge> charges = new ArrayList<>();
        for (InvoiceLine line : lines) {
            String name = Objects.requireNonNullElse(line.description(), line.stockCode());
            if (OnlineRetail.isGoods(line.stockCode())) {
                goods.add(new OrderLine(new Sku(line.stockCode()), name, line.quantity(), line.price()));
            } else {
                charges.add(new Charge(line.stockCode(), name, line.amount()));
            }
        }
        CustomerId customer = Objects.requireNonNullElse(namedCustomer(), ANONYMOUS);
        return new ImportOrder(new OrderId(number), customer, goods, charges, country(), paymentId());
    }

    ImportPayment payment() {
        return new ImportPayment(paymentId(), number, total(), PROVIDER, number);
    }

    private PaymentId paymentId() {
        return paymentId(number);
    }

    /** Of the payment that covers the invoice of this number. */
    static PaymentId paymentId(String number) {
        return new PaymentId(PROVIDER + "-" + number);
    }

    private @Nullable String country() {
        return lines.stream()
                .map(InvoiceLine::country)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(null);
    }

    private String nameOf(Sku sku) {
        return lines.stream()
                .filter(line -> line.stockCode().equals(sku.value()))
                .map(InvoiceLine::description)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(sku.value());
    }
}
