package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A client that is generated from the API document is one that compiles. */
@OnStores(Store.POSTGRES)
@Tag("faults")
class GeneratedClientTest extends EndToEnd {

    /** The build puts it there, for these tests only. */
    private static final Path GENERATOR =
            Path.of("target", "openapi-generator.jar").toAbsolutePath();

    @TempDir
    Path directory;

    @Test
    void aJavaClientCompiles() throws Exception {
        Path document = Files.writeString(
                directory.resolve("ledgerline.json"),
                shop.get("/v3/api-docs").expect(200).body());
        generate(document);

        List<Path> sources = sources();
        assertThat(sources).hasSizeGreaterThan(50);
        assertThat(compiled(sources)).isZero();
    }

    private void generate(Path document) throws IOException, InterruptedException {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-jar",
                GENERATOR.toString(),
                "generate",
                "--generator-name=java",
                "--library=native",
                "--input-spec=" + document,
                "--output=" + directory,
                "--additional-properties=openApiNullable=false,useJakartaEe=true");
        Process generator = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("generator.log").toFile())
                .start();
        assertThat(generator.waitFor())
                .as(Files.readString(directory.resolve("generator.log")))
                .isZero();
    }

    private List<Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(directory.resolve("src/main/java"))) {
            return files.filter(file -> file.toString().endsWith(".java")).toList();
        }
    }

    /** Against what the tests have anyway: Jackson and the annotations. */
    private int compiled(List<Path> sources) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(
                "-proc:none",
                "-nowarn",
                "-d",
                Files.createDirectory(directory.resolve("classes")).toString(),
                "-classpath",
                System.getProperty("java.class.path")));
        sources.forEach(source -> arguments.add(source.toString()));
        return ToolProvider.getSystemJavaCompiler().run(null, null, null, arguments.toArray(String[]::new));
    }
}
