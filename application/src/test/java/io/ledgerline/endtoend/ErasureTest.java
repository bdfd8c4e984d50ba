package io.ledgerline.endtoend;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.jdbc.core.JdbcTemplate;

/**
 * Nothing of a forgotten person is left: not in a table, not in a file, not in what the program says. With a program of its
 * own that keeps all commands, refused ones included.
 */
@ExtendWith(OutputCaptureExtension.class)
class ErasureTest {

    private final Program program = new Program(Store.POSTGRES, "--ledgerline.commands.log=all");

    @AfterEach
    void stop() throws IOException {
        program.close();
    }

    @Test
    void givenAllThatCanBeWrittenOfACustomer_whenForgotten_thenNoTableNoFileAndNoOutputHasIt(CapturedOutput output) {
        program.ensureRunning();
        Confidences told = new Confidences(new Shop(program.address()));
        told.tell();
        assertThat(told.export()).contains(told.events());

        told.forget();

        Tables tables = new Tables(program.jdbc());
        assertThat(told.all())
                .allSatisfy(text -> assertThat(tables.rowsWith(text)).isEmpty());
        assertThat(tables.rowsWith(told.keptOrder()))
                .as("the search does find what is there")
                .extracting(row -> row.split(":")[0])
                .contains("write.events", "write.commands", "read.orders", "read.audit");
        assertThat(program.jdbc()
                        .sql("select distinct status from write.commands")
                        .query(String.class)
                        .list())
                .contains("rejected", "succeeded");
        recycle();
        assertThat(told.all()).allSatisfy(text -> assertThat(filesWith(text)).isEmpty());
        assertThat(filesWith(told.customer))
                .as("the search does find what is there")
                .isNotEmpty();
        assertThat(output.getAll()).contains("Ledgerline is ready").doesNotContain(told.all());
    }

    /** Old versions of rows are gone, and what is in memory is in files. */
    private void recycle() {
        JdbcTemplate database = new JdbcTemplate(program.database());
        for (String statement : List.of("vacuum full", "checkpoint", "select pg_switch_wal()", "checkpoint")) {
            database.execute(statement);
        }
    }

    private List<Path> filesWith(String text) {
        try (Stream<Path> files = Files.walk(program.data())) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> {
                        String content = content(file);
                        return content != null && content.contains(text);
                    })
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null if the database has just removed it. */
    private static @Nullable String content(Path file) {
        try {
            return Files.readString(file, ISO_8859_1);
        } catch (NoSuchFileException e) {
            return null;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
