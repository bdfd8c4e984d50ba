package io.ledgerline.benchmark;

import io.ledgerline.benchmark.Options.Part;
import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The rows of the table that one program after the other is measured for. */
final class Table {

    private final PrintStream out;
    private final Options options;
    private final Report report;

    Table(PrintStream out, Options options) throws IOException {
        this.out = out;
        this.options = options;
        this.report = Report.of(options);
    }

    /** @return true: rates are what they are */
    boolean run() throws Exception {
        try {
            measure();
        } finally {
            // What was measured until something went wrong is worth to be seen.
            report.finish(out, options.report());
        }
        if (options.isAnyWanted(Part.IMPORT) && options.month() == null) {
            out.println("No import: for that, say --import=FILE");
        }
        return true;
    }

    private void measure() throws Exception {
        if (options.isAnyWanted(Part.ORDERS, Part.KEY, Part.EXISTING, Part.READS, Part.CURVE)) {
            try (OpenShop shop = OpenShop.openWithoutProcesses(out, options)) {
                measure(withoutProcesses(shop));
            }
        }
        if (options.isAnyWanted(Part.CONFIRMED, Part.HOT)) {
            try (OpenShop shop = OpenShop.open(out, options)) {
                measure(withProcesses(shop));
            }
        }
        if (options.isAnyWanted(Part.IMPORT) && options.month() != null) {
            new Importing(out, options).measure(options.month(), report);
        }
        if (options.isAnyWanted(Part.START)) {
            try (OpenShop shop = OpenShop.open(out, options)) {
                new Starting(shop, options).measure(report);
            }
        }
    }

    private List<Subject> withoutProcesses(OpenShop shop) {
        List<Subject> subjects = new ArrayList<>();
        if (options.isAnyWanted(Part.ORDERS, Part.KEY)) {
            subjects.add(new Placing(shop, options, options.isAnyWanted(Part.ORDERS), options.isAnyWanted(Part.KEY)));
        }
        if (options.isAnyWanted(Part.EXISTING)) {
            subjects.add(new Changing(shop, options));
        }
        if (options.isAnyWanted(Part.READS)) {
            subjects.add(new Reading(shop, options));
        }
        if (options.isAnyWanted(Part.CURVE)) {
            subjects.add(new Curve(shop, options));
        }
        return subjects;
    }

    private List<Subject> withProcesses(OpenShop shop) {
        List<Subject> subjects = new ArrayList<>();
        if (options.isAnyWanted(Part.CONFIRMED)) {
            subjects.add(new Confirming(shop, options, false));
        }
        if (options.isAnyWanted(Part.HOT)) {
            subjects.add(new Confirming(shop, options, true));
        }
        return subjects;
    }

    private void measure(List<Subject> subjects) throws Exception {
        for (Subject subject : subjects) {
            subject.warmUp();
        }
        for (int run = 1; run <= options.runs(); run++) {
            out.printf("Run %d of %d%n", run, options.runs());
            for (Subject subject : subjects) {
                subject.measure();
            }
        }
        subjects.forEach(subject -> subject.report(report));
    }
}
