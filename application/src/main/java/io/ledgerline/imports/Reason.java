package io.ledgerline.imports;

import java.util.Locale;

/** Why a row can't be imported, as far as the file itself tells. Further reasons are the codes of refused commands. */
enum Reason {
    WRONG_NUMBER_OF_COLUMNS,
    INVALID_INVOICE_NUMBER,
    INVALID_STOCK_CODE,
    /** Longer than a name may be. */
    INVALID_DESCRIPTION,
    /** Not a whole number, or more pieces than an order line holds. */
    INVALID_QUANTITY,
    QUANTITY_NOT_POSITIVE,
    /** On a credit note, whose number begins with {@code C}. */
    QUANTITY_NOT_NEGATIVE,
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
    /** The invoice, or credit note, has more rows than one order may have lines. */
    INVOICE_TOO_LARGE,
    /** A credit note's row names no customer, so nobody can tell whose order it reverses. */
    CREDIT_WITHOUT_CUSTOMER,
    /** No order of this customer from before the credit note was imported. */
    NO_EARLIER_ORDER,
    /** None of the customer's earlier orders has these goods, or this charge. */
    NOT_ON_EARLIER_ORDERS,
    /** The customer's earlier orders have these goods, or this charge, at other prices only. */
    CREDIT_PRICE_DIFFERS,
    /** None of the customer's earlier orders has so many of these goods left at this price. */
    TOO_FEW_LEFT,
    /** The order that it fits hasn't so much money left. */
    CREDIT_EXCEEDS_ORDER,
    /** Several of the customer's earlier orders fit equally well. */
    SEVERAL_ORDERS_FIT,
    /** A discount, and the credit note's other rows don't all reverse the same order. */
    DISCOUNTED_ORDER_UNKNOWN,
    /** The order that it fits has these goods at several prices, and a return can't tell which of them came back. */
    SEVERAL_PRICES_ON_ORDER,
    /** An earlier import has brought this credit note. */
    CREDIT_NOTE_EXISTS;

    /** Stable; part of the HTTP contract. */
    String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
