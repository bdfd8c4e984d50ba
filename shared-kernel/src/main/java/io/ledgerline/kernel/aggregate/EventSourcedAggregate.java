package io.ledgerline.kernel.aggregate;

import static org.axonframework.modelling.command.AggregateLifecycle.getVersion;

import io.ledgerline.kernel.MessageMetadata;
import org.axonframework.commandhandling.CommandMessage;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.messaging.InterceptorChain;
import org.axonframework.messaging.MetaData;
import org.axonframework.messaging.interceptors.MessageHandlerInterceptor;
import org.axonframework.modelling.command.CommandHandlerInterceptor;
import org.jspecify.annotations.Nullable;

/**
 * Base of all aggregates. A command returns the version that it leaves the stream at. One whose id the stream knows was
 * handled before: it is answered as it was then, and applies nothing. Handlers need not care.
 */
public abstract class EventSourcedAggregate {

    private static final String PROCESS = "process:";

    /** Not final: state is read back from snapshots field by field. */
    private HandledCommands handled = new HandledCommands();

    @CommandHandlerInterceptor
    Object handleOnce(CommandMessage<?> command, InterceptorChain chain) throws Exception {
        MetaData metadata = command.getMetaData();
        if (metadata.get(MessageMetadata.COMMAND_ID) instanceof String id) {
            Long version = handled.versionAfter(id);
            if (version != null) {
                return version;
            }
        }
        if (metadata.get(MessageMetadata.EXPECTED_VERSION) instanceof String expected) {
            long actual = currentVersion();
            if (!expected.equals(Long.toString(actual))) {
                throw new VersionMismatch(expected, actual);
            }
        }
        chain.proceed();
        return currentVersion();
    }

    /** A process's steps are known by what they are about (an order, a payment), so their ids need no memory. */
    @MessageHandlerInterceptor(messageType = DomainEventMessage.class)
    void remember(DomainEventMessage<?> event, InterceptorChain chain) throws Exception {
        MetaData metadata = event.getMetaData();
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
