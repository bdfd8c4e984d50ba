package io.ledgerline.http;

import io.ledgerline.http.CommandState.Outcome;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Takes commands to be carried out later, and tells what became of them. */
final class LaterCommands implements Commands {

    private static final Logger LOG = LoggerFactory.getLogger(LaterCommands.class);

    private final StoredCommands stored;
    private final CommandWorker worker;
    private final LaterProperties.Log log;
    private final Scheduler threads;

    LaterCommands(StoredCommands stored, CommandWorker worker, LaterProperties.Log log, ExecutorService executor) {
        this.stored = stored;
        this.worker = worker;
        this.log = log;
        this.threads = Schedulers.fromExecutorService(executor);
    }

    @Override
    public Mono<CommandState> accept(SubmittedCommand command) {
        if (worker.isFull()) {
            return Mono.error(new RejectedExecutionException("too many commands wait already"));
        }
        return on(() -> {
            stored.insert(command, null);
            worker.wake();
            return stored.find(command.id(), command.context().caller())
                    .orElseThrow()
                    .asAccepted();
        });
    }

    @Override
    public Mono<Void> log(SubmittedCommand command, Outcome outcome) {
        return log.keeps(outcome.status())
                ? on(() -> stored.insert(command, outcome))
                        .doOnError(failure -> LOG.warn("Command {} can't be kept in the log", command.id(), failure))
                        .onErrorComplete()
                        .then()
                : Mono.empty();
    }

    @Override
    public Mono<CommandState> find(String commandId, @Nullable String caller) {
        return on(() -> stored.find(commandId, caller)).flatMap(Mono::justOrEmpty);
    }

    private <T> Mono<T> on(Callable<T> work) {
        return Mono.fromCallable(work).subscribeOn(threads);
    }
}
