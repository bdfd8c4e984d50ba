package io.ledgerline.database;

import java.nio.file.Path;

/** Another living program owns the data. */
public final class DataInUse extends IllegalStateException {

    DataInUse(Path path) {
        super("The data in " + path + " is in use by another running program.");
    }
}
