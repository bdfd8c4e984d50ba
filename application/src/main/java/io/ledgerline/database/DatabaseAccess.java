package io.ledgerline.database;

/** Addresses and credentials that are in force, embedded or configured. */
public record DatabaseAccess(DatabaseProperties.Access write, DatabaseProperties.Access read) {

    /** Without the password. */
    @Override
    public String toString() {
        return "write side %s, read side %s".formatted(write.url(), read.url());
    }
}
