package io.ledgerline.messaging;

import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.aggregate.EventSourcedAggregate;
import java.util.List;
import java.util.concurrent.Executor;
import org.axonframework.commandhandling.CommandCallback;
import org.axonframework.commandhandling.CommandExecutionException;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.commandhandling.CommandResultMessage;
import org.axonframework.commandhandling.DuplicateCommandHandlerResolution;
import org.axonframework.commandhandling.GenericCommandResultMessage;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.distributed.AnnotationRoutingStrategy;
import org.axonframework.commandhandling.distributed.RoutingStrategy;
import org.axonframework.commandhandling.distributed.UnresolvedRoutingKeyPolicy;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.messaging.MessageHandler;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.DefaultUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Handles commands that wait at the same time together: one transaction, one append, one wait for the disk. Commands of
 * one stream are handled in their order, by one thread at a time.
 *
 * <p>Each command has a unit of work of its own within that of the group, so its events carry its own metadata, and one
 * that a rule refuses leaves nothing behind and the others alone. All are answered once the group is on disk. If anything
 * else goes wrong, nothing of the group is kept: one that fails is handled apart from the others, which try again; if
 * another writer was faster, each half tries again by itself, down to the one that it is about; if the database fails, so
 * do all.
 */
final class GroupingCommandBus extends SimpleCommandBus {

    private static final Logger log = LoggerFactory.getLogger(GroupingCommandBus.class);

    /** Which stream a command is for. */
    static final RoutingStrategy STREAMS = AnnotationRoutingStrategy.builder()
            .annotationType(TargetAggregateIdentifier.class)
            .fallbackRoutingStrategy(UnresolvedRoutingKeyPolicy.ERROR)
            .build();

    private final TransactionManager transactions;
    private final AggregateCache aggregates;
    private final Lanes<Waiting<?, ?>> lanes;

    /** Where groups are handled: as many at the same time as there are lanes. */
    record Grouping(int lanes, int capacityOfLane, Lanes.WhenFull whenFull, int mostInGroup, Executor executor) {}

    GroupingCommandBus(Grouping grouping, TransactionManager transactions, AggregateCache aggregates) {
        super(SimpleCommandBus.builder()
                .duplicateCommandHandlerResolver(DuplicateCommandHandlerResolution.rejectDuplicates())
                // A refused command that has touched nothing leaves its aggregate fit for the next one of the group.
                .rollbackConfiguration(failure -> !CurrentUnitOfWork.map(EventSourcedAggregate::isUntouched)
                        .orElse(false)));
        this.transactions = transactions;
        this.aggregates = aggregates;
        this.lanes = new Lanes<>(
                grouping.lanes(),
                grouping.capacityOfLane(),
                grouping.whenFull(),
                grouping.mostInGroup(),
                grouping.executor(),
                this::handle);
    }

    /** How many commands wait for their turn. */
    int waiting() {
        return lanes.waiting();
    }

    @Override
    protected <C, R> void handle(
            CommandMessage<C> command,
            MessageHandler<? super CommandMessage<?>> handler,
            CommandCallback<? super C, ? super R> callback) {
        String stream = STREAMS.getRoutingKey(command);
        lanes.add(stream, new Waiting<>(stream, command, handler, callback));
    }

    private <C, R> void handleNow(
            CommandMessage<C> command,
            MessageHandler<? super CommandMessage<?>> handler,
            CommandCallback<? super C, ? super R> callback) {
        super.handle(command, handler, callback);
    }

    private void handle(List<Waiting<?, ?>> group) {
        Attempt attempt = new Attempt(group);
        Throwable failure = attempt.carryOut();
        if (failure == null) {
            group.forEach(Waiting::answer);
        } else if (group.size() > 1 && attempt.failedIn >= 0) {
            apart(group, attempt.failedIn, attempt.failedIn + 1);
        } else if (group.size() > 1 && ConflictRetryingCommandBus.isConflict(failure)) {
            apart(group, group.size() / 2);
        } else {
            group.forEach(waiting -> waiting.answer(failure));
        }
    }

    private void apart(List<Waiting<?, ?>> group, int... cuts) {
        int begin = 0;
        for (int cut : cuts) {
            handleSome(group.subList(begin, cut));
            begin = cut;
        }
        handleSome(group.subList(begin, group.size()));
    }

    private void handleSome(List<Waiting<?, ?>> some) {
        if (!some.isEmpty()) {
            handle(some);
        }
    }

    /** To handle a group in one transaction. */
    private final class Attempt {

        private final List<Waiting<?, ?>> group;

        /** Which of the group failed; -1 if it was none of them. */
        private int failedIn = -1;

        Attempt(List<Waiting<?, ?>> group) {
            this.group = group;
        }

        /** @return why nothing of it was kept; null if all of it is on disk */
        @Nullable
        Throwable carryOut() {
            UnitOfWork<?> together = DefaultUnitOfWork.startAndGet(null);
            try {
                together.attachTransaction(transactions);
                aggregates.readAhead(
                        together, group.stream().map(waiting -> waiting.stream).toList());
                for (int i = 0; i < group.size(); i++) {
                    failedIn = i;
                    group.get(i).handle();
                }
                failedIn = -1;
                aggregates.verify(together);
                together.commit();
                return null;
            } catch (Exception | Error failure) {
                if (together.isActive()) {
                    together.rollback(failure);
                }
                return failure;
            }
        }
    }

    /** A command, and who waits for its result. */
    private final class Waiting<C, R> {

        private final String stream;
        private final CommandMessage<C> command;
        private final MessageHandler<? super CommandMessage<?>> handler;
        private final CommandCallback<? super C, ? super R> callback;
        private @Nullable CommandResultMessage<? extends R> result;

        Waiting(
                String stream,
                CommandMessage<C> command,
                MessageHandler<? super CommandMessage<?>> handler,
                CommandCallback<? super C, ? super R> callback) {
            this.stream = stream;
            this.command = command;
            this.handler = handler;
            this.callback = callback;
        }

        void handle() throws Exception {
            GroupingCommandBus.this.<C, R>handleNow(command, handler, (handled, it) -> result = it);
            if (result.isExceptional() && !isRefusal(result.exceptionResult())) {
                Throwable failure = result.exceptionResult();
                throw failure instanceof Exception exception ? exception : new IllegalStateException(failure);
            }
        }

        void answer() {
            answer(result);
        }

        void answer(Throwable failure) {
            answer(GenericCommandResultMessage.asCommandResultMessage(failure));
        }

        private void answer(CommandResultMessage<? extends R> answer) {
            try {
                callback.onResult(command, answer);
            } catch (RuntimeException e) {
                log.warn("The answer to {} was not taken", command.getCommandName(), e);
            }
        }
    }

    private static boolean isRefusal(Throwable failure) {
        return failure instanceof CommandExecutionException refused
                && refused.getDetails().orElse(null) instanceof Refusal;
    }
}
