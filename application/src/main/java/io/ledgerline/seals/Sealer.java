package io.ledgerline.seals;

import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Seals what can't change any more. Any number of nodes may do it at once. */
final class Sealer {

    /** Digests of one seal are a row of at most 64 KiB. */
    private static final int MOST_POSITIONS = 2_000;

    private final SealableLog log;
    private final Seals seals;
    private final Clock clock;

    Sealer(SealableLog log, Seals seals, Clock clock) {
        this.log = log;
        this.seals = seals;
        this.clock = clock;
    }

    SealHead head() {
        return seals.head().orElseGet(() -> SealHead.none(log.beforeFirst()));
    }

    /** Seals everything that is decided by now. */
    void seal() {
        long decided = log.decided();
        if (decided <= head().position()) {
            return;
        }
        boolean more = true;
        while (more && !Thread.currentThread().isInterrupted()) {
            more = seals.add(() -> next(decided));
        }
    }

    private Optional<Seal> next(long decided) {
        SealHead head = head();
        long last = Math.min(decided, head.position() + MOST_POSITIONS);
        return last <= head.position()
                ? Optional.empty()
                : Optional.of(Seal.after(head, digests(head.position(), last), clock.instant()));
    }

    private List<Digest> digests(long after, long upTo) {
        List<Digest> digests = new ArrayList<>();
        long position = after;
        for (List<LoggedEvent> page = log.read(after, upTo); !page.isEmpty(); page = log.read(position, upTo)) {
            for (LoggedEvent event : page) {
                fill(digests, event.position() - 1 - after);
                digests.add(event.digest());
                position = event.position();
            }
        }
        fill(digests, upTo - after);
        return digests;
    }

    /** Positions that never came are sealed as such, so that nothing can be put there later. */
    private static void fill(List<Digest> digests, long size) {
        while (digests.size() < size) {
            digests.add(Digest.NONE);
        }
    }
}
