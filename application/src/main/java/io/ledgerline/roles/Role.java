package io.ledgerline.roles;

/** What an instance may do; another one may do the rest. */
public enum Role {
    /** Accepts and handles commands. */
    COMMAND,
    /** Keeps views up to date and serves reads. */
    QUERY,
    /** Runs sagas, policies, deadlines and imports. */
    PROCESS
}
