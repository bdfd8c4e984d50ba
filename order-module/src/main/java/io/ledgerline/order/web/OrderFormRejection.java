package io.ledgerline.order.web;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Rejection;
import io.ledgerline.order.api.OrderId;
import java.util.List;
import java.util.Map;

/** Why an order can't even be tried, as far as the catalog's view tells. The stock's process checks again. */
abstract sealed class OrderFormRejection extends Rejection {

    private OrderFormRejection(Kind kind, String code, String message, Map<String, Object> details) {
        super(kind, code, message, details);
    }

    static final class UnknownOrder extends OrderFormRejection {

        UnknownOrder(OrderId id) {
            super(Kind.UNKNOWN, "order_not_found", "There is no order %s.".formatted(id), Map.of());
        }
    }

    static final class UnknownProduct extends OrderFormRejection {

        /**
         * @param fields of the skus that aren't in the catalog
         */
        UnknownProduct(List<String> fields) {
            super(
                    Kind.INVALID,
                    "unknown_product",
                    "The order names products that are not in the catalog: list them first.",
                    Map.of(
                            "errors",
                            fields.stream()
                                    .map(field -> Map.of("field", field, "message", "is not in the catalog"))
                                    .toList()));
        }
    }

    static final class ProductDiscontinued extends OrderFormRejection {

        ProductDiscontinued(Sku sku) {
            super(
                    Kind.CONFLICT,
                    "product_discontinued",
                    "Product %s is discontinued: leave it out.".formatted(sku),
                    Map.of("sku", sku.value()));
        }
    }

    static final class PriceChanged extends OrderFormRejection {

        PriceChanged(Sku sku, Money given, Money actual) {
            super(
                    Kind.CONFLICT,
                    "price_changed",
                    "Product %s costs %s, not %s: show the new price and ask again.".formatted(sku, actual, given),
                    Map.of("sku", sku.value(), "price", json(actual)));
        }

        private static Map<String, Object> json(Money money) {
            return Map.of(
                    "amount",
                    money.amount().toPlainString(),
                    "currency",
                    money.currency().getCurrencyCode());
        }
    }

    static final class MixedCurrencies extends OrderFormRejection {

        /**
         * @param field whose currency differs from the first line's
         */
        MixedCurrencies(String field, Money first, Money other) {
            super(
                    Kind.INVALID,
                    "mixed_currencies",
                    "An order has one currency: split it.",
                    Map.of(
                            "errors",
                            List.of(Map.of(
                                    "field",
                                    field,
                                    "message",
                                    "is in %s, others are in %s"
                                            .formatted(
                                                    other.currency().getCurrencyCode(),
                                                    first.currency().getCurrencyCode())))));
        }
    }
}
