package io.ledgerline.privacy;

import java.nio.file.Path;

/** There is no master key in its file, or nobody may read it. */
public final class MasterKeyUnreadable extends IllegalStateException {

    MasterKeyUnreadable(Path file, Throwable cause) {
        super("The master key can't be read from %s: %s".formatted(file, cause), cause);
    }
}
