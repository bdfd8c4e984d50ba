package io.ledgerline.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/** How fast a long log is compared with its seals. */
final class Verifying {

    private static final double TARGET = 20_000;
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private final PrintStream out;
    private final Options options;

    Verifying(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    /** @return whether the log is as it was sealed */
    boolean run() throws Exception {
        try (OpenShop shop = OpenShop.open(out, options)) {
            shop.fill(options.events());
            boolean good = true;
            for (int number = 1; number <= options.runs(); number++) {
                good &= verify(shop, out);
            }
            return good;
        }
    }

    /** When all is sealed, so that nothing else is measured. */
    static boolean verify(OpenShop shop, PrintStream out) throws Exception {
        awaitSeals(shop);
        // Not those that are there afterwards: the question is one of them, and not sealed yet.
        long written = shop.number("select count(*) from write.events");
        CpuShares.Watch cpu = CpuShares.watch(shop.program());
        long began = System.nanoTime();
        JsonNode answer = Api.expect(shop.api().post("/admin/log/verify", "")).json();
        double taken = OpenShop.seconds(began);
        long events = answer.path("events").asLong();
        boolean good = answer.path("verified").asBoolean() && events >= written;
        out.printf(
                "Log verified: %b, %,d events in %.1f s: %,.0f events/s (target %,.0f)   %s%n",
                good, events, taken, events / taken, TARGET, cpu.stop().per(events));
        return good;
    }

    private static void awaitSeals(OpenShop shop) throws Exception {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (Api.expect(shop.api().get("/admin/log")).json().path("position").asLong() < shop.last()) {
            if (System.nanoTime() > deadline) {
                throw new IOException("The log isn't sealed in time");
            }
            TimeUnit.MILLISECONDS.sleep(500);
        }
    }
}
