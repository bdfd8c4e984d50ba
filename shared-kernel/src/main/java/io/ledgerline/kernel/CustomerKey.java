package io.ledgerline.kernel;

/** The key of one customer's personal data. Never blocks. */
public interface CustomerKey {

    Encrypted encrypt(String plain);

    /** @throws IllegalStateException if the text was changed, or encrypted with another key */
    String decrypt(Encrypted encrypted);
}
