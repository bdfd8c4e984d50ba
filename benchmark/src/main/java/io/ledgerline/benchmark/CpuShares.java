package io.ledgerline.benchmark;

import com.sun.management.OperatingSystemMXBean;
import io.ledgerline.testbed.Program;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Who used the machine during a run, in percent of all its cores. On a machine that others use too, the time that a
 * request costs says more than the rate.
 *
 * @param program without its PostgreSQL
 * @param generator this process
 * @param others what else ran here; if it is much, the rates are too low
 * @param seconds of CPU that there were in all
 */
record CpuShares(double program, double postgres, double generator, double others, double seconds) {

    private static final OperatingSystemMXBean MACHINE =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    static Watch watch(Program program) {
        MACHINE.getCpuLoad();
        return new Watch(program);
    }

    /** Counts from when it is made. */
    static final class Watch {

        private final Program watched;
        private final long began = System.nanoTime();
        private final long program;
        private final Map<Long, Long> postgres;
        private final long generator;

        private Watch(Program watched) {
            this.watched = watched;
            this.program = nanos(watched.process());
            this.postgres = servers(watched.postgres());
            this.generator = MACHINE.getProcessCpuTime();
        }

        CpuShares stop() {
            double all = (System.nanoTime() - began) * (double) MACHINE.getAvailableProcessors() / 100;
            double ofProgram = (nanos(watched.process()) - program) / all;
            double ofPostgres = nanosOfServers() / all;
            double ofGenerator = (MACHINE.getProcessCpuTime() - generator) / all;
            double rest = MACHINE.getCpuLoad() * 100 - ofProgram - ofPostgres - ofGenerator;
            return new CpuShares(ofProgram, ofPostgres, ofGenerator, Math.max(0, rest), all * 100 / 1e9);
        }

        private long nanosOfServers() {
            return servers(watched.postgres()).entrySet().stream()
                    .mapToLong(now -> now.getValue() - postgres.getOrDefault(now.getKey(), 0L))
                    .sum();
        }
    }

    private static long nanos(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** PostgreSQL's processes, one for each connection; the pools keep theirs for longer than a run. */
    private static Map<Long, Long> servers(ProcessHandle postmaster) {
        return Stream.concat(Stream.of(postmaster), postmaster.descendants())
                .collect(Collectors.toMap(ProcessHandle::pid, CpuShares::nanos));
    }

    /** @param requests that were answered meanwhile */
    String per(long requests) {
        double millis = millisOfOnePercent(requests);
        return "CPU: program %.0f %%, PostgreSQL %.0f %%, load generator %.0f %%, others %.0f %%; a request: %.2f + %.2f + %.2f ms"
                .formatted(
                        program, postgres, generator, others, program * millis, postgres * millis, generator * millis);
    }

    /** What one percent of the machine comes to for each of so many requests. */
    double millisOfOnePercent(long requests) {
        return seconds * 10 / Math.max(1, requests);
    }
}
