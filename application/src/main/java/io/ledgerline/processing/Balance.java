package io.ledgerline.processing;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.jspecify.annotations.Nullable;

/**
 * Gives away half of what this node has more of than another that could run it, and takes back what nobody took. Looks at
 * each claim interval, on one thread.
 */
final class Balance {

    /** Who takes something does so within an interval. */
    private static final int LOOKS_FOR_OTHERS = 2;

    private final Agreements agreements;
    private final Claims claims;
    private final String node;

    /**
     * Over by the look after the one that sees what was taken over from a dead node: else that would be left to it again. Who is
     * only slow gets something at the next look.
     */
    private final Duration alive;

    private Map<String, Map<Integer, Optional<String>>> before = Map.of();

    /**
     * By processor and segment: in how many looks it has been free, as far as this node goes. Axon doesn't claim it for up to a
     * minute, depending on how long the work took that was under way when it was given.
     */
    private final Map<String, Map<Integer, Integer>> given = new HashMap<>();

    Balance(Agreements agreements, Claims claims, ProcessorProperties properties, String node) {
        this.agreements = agreements;
        this.claims = claims;
        this.node = node;
        this.alive = properties.claimInterval().multipliedBy(2);
    }

    /**
     * @param able those that work here, by name
     * @param reserved of which nothing is given away
     */
    void look(Map<String, StreamingEventProcessor> able, Set<String> reserved) {
        Map<String, Set<String>> others = agreements.othersAlive(alive);
        if (others.isEmpty() && given.isEmpty()) {
            before = Map.of();
            return;
        }
        Map<String, Map<Integer, Optional<String>>> all = claims.all();
        able.forEach((name, processor) -> {
            Map<Integer, Optional<String>> owners = all.getOrDefault(name, Map.of());
            takeBack(name, processor, owners);
            boolean settled = owners.equals(before.get(name)) && !owners.containsValue(Optional.<String>empty());
            if (settled && !reserved.contains(name)) {
                others.entrySet().stream()
                        .filter(other -> other.getValue().contains(name))
                        .mapToLong(other -> count(owners, other.getKey()))
                        .min()
                        .ifPresent(least -> giveAway(name, processor, (count(owners, node) - least) / 2));
            }
        });
        before = all;
    }

    private static long count(Map<Integer, Optional<String>> owners, String node) {
        return owners.values().stream().filter(Optional.of(node)::equals).count();
    }

    private void giveAway(String name, StreamingEventProcessor processor, long segments) {
        processor.processingStatus().keySet().stream()
                .sorted(Comparator.reverseOrder())
                .limit(Math.max(0, segments))
                .forEach(segment -> {
                    processor.releaseSegment(segment);
                    given.computeIfAbsent(name, it -> new HashMap<>()).put(segment, 0);
                });
    }

    private void takeBack(String name, StreamingEventProcessor processor, Map<Integer, Optional<String>> owners) {
        Map<Integer, Integer> looks = given.getOrDefault(name, new HashMap<>());
        Set<Integer> here = new HashSet<>(processor.processingStatus().keySet());
        looks.entrySet()
                .removeIf(it -> isTaken(owners.get(it.getKey())) || it.getValue() > 0 && here.contains(it.getKey()));
        looks.replaceAll((segment, times) -> here.contains(segment) ? 0 : times + 1);
        looks.forEach((segment, times) -> {
            if (times > LOOKS_FOR_OTHERS) {
                processor.claimSegment(segment);
            }
        });
        if (looks.isEmpty()) {
            given.remove(name);
        }
    }

    /** By another node; or it is there no more. */
    private boolean isTaken(@Nullable Optional<String> owner) {
        return owner == null || owner.filter(it -> !it.equals(node)).isPresent();
    }
}
