package io.ledgerline.scheduling;

import com.github.kagkarlsson.scheduler.Scheduler;
import org.springframework.context.SmartLifecycle;

/** Started last, when everything that alarms use is there; and stopped first. */
final class SchedulerLifecycle implements SmartLifecycle {

    private final Scheduler scheduler;
    private final boolean autoStartup;
    private volatile boolean running;

    /**
     * @param autoStartup whether alarms ring here
     */
    SchedulerLifecycle(Scheduler scheduler, boolean autoStartup) {
        this.scheduler = scheduler;
        this.autoStartup = autoStartup;
    }

    @Override
    public boolean isAutoStartup() {
        return autoStartup;
    }

    @Override
    public void start() {
        scheduler.start();
        running = true;
    }

    @Override
    public void stop() {
        running = false;
        scheduler.stop();
    }

    @Override
    public boolean isRunning() {
        return running;
    }
}
