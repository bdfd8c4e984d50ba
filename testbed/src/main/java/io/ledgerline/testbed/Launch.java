package io.ledgerline.testbed;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How the program is run.
 *
 * @param jar the packaged program
 * @param java the command that runs it
 * @param jvmOptions its JVM's
 * @param programOptions its own; port and data directory are given to it anyway
 * @param yielding it and its PostgreSQL have what others on this machine leave them
 */
public record Launch(Path jar, Path java, List<String> jvmOptions, List<String> programOptions, boolean yielding) {

    public Launch(Path jar, Path java, List<String> jvmOptions, List<String> programOptions) {
        this(jar, java, jvmOptions, programOptions, false);
    }

    /** By the same Java as this. */
    public static Path thisJava() {
        return Path.of(System.getProperty("java.home"), "bin", "java");
    }

    public Launch {
        jvmOptions = List.copyOf(jvmOptions);
        programOptions = List.copyOf(programOptions);
    }

    /** With more options of the program's own. */
    public Launch with(List<String> more) {
        return new Launch(
                jar,
                java,
                jvmOptions,
                Stream.concat(programOptions.stream(), more.stream()).toList(),
                yielding);
    }

    /** For a load that would come from another machine: whoever makes it is never kept waiting by the program. */
    public Launch yieldingToOthers() {
        return new Launch(jar, java, jvmOptions, programOptions, true);
    }
}
