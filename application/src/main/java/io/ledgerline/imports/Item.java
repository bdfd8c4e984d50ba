package io.ledgerline.imports;

import io.ledgerline.kernel.Money;

/** Goods or a charge at a price: what a row of an invoice charges, and one of a credit note gives back. */
record Item(String stockCode, Money price) {

    static Item of(InvoiceLine line) {
        return new Item(line.stockCode(), line.price());
    }
}
