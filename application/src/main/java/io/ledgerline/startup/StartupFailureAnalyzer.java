package io.ledgerline.startup;

import io.grpc.StatusRuntimeException;
import io.ledgerline.database.DataInUse;
import io.ledgerline.eventstore.StoreChanged;
import io.ledgerline.payment.api.ProviderNotConfigured;
import io.ledgerline.privacy.MasterKeyDiffers;
import io.ledgerline.privacy.MasterKeyMissing;
import io.ledgerline.privacy.MasterKeyUnreadable;
import io.ledgerline.processing.NodeIdInUse;
import io.ledgerline.roles.RolesRefused;
import io.ledgerline.security.LoginMissing;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says what is wrong and what to do, without a stack trace. */
final class StartupFailureAnalyzer implements FailureAnalyzer {

    private static final String AXON_SERVER =
            "Check that Axon Server is up, and what is configured under axon.axonserver (servers, token, ssl-enabled, cert-file)."
                    + " Once it is there, start the program again.";

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StatusRuntimeException status) {
                return new FailureAnalysis(
                        "Axon Server doesn't answer as it should: " + status.getMessage(), AXON_SERVER, failure);
            }
            String action = action(cause);
            if (action != null) {
                return new FailureAnalysis(cause.getMessage(), action, failure);
            }
        }
        return null;
    }

    private static @Nullable String action(Throwable cause) {
        if (cause instanceof DataInUse) {
            return "Stop the other program, or give this one a directory of its own with --ledgerline.data-directory=<path>"
                    + " (and a port with --server.port=<port>).";
        }
        if (cause instanceof NodeIdInUse) {
            return "Give each node an id of its own with --ledgerline.node-id=<id>, or leave it out and give each a data"
                    + " directory of its own, which must not be a copy of another's.";
        }
        if (cause instanceof StoreChanged) {
            return "Set ledgerline.event-store back, or begin with a database (or a data directory) of its own: its tokens and"
                    + " views belong to the other log.";
        }
        if (cause instanceof LoginMissing) {
            return "Say who issues the tokens that people log in with, by one of Spring's own keys:"
                    + " spring.security.oauth2.resourceserver.jwt.issuer-uri, .jwk-set-uri or .public-key-location. Or leave"
                    + " server.address and management.server.address on loopback.";
        }
        if (cause instanceof MasterKeyMissing) {
            return "Make one with 'openssl rand -base64 32', keep it apart from the database's backups, and give its file"
                    + " with --ledgerline.encryption.master-key-file=<path>.";
        }
        if (cause instanceof MasterKeyUnreadable) {
            return "The file must hold the 32 bytes in Base64 that were in use before, and be readable for this user.";
        }
        if (cause instanceof MasterKeyDiffers) {
            return "Put the file back that was in use, from its backup. Without it nobody can read the customers' names and"
                    + " addresses again; everything else in the log can be read.";
        }
        if (cause instanceof SQLException sql && isOfConnection(sql.getSQLState())) {
            return "Check that the database is up, and what is configured under ledgerline.database (url, username, password)"
                    + " and ledgerline.read-database.";
        }
        if (cause instanceof RolesRefused) {
            return "Set ledgerline.roles to one or several of command, query and process, or leave it out for all of them.";
        }
        if (cause instanceof ProviderNotConfigured missing) {
            return missing.action();
        }
        if (cause instanceof WiringFaults) {
            return "This is a fault of the program's configuration, not of its data: see io.ledgerline.startup.WiringCheck.";
        }
        return null;
    }

    /** Class 08: nobody answers; class 28: who asks may not; 3D000: no such database. */
    private static boolean isOfConnection(@Nullable String sqlState) {
        return sqlState != null && (sqlState.startsWith("08") || sqlState.startsWith("28") || sqlState.equals("3D000"));
    }
}
