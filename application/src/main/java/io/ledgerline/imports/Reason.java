package io.ledgerline.imports;

import java.util.Locale;

/** Why a row can't be imported, as far as the file itself tells. Further reasons are the codes of refused commands. */
enum Reason {
    WRONG_NUMBER_OF_COLUMNS,
    INVALID_INVOICE_NUMBER,
    /** The invoice number begins with {@code C}. */
    CREDIT_NOTE,
    INVALID_STOCK_CODE,
    /** Longer than a name may be. */
    INVALID_DESCRIPTION,
    /** Not a whole number, or more pieces than an order line holds. */
    INVALID_QUANTITY,
    QUANTITY_NOT_POSITIVE,
    /** Not a decimal number, or not an amount in pounds and pence. */
    INVALID_PRICE,
    PRICE_NOT_POSITIVE,
    /** Not of the form {@code yyyy-MM-dd HH:mm:ss}, in the future, or not of our time. */
    INVALID_DATE,
    INVALID_CUSTOMER,
    INVALID_COUNTRY,
    /** The row, or its invoice as a whole, is worth more than an amount can say. */
    AMOUNT_TOO_LARGE,
    /** An earlier row of the invoice names another customer. */
    CUSTOMER_DIFFERS,
    /** The invoice has more rows than one order may have lines. */
    INVOICE_TOO_LARGE;

    /** Stable; part of the HTTP contract. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
