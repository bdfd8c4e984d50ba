package io.ledgerline.benchmark;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What went wrong, and how often. */
final class Failures {

    private final Map<String, Long> counts = new TreeMap<>();

    void add(String what) {
        counts.merge(what, 1L, Long::sum);
    }

    void add(Failures others) {
        others.counts.forEach((what, count) -> counts.merge(what, count, Long::sum));
    }

    long count() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    @Override
    public String toString() {
        return counts.isEmpty()
                ? "none"
                : counts.entrySet().stream()
                        .map(each -> each.getValue() + " × " + each.getKey())
                        .collect(Collectors.joining(", "));
    }
}
