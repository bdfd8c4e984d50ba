package io.ledgerline.query.rebuild;

import io.ledgerline.query.ReadRefused.RebuildInProgress;
import io.ledgerline.query.ReadRefused.ViewNotFound;
import io.ledgerline.query.View;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.stereotype.Component;

/** Rebuilds of this node, one of a view at a time on all nodes. Blocks. */
@Component
class Rebuilds implements SmartLifecycle {

    static final String ALL = "all";

    private static final Logger log = LoggerFactory.getLogger(Rebuilds.class);

    /** Two at a time: commands and reads go on meanwhile. The others wait. */
    private static final int AT_ONCE = 2;

    private final List<View> views;
    private final EventStore events;
    private final DataSource read;
    private final Serializer serializer;
    private final RebuildRecords records;
    private final Set<Rebuild> running = ConcurrentHashMap.newKeySet();
    private volatile boolean open;
    private final ExecutorService executor;

    Rebuilds(
            List<View> views,
            EventStore events,
            @Qualifier("readDataSource") DataSource read,
            @Qualifier("eventSerializer") Serializer serializer) {
        this.views = views.stream().sorted(Comparator.comparing(View::name)).toList();
        this.events = events;
        this.read = read;
        this.serializer = serializer;
        this.records = new RebuildRecords(new JdbcTemplate(read));
        // Each view is there once at most, and once more for the start.
        this.executor = new ThreadPoolExecutor(
                AT_ONCE,
                AT_ONCE,
                0,
                TimeUnit.SECONDS,
                new LinkedBlockingQueue<>(views.size() + 1),
                new AxonThreadFactory("rebuild"));
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
        begin(name.equals(ALL) ? views : List.of(find(name)), startedBy);
    }

    private void begin(List<View> wanted, String startedBy) {
        List<RebuildSession> sessions = new ArrayList<>();
        try {
            for (View view : wanted) {
                sessions.add(RebuildSession.open(read, view).orElseThrow(() -> new RebuildInProgress(view.name())));
            }
            while (!sessions.isEmpty()) {
                Rebuild rebuild = new Rebuild(sessions.get(0), events, read, serializer);
                rebuild.begin(startedBy);
                run(rebuild);
                sessions.remove(0);
            }
        } finally {
            sessions.forEach(RebuildSession::close);
        }
    }

    private void run(Rebuild rebuild) {
        running.add(rebuild);
        executor.execute(() -> {
            try {
                rebuild.run();
            } finally {
                running.remove(rebuild);
            }
        });
        if (!open) {
            rebuild.stop();
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
        Optional<RebuildSession> session = RebuildSession.open(read, view);
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
        running.forEach(Rebuild::stop);
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
