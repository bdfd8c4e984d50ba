package io.ledgerline.imports;

import java.math.BigDecimal;

/** What a row of the file says. */
sealed interface Reading {

    /** Quantity × price, signed; 0 if one of them can't be read. */
    BigDecimal amount();

    record Usable(InvoiceLine line) implements Reading {
        @Override
        public BigDecimal amount() {
            return line.amount().amount();
        }
    }

    /**
     * Gives back what an earlier invoice has charged.
     *
     * @param line with the number of pieces that it gives back, and a customer
     */
    record Credit(InvoiceLine line) implements Reading {
        @Override
        public BigDecimal amount() {
            return line.amount().amount().negate();
        }
    }

    record Unusable(Reason reason, BigDecimal amount) implements Reading {}
}
