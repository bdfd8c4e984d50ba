package io.ledgerline.catalog;

import io.ledgerline.catalog.api.ReservationId;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** What is kept for whom. Part of a stock item's state; depends on what is in the log alone. */
final class Reservations {

    /**
     * How long an ended reservation is remembered. A request for it may still be on its way when it ends (its sender
     * has given up waiting, or has crashed); granted then, it would hold pieces for nobody. Far longer than any command
     * can be on its way, short enough that a busy stock stays small.
     */
    private static final Duration MEMORY = Duration.ofHours(1);

    private int total;
    private Map<ReservationId, Integer> held = new LinkedHashMap<>();
    private Map<ReservationId, Instant> over = new LinkedHashMap<>();

    /** The last change of those that were changed; of those that are over for good, one that none is newer than. */
    private Map<ReservationId, Long> changes = new HashMap<>();

    /** How many pieces of it have left. */
    private Map<ReservationId, Integer> deducted = new HashMap<>();

    int total() {
        return total;
    }

    int heldBy(ReservationId id) {
        return held.getOrDefault(id, 0);
    }

    boolean isOver(ReservationId id) {
        return over.containsKey(id);
    }

    /** Over for good: also a newer change comes too late. */
    boolean isClosed(ReservationId id) {
        return !isNewer(id, Long.MAX_VALUE);
    }

    boolean isNewer(ReservationId id, long change) {
        return change > changes.getOrDefault(id, Long.MIN_VALUE);
    }

    void hold(ReservationId id, int pieces) {
        held.put(id, pieces);
        total += pieces;
    }

    void giveBack(ReservationId id, int pieces, Instant at) {
        total -= pieces;
        int left = heldBy(id) - pieces;
        if (left > 0) {
            held.put(id, left);
            return;
        }
        close(id, at);
    }

    /** One that holds nothing. */
    void close(ReservationId id, Instant at) {
        changes.put(id, Long.MAX_VALUE);
        end(id, at);
    }

    /** As long as it is remembered; 0 if nothing was, or that is forgotten. */
    int deductedFrom(ReservationId id) {
        return deducted.getOrDefault(id, 0);
    }

    void deduct(ReservationId id, int pieces, Instant at) {
        deducted.merge(id, pieces, Integer::sum);
        giveBack(id, pieces, at);
    }

    void change(ReservationId id, int pieces, long change, Instant at) {
        total += pieces - heldBy(id);
        changes.put(id, change);
        if (pieces > 0) {
            held.put(id, pieces);
            over.remove(id);
        } else {
            end(id, at);
        }
    }

    /** Moves it to the end if it was over already, so that the eldest are the first. */
    private void end(ReservationId id, Instant at) {
        held.remove(id);
        over.remove(id);
        over.put(id, at);
        forgetBefore(at.minus(MEMORY));
    }

    private void forgetBefore(Instant forgotten) {
        var eldest = over.entrySet().iterator();
        while (eldest.hasNext()) {
            var entry = eldest.next();
            if (!entry.getValue().isBefore(forgotten)) {
                break;
            }
            changes.remove(entry.getKey());
            deducted.remove(entry.getKey());
            eldest.remove();
        }
    }
}
