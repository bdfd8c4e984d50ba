package io.ledgerline.kernel.evolution;

import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.aggregate.EventSourcedAggregate;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ObjectNode;

/**
 * All events' revisions, and the way from each to that of today. A revision is a whole number, from 1. Everything else that
 * is stored under a logical name (snapshots, commands, sagas) is no event, and none of this one's business.
 */
public final class Revisions {

    private static final int FIRST = 1;

    private final Set<String> others = new HashSet<>();
    private final Map<String, String> current = new HashMap<>();
    private final Map<String, List<Consumer<ObjectNode>>> steps = new HashMap<>();

    /**
     * @throws IllegalArgumentException if a step is missing, or is one too many
     */
    public Revisions(Collection<LogicalTypes> modules, Collection<Upcasters> upcasters) {
        modules.forEach(module -> module.byName().forEach(this::add));
        upcasters.forEach(each -> each.byEvent().forEach(this::add));
        current.forEach((event, revision) -> {
            int known = FIRST + steps.getOrDefault(event, List.of()).size();
            if (!Integer.toString(known).equals(revision)) {
                throw new IllegalArgumentException(
                        "%s has revision %s, and upcasters up to revision %d".formatted(event, revision, known));
            }
        });
    }

    private void add(String name, Class<?> type) {
        Revision revision = type.getAnnotation(Revision.class);
        if (revision == null || EventSourcedAggregate.class.isAssignableFrom(type)) {
            others.add(name);
        } else {
            current.put(name, revision.value());
        }
    }

    private void add(String event, List<Consumer<ObjectNode>> changes) {
        if (!current.containsKey(event)) {
            throw new IllegalArgumentException("There is no event " + event + " to have upcasters");
        }
        if (steps.put(event, changes) != null) {
            throw new IllegalArgumentException("The steps of " + event + " are given twice");
        }
    }

    /** Whether this is an event of today's shape, or no event. */
    public boolean isCurrent(String name, @Nullable String revision) {
        String known = current.get(name);
        return known == null ? others.contains(name) : known.equals(revision);
    }

    /** Whether it can be read, as it is or through upcasters. */
    public boolean isKnown(String name, @Nullable String revision) {
        return isCurrent(name, revision) || isOlder(name, revision);
    }

    private boolean isOlder(String event, @Nullable String revision) {
        String known = current.get(event);
        int stored = number(revision);
        return known != null && FIRST <= stored && stored < number(known);
    }

    /**
     * @return today's revision of the event
     * @throws UnknownEvent if the name, or the revision, is not known
     */
    public String current(String event, @Nullable String revision) {
        String known = current.get(event);
        if (known == null || !isKnown(event, revision)) {
            throw new UnknownEvent(event, revision);
        }
        return known;
    }

    /**
     * Brings a payload to today's shape.
     *
     * @param payload is changed
     * @throws UnknownEvent if the name, or the revision, is not known
     */
    public void upcast(String event, @Nullable String revision, ObjectNode payload) {
        current(event, revision);
        steps.getOrDefault(event, List.of()).stream()
                .skip(number(revision) - FIRST)
                .forEach(step -> step.accept(payload));
    }

    private static int number(@Nullable String revision) {
        return revision != null && revision.matches("[1-9][0-9]{0,8}") ? Integer.parseInt(revision) : 0;
    }
}
