package io.ledgerline.privacy;

import io.ledgerline.kernel.CustomerId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The forgotten customers once more, outside of the database and thus outside of its backups: a line each, of customer,
 * instant, who and request, with tabs between.
 */
final class ForgottenFile {

    private static final Logger log = LoggerFactory.getLogger(ForgottenFile.class);

    private final @Nullable Path file;

    /**
     * @param file null if there is none: then the list must be kept, and handed in again, by whoever restores backups
     */
    ForgottenFile(@Nullable Path file) {
        this.file = file;
    }

    /** On disk when this returns. */
    synchronized void add(Forgotten forgotten) {
        if (file == null) {
            return;
        }
        String line = String.join(
                        "\t",
                        forgotten.customerId().value(),
                        forgotten.forgottenAt().toString(),
                        forgotten.who().replace('\t', ' '),
                        forgotten.requestId())
                + "\n";
        try {
            Files.writeString(
                    file,
                    line,
                    StandardCharsets.UTF_8,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND,
                    StandardOpenOption.DSYNC);
        } catch (IOException e) {
            throw new UncheckedIOException("Can't write down in " + file + " who is to be forgotten", e);
        }
    }

    synchronized List<Forgotten> read() {
        if (file == null || !Files.exists(file)) {
            return List.of();
        }
        try {
            return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
                    .filter(line -> !line.isBlank())
                    .flatMap(line -> parse(line).stream())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException("Can't read from " + file + " who is to stay forgotten", e);
        }
    }

    /** A line cut short by a crash was of a request that was never answered; it will be asked again. */
    private List<Forgotten> parse(String line) {
        String[] parts = line.split("\t", -1);
        try {
            return List.of(new Forgotten(new CustomerId(parts[0]), Instant.parse(parts[1]), parts[2], parts[3]));
        } catch (IllegalArgumentException | DateTimeParseException | ArrayIndexOutOfBoundsException e) {
            log.warn("{} has a line that can't be read, and is passed over: {}", file, e.getMessage());
            return List.of();
        }
    }
}
