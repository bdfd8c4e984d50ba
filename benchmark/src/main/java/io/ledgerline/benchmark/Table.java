package io.ledgerline.benchmark;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** The rows of the table that one program after the other is measured for. */
final class Table {

    private final PrintStream out;
    private final Options options;
    private final Report report = new Report();

    Table(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    /** @return true: rates are what they are */
    boolean run() throws Exception {
        if (options.isAnyWanted(Options.Part.ORDERS, Options.Part.KEY, Options.Part.EXISTING, Options.Part.READS)) {
            try (OpenShop shop = OpenShop.openWithoutProcesses(out, options)) {
                measure(withoutProcesses(shop));
            }
        }
        if (options.isAnyWanted(Options.Part.CONFIRMED, Options.Part.HOT)) {
            try (OpenShop shop = OpenShop.open(out, options)) {
                measure(withProcesses(shop));
            }
        }
        report.print(out);
        return true;
    }

    private List<Subject> withoutProcesses(OpenShop shop) {
        List<Subject> subjects = new ArrayList<>();
        if (options.isAnyWanted(Options.Part.ORDERS, Options.Part.KEY)) {
            subjects.add(new Placing(
                    shop, options, options.isAnyWanted(Options.Part.ORDERS), options.isAnyWanted(Options.Part.KEY)));
        }
        if (options.isAnyWanted(Options.Part.EXISTING)) {
            subjects.add(new Changing(shop, options));
        }
        if (options.isAnyWanted(Options.Part.READS)) {
            subjects.add(new Reading(shop, options));
        }
        return subjects;
    }

    private List<Subject> withProcesses(OpenShop shop) {
        List<Subject> subjects = new ArrayList<>();
        if (options.isAnyWanted(Options.Part.CONFIRMED)) {
            subjects.add(new Confirming(shop, options, false));
        }
        if (options.isAnyWanted(Options.Part.HOT)) {
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
