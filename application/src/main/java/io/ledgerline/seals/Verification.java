package io.ledgerline.seals;

import io.swagger.v3.oas.annotations.media.Schema;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Compares the log with its seals, from the beginning, until something differs. */
final class Verification {

    /** What was done to the log. */
    enum Reason {
        /** The event isn't as it was sealed. */
        CHANGED,
        /** There was an event. */
        REMOVED,
        /** There was none. */
        INSERTED,
        /** The seal that begins here isn't the one that was made. */
        SEAL_CHANGED,
        /** The chain as it is doesn't have the receipt's hash: it was made anew, or an older state was restored. */
        RECEIPT_DIFFERS
    }

    record Broken(long position, Reason reason) {}

    /**
     * @param events that were compared and are as they were sealed
     * @param head how far the chain is
     * @param firstBroken null if nothing differs
     */
    record Result(long events, SealHead head, @Nullable Broken firstBroken) {}

    /**
     * @param position how far it has come
     * @param total how far it will go
     */
    @Schema(name = "LogVerificationProgress")
    record Progress(long position, long total, long events) {}

    private final SealableLog log;
    private final Seals seals;
    private final Consumer<Progress> progress;

    private SealHead head;
    private long events;
    private List<LoggedEvent> page = List.of();
    private int next;
    private long read;
    private final long sealed;

    private Verification(SealableLog log, Seals seals, Consumer<Progress> progress) {
        this.log = log;
        this.seals = seals;
        this.progress = progress;
        this.head = SealHead.none(log.beforeFirst());
        this.sealed = seals.head().map(SealHead::position).orElse(log.beforeFirst());
        this.read = Long.MIN_VALUE;
    }

    /**
     * @param receipt a head that was exported earlier; null if there is none
     * @param progress is told from time to time
     */
    static Result run(SealableLog log, Seals seals, @Nullable SealHead receipt, Consumer<Progress> progress) {
        Verification verification = new Verification(log, seals, progress);
        Broken broken = verification.firstBroken(receipt);
        return new Result(verification.events, verification.head, broken);
    }

    private @Nullable Broken firstBroken(@Nullable SealHead receipt) {
        for (List<Seal> chain = seals.after(0); !chain.isEmpty(); chain = seals.after(head.number())) {
            for (Seal seal : chain) {
                Broken broken = firstBroken(seal, receipt);
                if (broken != null) {
                    return broken;
                }
                head = seal.head();
            }
            progress.accept(new Progress(head.position(), sealed, events));
        }
        return receipt != null && receipt.number() > head.number()
                ? new Broken(head.position() + 1, Reason.RECEIPT_DIFFERS)
                : null;
    }

    private @Nullable Broken firstBroken(Seal seal, @Nullable SealHead receipt) {
        if (!seal.follows(head)) {
            return new Broken(head.position() + 1, Reason.SEAL_CHANGED);
        }
        for (long position = seal.firstPosition(); position <= seal.lastPosition(); position++) {
            Broken broken = compare(position, seal.at(position));
            if (broken != null) {
                return broken;
            }
        }
        return receipt != null
                        && receipt.number() == seal.number()
                        && !receipt.hash().equals(seal.hash())
                ? new Broken(seal.firstPosition(), Reason.RECEIPT_DIFFERS)
                : null;
    }

    private @Nullable Broken compare(long position, Digest sealed) {
        Optional<LoggedEvent> found = peek();
        if (found.isPresent() && found.get().position() < position) {
            return new Broken(found.get().position(), Reason.INSERTED);
        }
        if (found.isEmpty() || found.get().position() > position) {
            return sealed.equals(Digest.NONE) ? null : new Broken(position, Reason.REMOVED);
        }
        if (sealed.equals(Digest.NONE)) {
            return new Broken(position, Reason.INSERTED);
        }
        if (!sealed.equals(found.get().digest())) {
            return new Broken(position, Reason.CHANGED);
        }
        next++;
        events++;
        return null;
    }

    /** The next event of the log that was not compared yet. */
    private Optional<LoggedEvent> peek() {
        if (next == page.size() && read < sealed) {
            page = log.read(read, sealed);
            next = 0;
            read = page.isEmpty() ? sealed : page.get(page.size() - 1).position();
        }
        return next < page.size() ? Optional.of(page.get(next)) : Optional.empty();
    }
}
