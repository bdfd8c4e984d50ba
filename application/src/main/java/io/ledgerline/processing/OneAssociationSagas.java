package io.ledgerline.processing;

import java.util.Set;
import java.util.stream.Collectors;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.Segment;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.messaging.unitofwork.CurrentUnitOfWork;
import org.axonframework.modelling.saga.AnnotatedSagaManager;
import org.axonframework.modelling.saga.AssociationValue;

/**
 * Sagas that each have one association for life, such as an order's with its order. Such a saga belongs to the segment
 * that its association belongs to, not its id; so only that one segment handles its events, and looks it up. Axon's own
 * manager can't know, and looks for each event in each segment.
 */
final class OneAssociationSagas<T> extends AnnotatedSagaManager<T> {

    private final Class<T> sagaType;
    private final BatchedSagaStore store;

    OneAssociationSagas(Class<T> sagaType, BatchedSagaStore store, Builder<T> builder) {
        super(builder);
        this.sagaType = sagaType;
        this.store = store;
    }

    @Override
    public void handle(EventMessage<?> event, Segment segment) throws Exception {
        if (CurrentUnitOfWork.get() instanceof BatchingUnitOfWork<?> batch && !store.hasLookedUp(batch)) {
            store.lookUp(batch, sagaType, associations(batch));
        }
        super.handle(event, segment);
    }

    private Set<AssociationValue> associations(BatchingUnitOfWork<?> batch) {
        return batch.getMessages().stream()
                .flatMap(message -> extractAssociationValues((EventMessage<?>) message).stream())
                .collect(Collectors.toSet());
    }

    @Override
    public boolean canHandle(EventMessage<?> event, Segment segment) {
        if (!super.canHandle(event, segment)) {
            return false;
        }
        Set<AssociationValue> associations = extractAssociationValues(event);
        if (associations.size() > 1) {
            throw new IllegalStateException("%s belongs to more than one saga"
                    .formatted(event.getPayloadType().getSimpleName()));
        }
        return associations.stream().anyMatch(segment::matches);
    }

    /** Whoever was given the event has its saga. */
    @Override
    protected boolean matchesSegment(Segment segment, String sagaId) {
        return true;
    }
}
