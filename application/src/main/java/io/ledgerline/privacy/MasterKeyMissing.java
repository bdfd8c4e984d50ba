package io.ledgerline.privacy;

/** Nobody said where the master key is, and making one up would lose it with this machine. */
public final class MasterKeyMissing extends IllegalStateException {

    MasterKeyMissing() {
        super("The database is an external one, but no ledgerline.encryption.master-key-file is given.");
    }
}
