package io.ledgerline.administration;

import io.ledgerline.administration.ProcessRefusal.ProcessAtWork;
import io.ledgerline.administration.ProcessRefusal.ProcessNotAbandonable;
import io.ledgerline.administration.ProcessRefusal.ProcessNotFound;
import io.ledgerline.administration.ProcessStatus.State;
import io.ledgerline.administration.ProcessorRefusal.ProcessorPaused;
import io.ledgerline.administration.ProcessorStatus.SegmentStatus;
import io.ledgerline.kernel.process.Decision;
import io.ledgerline.processing.ProcessorProperties.Side;
import io.ledgerline.scheduling.PendingAlarms;
import io.ledgerline.scheduling.PendingAlarms.Pending;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Processes that don't get on: orders that are pending for long, questions that nobody has answered, alarms that are late
 * or fail, and processors that are stopped by what one of them fails with. Blocks.
 */
final class Processes {

    static final String ORDER = "order:";
    private static final String ALARM = "alarm:";
    private static final String PROCESSOR = "processor:";

    /** Takes orders on. */
    private static final String ORDER_PROCESS = "order-process";

    private final PendingOrders orders;
    private final PendingAlarms alarms;
    private final RunningProcessors processors;
    private final ProcessorReport report;
    private final LogEnd log;
    private final Clock clock;

    Processes(
            PendingOrders orders,
            PendingAlarms alarms,
            RunningProcessors processors,
            ProcessorReport report,
            LogEnd log,
            Clock clock) {
        this.orders = orders;
        this.alarms = alarms;
        this.processors = processors;
        this.report = report;
        this.log = log;
        this.clock = clock;
    }

    /**
     * The oldest first.
     *
     * @param olderThan how long they have waited at least
     * @param after the last one of the page before; null for the first page
     */
    List<ProcessStatus> waiting(Duration olderThan, @Nullable Place after, int limit) {
        Instant before = clock.instant().minus(olderThan);
        Place last = after == null ? Place.BEFORE_ALL : after;
        List<ProcessStatus> found = new ArrayList<>();
        Map<String, ProcessorStatus> here = here();
        stopped(here, before).forEach(found::add);
        orders.since(before, last, limit).forEach(order -> found.add(of(order, here.get(ORDER_PROCESS))));
        alarms.overdue(before, last.since(), last.id(), limit).forEach(alarm -> found.add(of(alarm)));
        return found.stream()
                .sorted(Comparator.comparing(Place::of))
                .filter(it -> Place.of(it).compareTo(last) > 0)
                .limit(limit)
                .toList();
    }

    /** How many {@link #waiting} would tell of. */
    long count(Duration olderThan) {
        Instant before = clock.instant().minus(olderThan);
        return stopped(here(), before).size() + orders.count(before) + alarms.countOverdue(before);
    }

    /** Where a process stands among all. */
    record Place(Instant since, String id) implements Comparable<Place> {

        static final Place BEFORE_ALL = new Place(Instant.EPOCH, "");

        static Place of(ProcessStatus process) {
            return new Place(process.since(), process.id());
        }

        @Override
        public int compareTo(Place other) {
            return Comparator.comparing(Place::since).thenComparing(Place::id).compare(this, other);
        }
    }

    /**
     * Has its next step tried at once, if it waits for a time to try again. Its steps can be taken twice, and so can this.
     *
     * @throws ProcessNotFound if it doesn't wait
     * @throws ProcessorPaused if what takes it on is paused
     */
    void retry(String id) {
        if (id.startsWith(ALARM)) {
            Pending alarm = alarm(id);
            alarms.ringNow(alarm.kind(), alarm.id());
        } else if (id.startsWith(ORDER)) {
            if (!orders.isPending(id.substring(ORDER.length()))) {
                throw new ProcessNotFound(id);
            }
            tryAgain(ORDER_PROCESS);
        } else if (id.startsWith(PROCESSOR)) {
            String processor = id.substring(PROCESSOR.length());
            if (!waits(processor)) {
                throw new ProcessNotFound(id);
            }
            tryAgain(processor);
        } else {
            throw new ProcessNotFound(id);
        }
    }

    private boolean waits(String processor) {
        return processors.all().containsKey(processor)
                && processors.side(processor) == Side.WRITE
                && firstWaiting(report.of(processor)).isPresent();
    }

