package io.ledgerline.roles;

/** An instance can't be what it was told to be. */
public final class RolesRefused extends IllegalStateException {

    RolesRefused(String message) {
        super(message);
    }
}
