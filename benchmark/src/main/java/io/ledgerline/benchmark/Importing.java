package io.ledgerline.benchmark;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import tools.jackson.databind.JsonNode;

/**
 * A retailer's month, taken in by a program that has just been started with new data, and once more by the same program: the
 * same lines, but of other invoices and other customers.
 */
final class Importing {

    private final PrintStream out;
    private final Options options;
    private final List<Double> cold = new ArrayList<>();
    private final List<Double> warm = new ArrayList<>();

    Importing(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    void measure(Path file, Report report) throws Exception {
        String month = Files.readString(file);
        for (int run = 1; run <= options.runs(); run++) {
            out.printf("Run %d of %d%n", run, options.runs());
            try (OpenShop shop = OpenShop.openEmpty(out, options)) {
                JsonNode first = take(shop, "from a cold start", month, cold);
                // The second one is still compiling; the third is what is measured.
                take(shop, "warming up", ofOthers(month, 1), new ArrayList<>());
                JsonNode again = take(shop, "warm", ofOthers(month, 2), warm);
                if (!again.path("rowsImported").equals(first.path("rowsImported"))) {
                    out.printf(
                            "  Not the same work: %s rows were imported first, and %s then%n",
                            first.path("rowsImported"), again.path("rowsImported"));
                }
            }
        }
        report.add(Row.of("import of a month, lines from a cold start", cold, "/s", Goal.atLeast(2_000, 10_000)));
        report.add(Row.of("import of a month, lines, warm", warm, "/s", Goal.atLeast(5_000, 10_000)));
    }

    /** Invoices have numbers of six digits that begin with a 5, customers of five with a 1: the first digit is made another. */
    private static String ofOthers(String month, int number) {
        return month.replaceAll("(?m)^([A-Z]?)5(\\d{5},)", "$1" + (5 + number) + "$2")
                .replaceAll("(?m),1(\\d{4}(\\.0)?,[^,\\n]*)$", "," + (1 + number) + "$1");
    }

    private JsonNode take(OpenShop shop, String how, String lines, List<Double> rates) throws Exception {
        CpuShares.Watch cpu = CpuShares.watch(shop.program());
        long began = System.nanoTime();
        String id = Api.expect(shop.api().post("/imports?format=online-retail", lines, "Content-Type", "text/csv"))
                .json()
                .path("id")
                .asString();
        JsonNode state = state(shop, id);
        while (!state.path("status").asString().equals("completed")) {
            if (state.path("status").asString().equals("failed")) {
                throw new IOException("The import failed: " + state);
            }
            TimeUnit.MILLISECONDS.sleep(50);
            state = state(shop, id);
        }
        double taken = OpenShop.seconds(began);
        long rows = state.path("rowsTotal").asLong();
        rates.add(rows / taken);
        out.printf(
                "  import %-20s %,d lines in %.1f s: %,.0f/s   %s%n",
                how, rows, taken, rows / taken, cpu.stop().per(rows));
        return state;
    }

    private static JsonNode state(OpenShop shop, String id) throws IOException, InterruptedException {
        return Api.expect(shop.api().get("/imports/" + id)).json();
    }
}
