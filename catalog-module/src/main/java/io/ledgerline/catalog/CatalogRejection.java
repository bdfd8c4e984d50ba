package io.ledgerline.catalog;

import io.ledgerline.catalog.api.ReservationId;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Rejection;
import java.util.Map;

/** The rules of the catalog that say no. */
abstract sealed class CatalogRejection extends Rejection {

    private CatalogRejection(Kind kind, String code, String message, Map<String, Object> details) {
        super(kind, code, message, details);
    }

    static final class ProductExists extends CatalogRejection {
        ProductExists(Sku sku) {
            super(Kind.CONFLICT, "product_exists", "Product %s is listed already.".formatted(sku), Map.of());
        }
    }

    static final class Discontinued extends CatalogRejection {
        Discontinued(Sku sku) {
            super(
                    Kind.CONFLICT,
                    "product_discontinued",
                    "Product %s is discontinued and can't be ordered.".formatted(sku),
                    Map.of("sku", sku.value()));
        }
    }

    static final class PriceDiffers extends CatalogRejection {
        PriceDiffers(Sku sku, Money asked, Money price) {
            super(
                    Kind.CONFLICT,
                    "price_changed",
                    "Product %s costs %s, not %s: order again at that price.".formatted(sku, price, asked),
                    Map.of(
                            "sku",
                            sku.value(),
                            "price",
                            Map.of(
                                    "amount",
                                    price.amount().toPlainString(),
                                    "currency",
                                    price.currency().getCurrencyCode())));
        }
    }

    static final class NegativePrice extends CatalogRejection {
        NegativePrice(Money price) {
            super(Kind.INVALID, "negative_price", "A price can't be negative: %s.".formatted(price), Map.of());
        }
    }

    static final class StockIsReserved extends CatalogRejection {
        StockIsReserved(Sku sku, Quantity quantity, int onHand, int reserved) {
            super(
                    Kind.CONFLICT,
                    "stock_is_reserved",
                    "Of %d pieces of %s %d are reserved: %s can't be written off."
                            .formatted(onHand, sku, reserved, quantity),
                    Map.of("onHand", onHand, "reserved", reserved));
        }
    }

    static final class InsufficientStock extends CatalogRejection {
        InsufficientStock(Sku sku, Quantity requested, int available) {
            super(
                    Kind.CONFLICT,
                    "insufficient_stock",
                    "Of %s there are %d pieces left, not %s.".formatted(sku, available, requested),
                    Map.of("sku", sku.value(), "requested", requested.value(), "available", available));
        }
    }

    static final class StockIsFull extends CatalogRejection {
        StockIsFull(Sku sku, int most) {
            super(
                    Kind.INVALID,
                    "stock_is_full",
                    "Of %s there can't be more than %d pieces.".formatted(sku, most),
                    Map.of("most", most));
        }
    }

    static final class ReservationDiffers extends CatalogRejection {
        ReservationDiffers(ReservationId id, Quantity requested, int held) {
            super(
                    Kind.CONFLICT,
                    "reservation_exists",
                    "Reservation %s holds %d pieces, not %s.".formatted(id, held, requested),
                    Map.of("held", held));
        }
    }

    static final class ReservationIsOver extends CatalogRejection {
        ReservationIsOver(ReservationId id) {
            super(Kind.CONFLICT, "reservation_is_over", "Reservation %s is over.".formatted(id), Map.of());
        }
    }

    static final class NotReserved extends CatalogRejection {
        NotReserved(ReservationId id, Quantity requested, int held) {
            super(
                    Kind.CONFLICT,
                    "not_reserved",
                    "Reservation %s holds %d pieces, not %s.".formatted(id, held, requested),
                    Map.of("held", held));
        }
    }
}
