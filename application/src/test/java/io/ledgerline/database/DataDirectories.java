package io.ledgerline.database;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;
import org.springframework.util.FileSystemUtils;

/** Data directories for tests of other packages. */
public final class DataDirectories {

    private static @Nullable Path prepared;

    private DataDirectories() {}

    public static DataDirectory own(Path directory) {
        return DataDirectory.own(directory);
    }

    /**
     * Leaves an empty directory as a first start does once it has prepared its PostgreSQL, before anything is stored in
     * that. Preparing takes seconds, so it is done once and copied.
     */
    public static synchronized void prepare(Path directory) throws IOException {
        if (prepared == null) {
            prepared = prepared();
        }
        linkBinaries(directory);
        Path cluster = directory.resolve("postgresql");
        FileSystemUtils.copyRecursively(prepared.resolve("postgresql"), cluster);
        Files.setPosixFilePermissions(cluster, PosixFilePermissions.fromString("rwx------"));
        Files.copy(prepared.resolve("connection.properties"), directory.resolve("connection.properties"));
    }

    private static Path prepared() throws IOException {
        Path directory = Files.createTempDirectory("ledgerline-prepared-");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> delete(directory)));
        linkBinaries(directory);
        try (DataDirectory data = DataDirectory.own(directory)) {
            EmbeddedDatabase.start(data).close();
        }
        return directory;
    }

    /** To where the library has unpacked them for all tests. */
    static void linkBinaries(Path directory) throws IOException {
        Path unpacked = Path.of(System.getProperty("java.io.tmpdir"), "embedded-pg");
        Files.createDirectories(unpacked);
        Files.createSymbolicLink(directory.resolve("postgresql-binaries"), unpacked);
    }

    private static void delete(Path directory) {
        try {
            FileSystemUtils.deleteRecursively(directory);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