    private void tryAgain(String name) {
        if (!processors.named(name).isRunning()) {
            throw new ProcessorPaused(name);
        }
        processors.again(name);
    }

    /**
     * Ends it without what it waits for, in a way that is true of what it is about: an order that isn't confirmed is
     * cancelled, a change taken back, a payment or refund has failed.
     *
     * @throws ProcessNotFound if it doesn't wait
     * @throws ProcessNotAbandonable if there is no such way
     * @throws ProcessAtWork if it is just trying
     */
    void abandon(String id, Decision decision) {
        if (id.startsWith(ORDER)) {
            if (!orders.abandon(id.substring(ORDER.length()), decision)) {
                throw new ProcessNotFound(id);
            }
        } else if (id.startsWith(ALARM)) {
            Pending alarm = alarm(id);
            if (!alarms.canBeGivenUp(alarm.kind())) {
                throw new ProcessNotAbandonable(id);
            }
            if (alarm.ringing()) {
                throw new ProcessAtWork(id);
            }
            if (!alarms.giveUp(alarm.kind(), alarm.id(), decision)) {
                throw new ProcessNotFound(id);
            }
        } else if (id.startsWith(PROCESSOR)) {
            throw new ProcessNotAbandonable(id);
        } else {
            throw new ProcessNotFound(id);
        }
    }

    /** The stream that a process is about; null if it is about many. */
    @Nullable
    String about(String id) {
        if (id.startsWith(ORDER)) {
            return "order-" + id.substring(ORDER.length());
        }
        return id.startsWith(ALARM) ? alarm(id).about() : null;
    }

    private Pending alarm(String id) {
        String[] parts = id.split(":", 3);
        if (parts.length < 3) {
            throw new ProcessNotFound(id);
        }
        return alarms.find(parts[1], parts[2].replace(':', '/')).orElseThrow(() -> new ProcessNotFound(id));
    }

    private Map<String, ProcessorStatus> here() {
        Map<String, ProcessorStatus> here = new TreeMap<>();
        report.all().forEach(processor -> here.put(processor.name(), processor));
        return here;
    }

    private List<ProcessStatus> stopped(Map<String, ProcessorStatus> here, Instant before) {
        List<ProcessStatus> stopped = new ArrayList<>();
        here.values().stream()
                .filter(processor -> processors.side(processor.name()) == Side.WRITE)
                .forEach(processor -> firstWaiting(processor)
                        .filter(since -> since.isBefore(before))
                        .ifPresent(since -> stopped.add(of(processor, since))));
        return stopped;
    }

    /** When the first event was recorded that it has not handled; empty if it has handled all. */
    private Optional<Instant> firstWaiting(ProcessorStatus processor) {
        return processor.segments().stream()
                .filter(segment -> segment.lagEvents() != null && segment.lagEvents() > 0)
                .map(SegmentStatus::position)
                .filter(Objects::nonNull)
                .min(Comparator.naturalOrder())
                .flatMap(log::recordedAfter);
    }

    private static ProcessStatus of(ProcessorStatus processor, Instant since) {
        return new ProcessStatus(
                PROCESSOR + processor.name(),
                processor.name(),
                state(processor),
                null,
                since,
                "%d events to be handled, at most".formatted(processor.lagEvents()),
                null,
                processor.error(),
                false);
    }

    private static State state(@Nullable ProcessorStatus processor) {
        if (processor == null) {
            return State.WAITING;
        }
        return switch (processor.state()) {
            case PAUSED -> State.PAUSED;
            case ERROR -> State.FAILING;
            case RUNNING -> State.WAITING;
        };
    }

    private static ProcessStatus of(PendingOrders.Pending order, @Nullable ProcessorStatus processor) {
        return new ProcessStatus(
                ORDER + order.orderId(),
                "order-fulfilment",
                state(processor),
                "order-" + order.orderId(),
                order.since(),
                ORDER_PROCESS + " to reserve its stock",
                null,
                processor == null ? null : processor.error(),
                true);
    }

    private ProcessStatus of(Pending alarm) {
        String waitsFor = alarm.waitsFor();
        return new ProcessStatus(
                alarm.name(),
                alarm.kind(),
                alarm.failures() > 0 ? State.FAILING : State.WAITING,
                alarm.about(),
                alarm.setAt(),
                waitsFor == null ? "its time, " + alarm.next() : waitsFor,
                alarm.next(),
                alarm.lastError(),
                alarms.canBeGivenUp(alarm.kind()));
    }
}
