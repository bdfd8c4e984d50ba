package io.ledgerline.query.product;

import io.ledgerline.query.Cursor;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answer to {@link FindProduct} and {@link FindProducts}.
 *
 * @param next where the next page begins; null if there is none
 */
public record Products(List<ProductView> products, @Nullable Cursor next) {

    Optional<ProductView> first() {
        return products.stream().findFirst();
    }
}
