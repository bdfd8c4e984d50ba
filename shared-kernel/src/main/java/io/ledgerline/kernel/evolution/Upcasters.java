package io.ledgerline.kernel.evolution;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a context's events were once, and how they become what they are: one step from each revision to the next, in that
 * order, however they are registered. A step turns one event into one event of the same name. It is given the payload as it
 * is stored, where personal data is encrypted and stays so: it may move a text that it can't read, and never needs a key, so
 * it makes no difference to it whether the person is forgotten.
 */
public final class Upcasters {

    private final Map<String, List<Consumer<ObjectNode>>> steps;

    private Upcasters(Map<String, List<Consumer<ObjectNode>>> steps) {
        this.steps = steps;
    }

    public static Upcasters none() {
        return new Upcasters(Map.of());
    }

    /**
     * @param event logical name, such as {@code order.OrderPlaced}
     * @param steps changes a payload of revision 1 to revision 2, one of 2 to 3, and so on up to the event's revision. Each
     *     knows the two shapes between which it stands and nothing else: no class, for classes go on changing
     */
    @SafeVarargs
    public final Upcasters with(String event, Consumer<ObjectNode>... steps) {
        Map<String, List<Consumer<ObjectNode>>> more = new LinkedHashMap<>(this.steps);
        if (more.put(event, List.of(steps)) != null) {
            throw new IllegalArgumentException("The steps of " + event + " are given twice");
        }
        return new Upcasters(more);
    }

    Map<String, List<Consumer<ObjectNode>>> byEvent() {
        return Collections.unmodifiableMap(steps);
    }
}
