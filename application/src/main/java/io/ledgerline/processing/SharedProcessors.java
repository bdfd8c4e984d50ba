package io.ledgerline.processing;

import io.ledgerline.nodes.NodeId;
import io.ledgerline.nodes.Signals;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.StreamingEventProcessor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.DisposableBean;
import org.springframework.context.SmartLifecycle;

/**
 * Has the nodes share their processors: none has far more segments of one than another; what is paused rests on all nodes,
 * also after a restart; and one node can have a processor for itself for a while. Nodes tell each other; and each looks at
 * every claim interval.
 */
public final class SharedProcessors implements SmartLifecycle, DisposableBean, Signals.Listener {

    private static final Logger log = LoggerFactory.getLogger(SharedProcessors.class);

    private static final String TOPIC = "processors";

    /** Far more than anything takes that is done with a processor alone. */
    private static final Duration LONGEST_RESERVATION = Duration.ofMinutes(1);

    /** After which others have let go, or won't. */
    private static final Duration BEYOND_CLAIM_TIMEOUT = Duration.ofSeconds(3);

    private static final Duration LOOK = Duration.ofMillis(20);

    private final EventProcessingConfiguration processing;
    private final Agreements agreements;
    private final Claims claims;
    private final ProcessorProperties properties;
    private final Signals signals;
    private final String node;

    /** Those that this here has stopped. Guarded by this. */
    private final Set<String> stopped = new HashSet<>();

    private final Held held;
    private final Silence silence;
    private final BooleanSupplier logCanBeRead;
    private final Balance balance;
    private final LeftOpen leftOpen;

    /** Those that this node has for itself at the moment. */
    private final Set<String> reserved = ConcurrentHashMap.newKeySet();

    private volatile @Nullable ScheduledThreadPoolExecutor thread;
    private volatile @Nullable ScheduledThreadPoolExecutor watch;
    private volatile boolean leaving;

    /** Guarded by this. */
    private boolean gone;

    private boolean failing;

    SharedProcessors(
            EventProcessingConfiguration processing,
            Agreements agreements,
            Claims claims,
            ProcessorProperties properties,
            Signals signals,
            NodeId node,
            Held held,
            Silence silence,
            BooleanSupplier logCanBeRead) {
        this.processing = processing;
        this.agreements = agreements;
        this.claims = claims;
        this.properties = properties;
        this.signals = signals;
        this.node = node.value();
        this.held = held;
        this.silence = silence;
        this.logCanBeRead = logCanBeRead;
        this.balance = new Balance(agreements, claims, properties, node.value());
        this.leftOpen = new LeftOpen(agreements, claims, properties.claimTimeout());
        signals.listen(TOPIC, this);
    }

    /** On all nodes, until it is resumed. Returns when none works at it any more, or false if one still does. */
    public boolean pause(String processor) {
        agreements.pause(processor);
        tellOthers(processor);
        look();
        processor(processor).ifPresent(StreamingEventProcessor::shutDown);
        return await(() -> !claims.hasAnother(processor, node));
    }

    /** On all nodes. Doesn't wait for them. */
    public void resume(String processor) {
        agreements.resume(processor);
        tellOthers(processor);
        look();
    }

    /**
     * While no other node runs the processor.
     *
     * @param withAll whether all segments must be here; else it is enough that no other node has one
     * @return false, without having done it, if another node doesn't let go
     */
    public boolean alone(String processor, boolean withAll, Runnable action) {
        if (!agreements.reserve(processor, LONGEST_RESERVATION)) {
            return false;
        }
        reserved.add(processor);
        try {
            tellOthers(processor);
            boolean mine = await(() -> withAll ? claims.hasAll(processor, node) : !claims.hasAnother(processor, node));
            if (mine) {
                action.run();
            }
            return mine;
        } finally {
            reserved.remove(processor);
            agreements.giveBack(processor);
            tellOthers(processor);
        }
    }

    /** What a processor that doesn't run here has claimed nevertheless. */
    public void release(String processor) {
        claims.release(processor, node);
    }

    private void tellOthers(String processor) {
        signals.send(TOPIC, processor);
    }

