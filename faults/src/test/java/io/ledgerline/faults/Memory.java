package io.ledgerline.faults;

import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.stream.Collectors;

/** What all clients remember: each command that they sent, and its answer. */
final class Memory {

    private final Map<String, Sent> answered = new ConcurrentHashMap<>();
    private final Queue<Again> again = new ConcurrentLinkedQueue<>();
    private final Set<String> sent = ConcurrentHashMap.newKeySet();
    private final Map<String, Long> failures = new ConcurrentSkipListMap<>();

    /** What was answered, and the answer that it got another time. */
    record Again(Sent sent, Answer answer) {}

    void sends(Command command) {
        sent.add(command.id());
    }

    void remember(Sent command) {
        answered.put(command.command().id(), command);
    }

    void compare(Sent sent, Answer answer) {
        again.add(new Again(sent, answer));
    }

    Collection<Again> again() {
        return again;
    }

    /** How many of those commands that were answered again needed more than one attempt at first. */
    long losersAskedAgain() {
        return again.stream()
                .map(Again::sent)
                .filter(it -> it.attempts() > 1)
                .distinct()
                .count();
    }

    /** No answer, or one that says to ask again. */
    void failed(Optional<Answer> answer) {
        failures.merge(answer.map(it -> it.status() + " " + it.code()).orElse("no answer"), 1L, Long::sum);
    }

    boolean wasSent(String id) {
        return sent.contains(id);
    }

    Collection<Sent> answered() {
        return answered.values();
    }

    int answers() {
        return answered.size();
    }

    long failures() {
        return failures.values().stream().mapToLong(Long::longValue).sum();
    }

    Map<String, Long> failuresByKind() {
        return failures;
    }

    /** @return how many were acknowledged, and of these how many were sent more than once, for each kind */
    Map<Kind, int[]> acknowledged() {
        Map<Kind, int[]> counts = new TreeMap<>();
        for (Sent each : answered.values()) {
            if (each.answer().isSuccess()) {
                int[] count = counts.computeIfAbsent(each.command().kind(), kind -> new int[2]);
                count[0]++;
                count[1] += each.attempts() > 1 ? 1 : 0;
            }
        }
        return counts;
    }

    Map<String, Long> refused() {
        return answered.values().stream()
                .filter(each -> !each.answer().isSuccess())
                .collect(Collectors.groupingBy(each -> each.answer().code(), TreeMap::new, Collectors.counting()));
    }
}
