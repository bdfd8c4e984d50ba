package io.ledgerline.nodes;

import io.ledgerline.query.api.OtherNodes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.FluxSink;
import reactor.core.scheduler.Schedulers;

/** Tells other nodes what was written to the views, and those who follow it here what was written elsewhere. */
final class SharedViews implements OtherNodes, Signals.Listener {

    private static final String TOPIC = "views";

    private static final Duration UNTIL_ALL_ARE_TOLD = Duration.ofSeconds(1);

    private final Signals signals;
    private final AtomicInteger missed = new AtomicInteger();
    private final Map<String, List<FluxSink<Object>>> followers = new ConcurrentHashMap<>();
    private final Map<String, List<Listener>> listeners = new ConcurrentHashMap<>();

    SharedViews(Signals signals) {
        this.signals = signals;
        signals.listen(TOPIC, this);
    }

    @Override
    public void tell(String view, String key) {
        signals.send(TOPIC, name(view, key));
    }

    @Override
    public Flux<?> news(String view, String key) {
        String name = name(view, key);
        return Flux.<Object>create(
                follower -> {
                    followers.compute(name, (it, others) -> with(others, follower));
                    follower.onDispose(
                            () -> followers.computeIfPresent(name, (it, others) -> without(others, follower)));
                },
                FluxSink.OverflowStrategy.LATEST);
    }

    @Override
    public void listen(String view, Listener listener) {
        listeners.computeIfAbsent(view, it -> new CopyOnWriteArrayList<>()).add(listener);
    }

    private static List<FluxSink<Object>> with(@Nullable List<FluxSink<Object>> others, FluxSink<Object> follower) {
        List<FluxSink<Object>> all = others == null ? new CopyOnWriteArrayList<>() : others;
        all.add(follower);
        return all;
    }

    private static @Nullable List<FluxSink<Object>> without(List<FluxSink<Object>> all, FluxSink<Object> follower) {
        all.remove(follower);
        return all.isEmpty() ? null : all;
    }

    private static String name(String view, String key) {
        return view + " " + key;
    }

    @Override
    public void told(String what) {
        int space = what.indexOf(' ');
        // First, so that who reads it again because of this reads nothing that is remembered.
        listeners
                .getOrDefault(what.substring(0, space), List.of())
                .forEach(listener -> listener.written(what.substring(space + 1)));
        followers.getOrDefault(what, List.of()).forEach(SharedViews::tell);
    }

    @Override
    public void mayHaveMissedSome() {
        listeners.values().forEach(all -> all.forEach(Listener::anythingMayHaveBeenWritten));
        if (missed.getAndIncrement() == 0) {
            tellAll();
        }
    }

    /** Not all at once: each of them reads. What is missed meanwhile, they are told when that is over. */
    private void tellAll() {
        int before = missed.get();
        followers
                .values()
                .forEach(all -> all.forEach(follower -> later(
                        ThreadLocalRandom.current().nextLong(UNTIL_ALL_ARE_TOLD.toMillis()), () -> tell(follower))));
        later(UNTIL_ALL_ARE_TOLD.toMillis(), () -> {
            if (missed.addAndGet(-before) > 0) {
                tellAll();
            }
        });
    }

    private static void later(long millis, Runnable work) {
        Schedulers.parallel().schedule(work, millis, TimeUnit.MILLISECONDS);
    }

    private static void tell(FluxSink<Object> follower) {
        follower.next(Boolean.TRUE);
    }
}
