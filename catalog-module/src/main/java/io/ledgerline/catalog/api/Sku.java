package io.ledgerline.catalog.api;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.ledgerline.kernel.InvalidValue;
import java.util.regex.Pattern;

/** Names a product and its stock: {@value #PATTERN}, case-sensitive. */
public record Sku(@JsonValue String value) {

    public static final String PATTERN = "[A-Za-z0-9 ._-]{1,64}";

    private static final Pattern FORM = Pattern.compile(PATTERN);

    @JsonCreator
    public Sku {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidValue("sku", "must match " + PATTERN);
        }
    }

    /** The stream of the product that it names. */
    public String productStream() {
        return "product-" + value;
    }

    /** The stream of the stock that it names. */
    public String stockStream() {
        return "stock-" + value;
    }

    @Override
    public String toString() {
        return value;
    }
}
