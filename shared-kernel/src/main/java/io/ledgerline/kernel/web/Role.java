package io.ledgerline.kernel.web;

/** What a caller is to the shop. Nobody is anything else: who has none of these may do nothing but what anyone may. */
public enum Role {
    /** Sees the catalog, and has to do with orders and payments of its own only. */
    CUSTOMER,
    /** Runs the shop: sees and does everything but what is administration. */
    OPERATOR,
    /** Sees everything, and changes nothing. */
    AUDITOR,
    /** Runs the program; is an operator, too. */
    ADMIN
}
