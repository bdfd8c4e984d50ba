package io.ledgerline.endtoend;

import io.ledgerline.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.util.FileSystemUtils;

/** Several programs over the same databases, which outlive them all. */
final class Cluster implements AutoCloseable {

    private static final String MASTER_KEY = "bWFzdGVyIGtleSBmb3IgdGVzdHMgb2YgYSBjbHVzdGU=";

    private final Store store;
    private final TestDatabase write = TestDatabase.empty();
    private final TestDatabase read;
    private final List<Program> nodes = new ArrayList<>();
    private final Path directory;

    private Cluster(Store store, TestDatabase read) {
        this.store = store;
        this.read = read;
        try {
            this.directory = Files.createTempDirectory("ledgerline-cluster-");
            Files.writeString(directory.resolve("master.key"), MASTER_KEY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Over one database. */
    static Cluster on(Store store) {
        return new Cluster(store, null);
    }

    /** With a database for each side. */
    static Cluster onTwoDatabases(Store store) {
        return new Cluster(store, TestDatabase.empty());
    }

    /** Not started yet. */
    Program node(String name, String... settings) {
        List<String> all = new ArrayList<>(List.of(settings));
        all.add("--ledgerline.node-id=" + name);
        Program node = new Program(store, this, all.toArray(String[]::new));
        nodes.add(node);
        return node;
    }

    List<String> settings() {
        List<String> settings = new ArrayList<>(List.of(
                "--ledgerline.database.url=" + write.url(),
                "--ledgerline.database.username=" + write.username(),
                "--ledgerline.encryption.master-key-file=" + directory.resolve("master.key")));
        if (read != null) {
            settings.add("--ledgerline.read-database.url=" + read.url());
            settings.add("--ledgerline.read-database.username=" + read.username());
        }
        return settings;
    }

    /** A look into the write side. */
    JdbcClient write() {
        return write.jdbc();
    }

    /** For transactions on the write side. */
    DataSource writeDatabase() {
        return write.dataSource();
    }

    /** A look into the read side. */
    JdbcClient read() {
        return read == null ? write.jdbc() : read.jdbc();
    }

    /** For transactions on the read side. */
    DataSource readDatabase() {
        return read == null ? write.dataSource() : read.dataSource();
    }

    @Override
    public void close() throws IOException {
        for (Program node : nodes) {
            node.close();
        }
        write.close();
        if (read != null) {
            read.close();
        }
        FileSystemUtils.deleteRecursively(directory);
    }
}
