package io.ledgerline.startup;

import io.ledgerline.database.DataInUse;
import io.ledgerline.privacy.MasterKeyDiffers;
import io.ledgerline.privacy.MasterKeyMissing;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;

/** Says what is wrong and what to do, without a stack trace. */
final class StartupFailureAnalyzer implements FailureAnalyzer {

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
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
        if (cause instanceof MasterKeyMissing) {
            return "Make one with 'openssl rand -base64 32', keep it apart from the database's backups, and give its file"
                    + " with --ledgerline.encryption.master-key-file=<path>.";
        }
        if (cause instanceof MasterKeyDiffers) {
            return "Put the file back that was in use, from its backup. Without it nobody can read the customers' names and"
                    + " addresses again; everything else in the log can be read.";
        }
        if (cause instanceof WiringFaults) {
            return "This is a fault of the program's configuration, not of its data: see io.ledgerline.startup.WiringCheck.";
        }
        return null;
    }
}
