package io.ledgerline.imports;

import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Works on the imports that nobody else works on, one at a time, from where they stopped. It starts after, and stops
 * before, everything that it needs.
 */
final class ImportWorker implements SmartLifecycle {

    private static final Logger log = LoggerFactory.getLogger(ImportWorker.class);
    private static final Duration TIME_TO_STOP = Duration.ofSeconds(10);
    private static final long TIDYING_EVERY = TimeUnit.MINUTES.toNanos(1);

    private final Imports imports;
    private final CreditNotes creditNotes;
    private final StagedFiles files;
    private final ImportCommands commands;
    private final ImportProperties settings;
    private final Clock clock;
    private final boolean autoStartup;

    /** Distinguishes this run of the program from any other, before and beside it. */
    private final String owner = UUID.randomUUID().toString();

    private final Semaphore news = new Semaphore(0);
    private volatile @Nullable Thread thread;
    private long tidiedAt = System.nanoTime() - TIDYING_EVERY;

    /**
     * @param autoStartup whether imports are carried out here; else another instance does
     */
    ImportWorker(
            Imports imports,
            CreditNotes creditNotes,
            StagedFiles files,
            ImportCommands commands,
            ImportProperties settings,
            Clock clock,
            boolean autoStartup) {
        this.imports = imports;
        this.creditNotes = creditNotes;
        this.files = files;
        this.commands = commands;
        this.settings = settings;
        this.clock = clock;
        this.autoStartup = autoStartup;
    }

    @Override
    public boolean isAutoStartup() {
        return autoStartup;
    }

    /** There is a new import: no need to wait until it is found. */
    void wake() {
        news.release();
    }

    @Override
    public synchronized void start() {
        Thread worker = new Thread(this::work, "import-worker");
        worker.setDaemon(true);
        thread = worker;
        worker.start();
    }

    @Override
    public synchronized void stop() {
        Thread worker = thread;
        if (worker == null) {
            return;
        }
        thread = null;
        worker.interrupt();
        try {
            worker.join(TIME_TO_STOP.toMillis());
            imports.release(owner);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException e) {
            log.info("Imports are not released and go on once their lease has ended: {}", e.toString());
        }
    }

    @Override
    public boolean isRunning() {
        return thread != null;
    }

    private void work() {
        while (isRunning()) {
            try {
                Optional<Lease> lease = imports.take(owner, settings.lease());
                if (lease.isPresent()) {
                    carryOut(lease.get());
                } else {
                    tidy();
                    await();
                }
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                if (!isRunning()) {
                    return;
                }
                log.warn("Imports pause: {}", e.toString(), e);
                if (!awaitAfterFailure()) {
                    return;
                }
            }
        }
    }

    private void carryOut(Lease first) throws InterruptedException {
        Lease lease = first;
        Steps steps = new Steps(settings.parallelism(), settings.lease().dividedBy(4), settings.giveUpAfter());
        Runnable alive = () -> imports.renew(first, settings.lease());
        InvoiceRun invoiceRun = new InvoiceRun(lease, commands, steps);
        CreditRun creditRun = new CreditRun(lease, commands, steps, creditNotes, settings.lease());
        log.info("Import {} goes on at line {}", lease.importId(), lease.nextLine());
        try {
            Batch batch = imports.next(lease, settings.batchSize());
            while (!batch.rows().isEmpty()) {
                lease = imports.settle(lease, invoiceRun.carryOut(batch, alive), settings.lease());
                batch = imports.next(lease, settings.batchSize());
            }
            batch = creditNotes.next(lease, settings.batchSize());
            while (!batch.rows().isEmpty()) {
                lease = imports.settle(lease, creditRun.carryOut(batch, alive), settings.lease());
                batch = creditNotes.next(lease, settings.batchSize());
            }
            imports.complete(lease, clock.instant());
            log.info("Import {} is completed", lease.importId());
        } catch (Lease.Lost e) {
            log.info("{}", e.getMessage());
        } catch (Steps.Stuck e) {
            log.error("Import {} has failed", lease.importId(), e);
            imports.fail(lease, String.valueOf(e.getMessage()), clock.instant());
        }
    }

    private void tidy() {
        if (System.nanoTime() - tidiedAt >= TIDYING_EVERY) {
            tidiedAt = System.nanoTime();
            files.dropAbandoned();
        }
    }

    private void await() throws InterruptedException {
        if (news.tryAcquire(settings.pollInterval().toMillis(), TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
    }

    /** The lease may still be ours: it ends while we wait, or is taken again by us. */
    private boolean awaitAfterFailure() {
        try {
            await();
            imports.release(owner);
            return true;
        } catch (InterruptedException e) {
            return false;
        } catch (RuntimeException e) {
            log.debug("The lease could not be released; it ends by itself", e);
            return true;
        }
    }
}
