package io.ledgerline.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.testbed.Launch;
import io.ledgerline.testbed.Program;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Ten times what the program can take. It runs as shipped, with the compilers and the collector of its own choice, and leaves
 * the callers their share of the machine: they would be elsewhere.
 */
@Tag("faults")
class OverloadIT {

    private static final int CALLERS = 16;
    private static final int TIMES = 10;

    /** In bytes: caches fill a little further. */
    private static final long MOST_GROWTH = 64 << 20;

    private static final Duration WARM_UP = seconds("warm-up", 40);
    /** A second's, in a flood that comes before the one that is measured. */
    private static final double FLOOD = 1_500;

    private static final Duration ONSET = Duration.ofSeconds(10);
    private static final Duration MEASURED = Duration.ofSeconds(15);
    private static final Duration OVERLOADED = seconds("overload", 60);

    /** As {@code ./ledgerline} has it, without its archive. */
    private static final List<String> AS_LAUNCHED = List.of("-XX:+UseParallelGC", "-Xms128m", "-Xmx1g");

    private Program program;
    private Callers callers;

    private static Duration seconds(String name, int otherwise) {
        return Duration.ofSeconds(Integer.getInteger("faults." + name, otherwise));
    }

    @BeforeEach
    void start() throws Exception {
        program = Program.start(new Launch(Campaign.JAR, Launch.thisJava(), AS_LAUNCHED, List.of()).yieldingToOthers());
        callers = new Callers(program.address());
        callers.listProducts();
    }

    @AfterEach
    void stop() {
        callers.close();
        program.close();
    }

    @Test
    void givenTenTimesTheLoadThatItCanTake_thenItTurnsAwayWhatIsTooMuchAndDoesTheRestInTime() throws Exception {
        callers.inTurn(CALLERS, WARM_UP);
        Tally first = callers.atRate(FLOOD, ONSET);
        Campaign.say("the first flood, with the callers' connections still to be made: " + first);
        assertThat(first.errors()).isEmpty();
        callers.inTurn(CALLERS, ONSET);
        Tally before = callers.inTurn(CALLERS, MEASURED);
        double rate = before.accepted() / seconds(MEASURED);
        Campaign.say("what it can take: %.0f/s; %s".formatted(rate, before));
        assertThat(before.errors()).isEmpty();
        long heapBefore = liveHeap();

        long began = System.nanoTime();
        Tally overload = callers.atRate(rate * TIMES, OVERLOADED);
        double took = (System.nanoTime() - began) / 1e9;
        Campaign.say("offered %.0f/s, for %.0f s, until all was answered %.1f s: accepted %.0f/s; %s"
                .formatted(rate * TIMES, seconds(OVERLOADED), took, overload.accepted() / took, overload));

        Tally after = callers.inTurn(CALLERS, MEASURED);
        double rateAfter = after.accepted() / seconds(MEASURED);
        long heapAfter = liveHeap();
        Campaign.say("afterwards: %.0f/s; %s".formatted(rateAfter, after));
        Campaign.say("live heap: %d MB before, %d MB after".formatted(heapBefore >> 20, heapAfter >> 20));

        assertThat(overload.errors()).isEmpty();
        assertThat(overload.commandsP99()).isLessThan(Duration.ofSeconds(1));
        assertThat(after.errors()).isEmpty();
        assertThat(rateAfter).isGreaterThan(0.8 * rate);
        assertThat(heapAfter - heapBefore).isLessThan(MOST_GROWTH);
    }

    private static double seconds(Duration time) {
        return time.toNanos() / 1e9;
    }

    /** Bytes of what is still there after a collection. */
    private long liveHeap() throws IOException, InterruptedException {
        jcmd("GC.run");
        String used = jcmd("GC.heap_info");
        long kilobytes = used.lines()
                .filter(line -> line.matches(".* used \\d+K.*"))
                .filter(line -> !line.contains("Metaspace") && !line.contains("class space"))
                .mapToLong(line -> Long.parseLong(line.replaceAll(".* used (\\d+)K.*", "$1")))
                .sum();
        assertThat(kilobytes).as(used).isPositive();
        return kilobytes << 10;
    }

    private String jcmd(String command) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Launch.thisJava().resolveSibling("jcmd").toString(),
                        Long.toString(program.process().pid()),
                        command)
                .redirectErrorStream(true)
                .start();
        String said = new String(process.getInputStream().readAllBytes());
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }
}
