package io.ledgerline.nodes;

import io.ledgerline.database.DataDirectory;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;

/**
 * Who this node is to the others. Two nodes with one id would both hold the same segments; Axon's default, process and
 * host, is {@code 1@host} in every container.
 */
public record NodeId(String value) {

    private static final String FILE = "node-id";

    static NodeId of(NodeProperties properties, DataDirectory data) {
        return properties.nodeId() == null ? keptIn(data) : new NodeId(properties.nodeId());
    }

    /** The same after a restart, so that a node takes its segments up again at once. */
    static NodeId keptIn(DataDirectory data) {
        Path file = data.path().resolve(FILE);
        try {
            if (!Files.exists(file)) {
                data.writeSecret(FILE, UUID.randomUUID().toString());
            }
            return new NodeId(Files.readString(file).strip());
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read " + file, e);
        }
    }
}
