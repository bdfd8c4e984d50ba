package io.ledgerline.privacy;

import java.nio.file.Path;

/** The customers' keys are wrapped by another master key: nobody's name could be read, and new ones would be mixed in. */
public final class MasterKeyDiffers extends IllegalStateException {

    private MasterKeyDiffers(String message) {
        super(message);
    }

    static MasterKeyDiffers missing(Path file, String inUse) {
        return new MasterKeyDiffers(
                "Customers' keys are wrapped by master key %s, but there is no file %s.".formatted(inUse, file));
    }

    static MasterKeyDiffers other(Path file, String given, String inUse) {
        return new MasterKeyDiffers(
                "Customers' keys are wrapped by master key %s, but %s holds %s.".formatted(inUse, file, given));
    }
}
