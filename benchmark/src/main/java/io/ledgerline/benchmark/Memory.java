package io.ledgerline.benchmark;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalDouble;

/** What a process has of the machine's memory (resident set, in MB), as Linux tells it; elsewhere nobody does. */
final class Memory {

    private static final double KILOBYTES = 1_024;

    private Memory() {}

    static OptionalDouble now(ProcessHandle process) throws IOException {
        return of(process, "VmRSS:");
    }

    /** Since it began. */
    static OptionalDouble most(ProcessHandle process) throws IOException {
        return of(process, "VmHWM:");
    }

    private static OptionalDouble of(ProcessHandle process, String what) throws IOException {
        Path status = Path.of("/proc", Long.toString(process.pid()), "status");
        if (!Files.isReadable(status)) {
            return OptionalDouble.empty();
        }
        return Files.readAllLines(status).stream()
                .filter(line -> line.startsWith(what))
                .mapToDouble(line -> Long.parseLong(line.replaceAll("\\D", "")) / KILOBYTES)
                .findFirst();
    }
}
