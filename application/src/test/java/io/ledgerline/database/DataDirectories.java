package io.ledgerline.database;

import java.nio.file.Path;

/** Data directories for tests of other packages. */
public final class DataDirectories {

    private DataDirectories() {}

    public static DataDirectory own(Path directory) {
        return DataDirectory.own(directory);
    }
}
