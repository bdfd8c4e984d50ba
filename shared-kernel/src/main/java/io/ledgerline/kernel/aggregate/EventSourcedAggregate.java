package io.ledgerline.kernel.aggregate;

import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Rejection;
import java.util.List;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.interceptors.MessageHandlerInterceptor;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.messaging.unitofwork.UnitOfWork;
import org.axonframework.modelling.command.AggregateLifecycle;
import org.axonframework.modelling.command.CommandHandlerInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Base of all aggregates. A command returns the version that it leaves the stream at. One whose id the stream knows was
 * handled before: it is answered as it was then, and applies nothing. Since when events hold never decreases within a
 * stream. Handlers need not care.
 */
public abstract class EventSourcedAggregate {

    private static final String PROCESS = "process:";
    private static final String UNTOUCHED = EventSourcedAggregate.class.getName() + ".untouched";

    /** Not final: state is read back from snapshots field by field. */
    private HandledCommands handled = new HandledCommands();

    private EffectiveTimes effective = new EffectiveTimes();

    @CommandHandlerInterceptor
    Object handleOnce(CommandMessage<?> command, InterceptorChain chain) throws Exception {
        MetaData metadata = command.getMetaData();
        long before = currentVersion();
        try {
            mustBeOfCaller(command);
            Long version = answeredBefore(metadata);
            if (version != null) {
                return version;
            }
            mustBeExpected(before, metadata);
            chain.proceed();
        } catch (Rejection rejection) {
            mustBeUntouched(before, rejection);
            throw rejection;
        }
        return currentVersion();
    }

    private void mustBeOfCaller(CommandMessage<?> command) {
        if (command.getMetaData().get(MessageMetadata.ONLY_FOR) instanceof String customer) {
            mustBeOf(new CustomerId(customer), command.getPayload());
        }
    }

    private @Nullable Long answeredBefore(MetaData metadata) {
        return metadata.get(MessageMetadata.COMMAND_ID) instanceof String id ? handled.versionAfter(id) : null;
    }

    private static void mustBeExpected(long actual, MetaData metadata) {
        if (metadata.get(MessageMetadata.EXPECTED_VERSION) instanceof String expected
                && !List.of(expected.split(",")).contains(Long.toString(actual))) {
            throw new VersionMismatch(expected, actual);
        }
    }

    /**
     * Whether the unit of work's command was refused by an aggregate that exists, and is as it was before: then it can
     * be used on, and nothing has to be rolled back.
     */
    public static boolean isUntouched(UnitOfWork<?> unitOfWork) {
        return unitOfWork.getResource(UNTOUCHED) != null;
    }

    /** A rule says no before anything is applied: whoever shares the unit of work relies on it. */
    private static void mustBeUntouched(long before, Rejection rejection) {
        if (currentVersion() != before) {
            throw new IllegalStateException("A command was refused after it was applied", rejection);
        }
        if (before >= 0) {
            CurrentUnitOfWork.get().resources().put(UNTOUCHED, before);
        }
    }

    /**
     * Refuses the command of a customer to whom this doesn't belong, just as if this weren't there. What belongs to nobody
     * refuses none.
     */
    protected void mustBeOf(CustomerId customer, Object command) {}

    /**
     * Appends an event to the stream, once the command has succeeded.
     *
     * @throws EffectiveBeforeLast if the command is dated back to before the stream's last event
     */
    protected final void apply(Object event) {
        AggregateLifecycle.apply(
                event, effective.ofNext(CurrentUnitOfWork.correlationData(), GenericEventMessage.clock.instant()));
    }

    /** A process's steps are known by what they are about (an order, a payment), so their ids need no memory. */
    @MessageHandlerInterceptor(messageType = DomainEventMessage.class)
    void remember(DomainEventMessage<?> event, InterceptorChain chain) throws Exception {
        MetaData metadata = event.getMetaData();
        effective.remember(event);
        if (metadata.get(MessageMetadata.COMMAND_ID) instanceof String id && !isOfProcess(metadata)) {
            handled.remember(id, event.getSequenceNumber(), event.getTimestamp());
        }
        chain.proceed();
    }

    /** -1 while nothing has happened yet. */
    private static long currentVersion() {
        @Nullable Long version = getVersion();
        return version == null ? -1 : version;
    }

    private static boolean isOfProcess(MetaData metadata) {
        return metadata.get(MessageMetadata.WHO) instanceof String who && who.startsWith(PROCESS);
    }
}
