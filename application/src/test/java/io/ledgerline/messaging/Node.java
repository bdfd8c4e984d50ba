package io.ledgerline.messaging;

import io.ledgerline.TestDatabase;
import io.ledgerline.eventstore.TestLog;
import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.messaging.GroupingCommandBus.Grouping;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicInteger;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.EventSourcingRepository;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.modelling.command.AggregateAnnotationCommandHandler;

/** The command side of one node of several on one log. */
final class Node {

    /** Lets commands gather until the test has them handled. */
    static final class Gathering implements Executor {

        private final Queue<Runnable> waiting = new ArrayDeque<>();

        @Override
        public void execute(Runnable lane) {
            waiting.add(lane);
        }

        void handleAll() {
            for (Runnable lane = waiting.poll(); lane != null; lane = waiting.poll()) {
                lane.run();
            }
        }
    }

    private final AtomicInteger begun = new AtomicInteger();
    private final GroupingCommandBus bus;

    Node(TestDatabase database, Executor executor, int lanes) {
        this(database, executor, lanes, true);
    }

    /**
     * @param readsAhead whether the store can tell in one go how far streams have come; if not, as with Axon Server, what
     *     came from memory is checked before it is answered
     */
    Node(TestDatabase database, Executor executor, int lanes, boolean readsAhead) {
        TestLog log =
                TestLog.on(database, LogicalTypes.of("purse", Purse.class, Purse.Filled.class, Purse.Taken.class));
        AggregateCache aggregates = new AggregateCache(
                100, readsAhead ? log.streams() : streams -> log.streams().heads(streams));
        bus = new GroupingCommandBus(
                new Grouping(lanes, 10_000, Lanes.WhenFull.REFUSE, 50, executor),
                counting(log.transactions()),
                aggregates);
        bus.registerHandlerInterceptor(new CorrelationDataInterceptor<>(List.of(new MetadataCorrelation())));
        bus.registerHandlerInterceptor(new RefusalInterceptor());
        AggregateAnnotationCommandHandler.<Purse>builder()
                .aggregateType(Purse.class)
                .repository(EventSourcingRepository.builder(Purse.class)
                        .eventStore(log.events())
                        .cache(aggregates)
                        .build())
                .build()
                .subscribe(bus);
    }

    private TransactionManager counting(TransactionManager transactions) {
        return () -> {
            begun.incrementAndGet();
            return transactions.startTransaction();
        };
    }

    int transactionsBegun() {
        return begun.get();
    }

    GroupingCommandBus bus() {
        return bus;
    }

    CompletableFuture<CommandResultMessage<?>> send(Object command) {
        return send(command, UUID.randomUUID().toString());
    }

    CompletableFuture<CommandResultMessage<?>> send(Object command, String id) {
        CompletableFuture<CommandResultMessage<?>> result = new CompletableFuture<>();
        bus.dispatch(
                new GenericCommandMessage<>(
                        command, Map.of(MessageMetadata.CAUSED_BY, id, MessageMetadata.COMMAND_ID, id)),
                (sent, answer) -> result.complete(answer));
        return result;
    }

    /** What a command was answered: its version, its refusal's code, or the name of what went wrong. */
    static String answer(CompletableFuture<CommandResultMessage<?>> result) {
        CommandResultMessage<?> answer = result.join();
        if (!answer.isExceptional()) {
            return String.valueOf(answer.getPayload());
        }
        return answer.exceptionResult() instanceof CommandExecutionException refused
                        && refused.getDetails().orElse(null) instanceof Refusal refusal
                ? refusal.code()
                : answer.exceptionResult().getClass().getSimpleName();
    }
}