    private boolean await(BooleanSupplier condition) {
        long deadline = System.nanoTime()
                + properties.claimTimeout().plus(BEYOND_CLAIM_TIMEOUT).toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() > deadline || Thread.currentThread().isInterrupted()) {
                return false;
            }
            LockSupport.parkNanos(LOOK.toNanos());
        }
        return true;
    }

    /**
     * One thing after the other.
     *
     * @return those that can take a segment here
     */
    private synchronized Map<String, StreamingEventProcessor> look() {
        if (gone) {
            return Map.of();
        }
        if (leaving) {
            agreements.sayAlive(Set.of());
            return Map.of();
        }
        Set<String> now = agreements.held();
        held.become(now);
        Map<String, StreamingEventProcessor> able = new HashMap<>();
        processors().forEach((name, processor) -> {
            if (now.contains(name)) {
                stop(name, processor);
            } else if (stopped.contains(name)) {
                start(name, processor);
            }
            if (!now.contains(name) && processor.isRunning() && !fails(processor)) {
                able.put(name, processor);
            }
        });
        agreements.sayAlive(able.keySet());
        return able;
    }

    /** Axon takes a failure for over only when segments are at work again; who has none would never get any. */
    private boolean fails(StreamingEventProcessor processor) {
        return processor.isError() && !(processor.processingStatus().isEmpty() && logCanBeRead.getAsBoolean());
    }

    private synchronized void lookAround() {
        Map<String, StreamingEventProcessor> able = look();
        if (!leaving) {
            leftOpen.look();
            balance.look(able, reserved);
        }
    }

    private void stop(String name, StreamingEventProcessor processor) {
        if (processor.isRunning()) {
            stopped.add(name);
            processor.shutdownAsync();
        }
    }

    private void start(String name, StreamingEventProcessor processor) {
        try {
            processor.start();
            stopped.remove(name);
        } catch (IllegalStateException e) {
            log.debug("Processor {} is still stopping; it is started a little later", name);
        }
    }

    private Map<String, StreamingEventProcessor> processors() {
        Map<String, StreamingEventProcessor> processors = new HashMap<>();
        processing
                .eventProcessors()
                .keySet()
                .forEach(name -> processor(name).ifPresent(it -> processors.put(name, it)));
        return processors;
    }

    private Optional<StreamingEventProcessor> processor(String name) {
        return processing.eventProcessor(name, StreamingEventProcessor.class);
    }

    @Override
    public void told(String what) {
        lookSoon();
    }

    @Override
    public void mayHaveMissedSome() {
        lookSoon();
    }

    private void lookSoon() {
        ScheduledThreadPoolExecutor looking = thread;
        if (looking != null) {
            try {
                looking.execute(() -> tryTo(this::look));
            } catch (RejectedExecutionException e) {
                log.debug("Nothing is agreed about any more: the program stops");
            }
        }
    }

    /** A failure is told once, and once more when it is over. */
    private void tryTo(Runnable look) {
        try {
            look.run();
            silence.spoke(failing);
            if (failing) {
                log.info("Processors are shared with other nodes again");
            }
            failing = false;
        } catch (RuntimeException e) {
            if (!failing) {
                log.warn("Processors can't be shared with other nodes at the moment", e);
            }
            failing = true;
        }
    }

    @Override
    public void start() {
        leaving = false;
        if (thread != null) {
            return;
        }
        ScheduledThreadPoolExecutor started =
                new ScheduledThreadPoolExecutor(1, new AxonThreadFactory("processors-shared"));
        long interval = properties.claimInterval().toMillis();
        started.scheduleWithFixedDelay(() -> tryTo(this::lookAround), 0, interval, TimeUnit.MILLISECONDS);
        thread = started;
        silence.begin();
        ScheduledThreadPoolExecutor watching = new ScheduledThreadPoolExecutor(1, new AxonThreadFactory("silence"));
        watching.scheduleWithFixedDelay(silence::look, interval, interval, TimeUnit.MILLISECONDS);
        watch = watching;
    }

    /**
     * Other nodes needn't leave anything to this one any more. But it has its segments until its work has come to an end, so it
     * still says that it is alive: nobody else may start under its id.
     */
    @Override
    public void stop() {
        leaving = true;
        ScheduledThreadPoolExecutor looking = thread;
        if (looking != null) {
            try {
                looking.submit(() -> tryTo(this::look)).get(1, TimeUnit.SECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (ExecutionException | TimeoutException e) {
                log.debug("Others find out a little later that this node stops", e);
            }
        }
    }

    /** When nothing works here any more. Nothing is said after that. */
    @Override
    public void destroy() {
        ScheduledThreadPoolExecutor looking = thread;
        ScheduledThreadPoolExecutor watching = watch;
        thread = null;
        watch = null;
        if (watching != null) {
            watching.shutdownNow();
        }
        if (looking != null) {
            looking.shutdownNow();
            sayGone();
        }
    }

    private synchronized void sayGone() {
        gone = true;
        try {
            agreements.sayGone();
        } catch (RuntimeException e) {
            log.debug("Others find out by themselves that this node is gone", e);
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null && !leaving;
    }
}
