package io.ledgerline.testbed;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * How the program is run.
 *
 * @param jar the packaged program
 * @param java the command that runs it
 * @param jvmOptions its JVM's
 * @param programOptions its own; port and data directory are given to it anyway
 * @param yielding it and its PostgreSQL have what others on this machine leave them
 * @param launcher the script that runs the jar with that Java; null if that is run itself
 */
public record Launch(
        Path jar,
        Path java,
        List<String> jvmOptions,
        List<String> programOptions,
        boolean yielding,
        @Nullable Path launcher) {

    public Launch(Path jar, Path java, List<String> jvmOptions, List<String> programOptions) {
        this(jar, java, jvmOptions, programOptions, false, null);
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
                yielding,
                launcher);
    }

    /** For a load that would come from another machine: whoever makes it is never kept waiting by the program. */
    public Launch yieldingToOthers() {
        return new Launch(jar, java, jvmOptions, programOptions, true, launcher);
    }

    /** As its users run it. */
    public Launch by(Path script) {
        return new Launch(jar, java, jvmOptions, programOptions, yielding, script);
    }

    ProcessBuilder process(List<String> options) {
        List<String> command = new ArrayList<>(yielding ? List.of("nice", "-n", "10") : List.of());
        ProcessBuilder process = new ProcessBuilder(command);
        if (launcher == null) {
            command.add(java.toString());
            command.addAll(jvmOptions);
            command.addAll(List.of("-jar", jar.toString()));
        } else {
            command.add(launcher.toAbsolutePath().toString());
            // Of a java command only its directory's parent can be told.
            process.environment()
                    .put(
                            "JAVA_HOME",
                            java.toAbsolutePath().getParent().getParent().toString());
            process.environment().put("JAVA_OPTIONS", String.join(" ", jvmOptions));
            process.environment().put("LEDGERLINE_JAR", jar.toAbsolutePath().toString());
        }
        command.addAll(options);
        return process;
    }
}
