package io.ledgerline.query.rebuild;

import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.query.ReadRefused.RebuildInProgress;
import io.ledgerline.query.ReadRefused.ViewNotFound;
import io.ledgerline.query.ReadRefused.ViewNotRepairable;
import io.ledgerline.query.View;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import javax.sql.DataSource;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Rebuilds and repairs of this node, one of a view at a time on all nodes. Blocks. */
@Component
class Rebuilds implements SmartLifecycle {

    static final String ALL = "all";

    private static final Logger log = LoggerFactory.getLogger(Rebuilds.class);

    /** Two at a time: commands and reads go on meanwhile. The others wait. */
    private static final int AT_ONCE = 2;

    /** A rebuild waits so long for a processor that stands still: it may have another node to go to, or be looked after. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final List<View> views;
    private final EventStore events;
    private final DataSource read;
    private final Serializer serializer;
    private final Duration patience;
    private final RebuildRecords records;
    private final Set<Renewal> running = ConcurrentHashMap.newKeySet();
    private volatile boolean open;
    private final ExecutorService executor;

    @Autowired
    Rebuilds(
            List<View> views,
            EventStore events,
            @Qualifier("readDataSource") DataSource read,
            @Qualifier("eventSerializer") Serializer serializer) {
        this(views, events, read, serializer, PATIENCE);
    }

    /**
     * @param patience how long a rebuild waits for a processor that stands still
     */
    Rebuilds(List<View> views, EventStore events, DataSource read, Serializer serializer, Duration patience) {
        this.views = views.stream().sorted(Comparator.comparing(View::name)).toList();
        this.events = events;
        this.read = read;
        this.serializer = serializer;
        this.patience = patience;
        this.records = new RebuildRecords(new JdbcTemplate(read));
        // Each view is there once at most, besides those that were cancelled before they had a thread.
        this.executor = Executors.newFixedThreadPool(AT_ONCE, new AxonThreadFactory("rebuild"));
    }

    List<ViewState> views() {
        return views.stream().map(this::state).toList();
    }

    /** @throws ViewNotFound if there is none of that name */
    ViewState view(String name) {
        return state(find(name));
    }

    private ViewState state(View view) {
        int codeVersion = records.codeVersion(view);
        return new ViewState(
                view.name(),
                view.processor(),
                codeVersion,
                records.progress(view).orElse(null));
    }

    /**
     * Begins, and doesn't wait.
     *
     * @param name of a view, or {@link #ALL}
     * @throws ViewNotFound if there is none of that name
     * @throws RebuildInProgress if one of these is being rebuilt, on any node; then none is begun
     */
    void begin(String name, String startedBy) {
        begin(named(name), startedBy);
    }

    private List<View> named(String name) {
        return name.equals(ALL) ? views : List.of(find(name));
    }

    private void begin(List<View> wanted, String startedBy) {
        List<Rebuild> rebuilds = begin(
                wanted,
                NextTables.SCHEMA,
                startedBy,
                null,
                session -> new Rebuild(session, events, read, serializer, patience));
        execute(new RebuildTogether(events, rebuilds, rebuild -> execute(rebuild, List.of(rebuild))), rebuilds);
    }

    /**
     * Begins to correct what events from a position on have made, and doesn't wait.
     *
     * @param name of a view, or {@link #ALL}
     * @throws ViewNotFound if there is none of that name
     * @throws ViewNotRepairable if one of these can only be made anew as a whole
     * @throws RebuildInProgress if one of these is being rebuilt or repaired, on any node; then none is begun
     * @throws InvalidValue if the log doesn't go that far
     */
    void repair(String name, long from, String startedBy) {
        List<View> wanted = named(name);
        wanted.stream()
                .filter(view -> view.repairing(read).isEmpty())
                .findFirst()
                .ifPresent(view -> {
                    throw new ViewNotRepairable(view.name());
                });
        long last = ProcessorTokens.position(events.createHeadToken());
        if (from < 0 || from > last) {
            throw new InvalidValue("from", "must be a position in the log, of which %d is the last".formatted(last));
        }
        begin(wanted, NextTables.IN_USE, startedBy, from, session -> repair(session, from))
                .forEach(repair -> execute(repair, List.of(repair)));
    }

    private Repair repair(RebuildSession session, long from) {
        Object projection = session.view().repairing(session.next()).orElseThrow();
        return new Repair(session, events, read, serializer, projection, from);
    }

    /** All of them, or none. */
    private <R extends Renewal> List<R> begin(
            List<View> wanted,
            String schema,
            String startedBy,
            @Nullable Long from,
            Function<RebuildSession, R> renewal) {
        List<RebuildSession> sessions = new ArrayList<>();
        List<R> begun = new ArrayList<>();
        try {
            for (View view : wanted) {
                sessions.add(
                        RebuildSession.open(read, view, schema).orElseThrow(() -> new RebuildInProgress(view.name())));
            }
            while (!sessions.isEmpty()) {
                R next = renewal.apply(sessions.get(0));
                next.begin(startedBy, from);
                begun.add(next);
                sessions.remove(0);
            }
            return begun;
        } catch (RuntimeException | Error e) {
            begun.forEach(it -> it.fail(e));
            throw e;
        } finally {
            sessions.forEach(RebuildSession::close);
        }
    }

    private void execute(Runnable work, List<? extends Renewal> renewals) {
        running.addAll(renewals);
        if (!open) {
            renewals.forEach(Renewal::stop);
        }
        try {
            executor.execute(() -> {
                try {
                    work.run();
                } finally {
                    running.removeIf(Renewal::isOver);
                }
            });
        } catch (RejectedExecutionException e) {
            renewals.forEach(it -> it.does(() -> {
                throw new RebuildStopped(State.INTERRUPTED);
            }));
        }
    }

    /**
     * The old view stays. Does nothing if it isn't being rebuilt.
     *
     * @throws ViewNotFound if there is none of that name
     */
    void cancel(String name) {
        View view = find(name);
        records.cancel(view);
        running.stream().filter(it -> it.view().equals(view)).forEach(Renewal::cancel);
        running.removeIf(Renewal::isOver);
        tidyUp(view);
    }

    private View find(String name) {
        return views.stream()
                .filter(view -> view.name().equals(name))
                .findFirst()
                .orElseThrow(ViewNotFound::new);
    }

    /** What somebody who was killed has left. */
    private void tidyUp(View view) {
        Optional<RebuildSession> session = RebuildSession.open(read, view, NextTables.SCHEMA);
        session.ifPresent(mine -> {
            try (mine) {
                new NextTables(mine.jdbc()).drop(view);
                records.interrupted(view);
            }
        });
    }

    @Override
    public void start() {
        open = true;
        executor.execute(this::takeUp);
    }

    /** Views whose code says that they have to be other ones are read as they are until they are made anew. */
    private void takeUp() {
        for (View view : views) {
            try {
                tidyUp(view);
                if (records.codeVersion(view) < view.codeVersion()) {
                    begin(List.of(view), "process:rebuild");
                }
            } catch (RebuildInProgress e) {
                log.debug("View {} is being rebuilt by another node", view.name());
            } catch (RuntimeException e) {
                log.warn("What an earlier rebuild of view {} has left can't be looked at", view.name(), e);
            }
        }
    }

    @Override
    public void stop() {
        open = false;
        running.forEach(Renewal::stop);
        executor.shutdown();
        try {
            if (!executor.awaitTermination(10, TimeUnit.SECONDS)) {
                executor.shutdownNow();
            }
        } catch (InterruptedException e) {
            executor.shutdownNow();
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public boolean isRunning() {
        return open;
    }
}
