package io.ledgerline.kernel.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GenericDomainEventMessage;
import org.axonframework.eventsourcing.EventSourcedAggregate;
import org.axonframework.eventsourcing.GenericAggregateFactory;
import org.axonframework.eventsourcing.NoSnapshotTriggerDefinition;
import org.axonframework.eventsourcing.eventstore.DomainEventStream;
import org.axonframework.modelling.command.inspection.AggregateModel;
import org.axonframework.modelling.command.inspection.AnnotatedAggregateMetaModelFactory;

/** The law of snapshots: it makes no difference to an aggregate where its stream was cut, stored and read again. */
public final class Snapshots {

    private static final int CUTS = 5;

    private Snapshots() {}

    /**
     * @param stream all events of one aggregate
     * @param context for whoever reads of a failure
     */
    public static <T> void makeNoDifference(
            Class<T> type, List<DomainEventMessage<?>> stream, Random random, String context) {
        AggregateModel<T> model = AnnotatedAggregateMetaModelFactory.inspectAggregate(type);
        T replayed = replay(model, stream);
        for (int i = 0; i < CUTS && !stream.isEmpty(); i++) {
            int cut = 1 + random.nextInt(stream.size());
            DomainEventMessage<?> last = stream.get(cut - 1);
            T stored = Json.reread(replay(model, stream.subList(0, cut)));
            List<DomainEventMessage<?>> rest = new ArrayList<>();
            rest.add(new GenericDomainEventMessage<>(
                    last.getType(), last.getAggregateIdentifier(), last.getSequenceNumber(), stored));
            rest.addAll(stream.subList(cut, stream.size()));
            assertThat(replay(model, rest))
                    .as("%s, cut after event %d", context, cut - 1)
                    .usingRecursiveComparison()
                    .isEqualTo(replayed);
        }
    }

    private static <T> T replay(AggregateModel<T> model, List<DomainEventMessage<?>> stream) {
        DomainEventMessage<?> first = stream.get(0);
        T root = new GenericAggregateFactory<>(model).createAggregateRoot(first.getAggregateIdentifier(), first);
        EventSourcedAggregate<T> aggregate =
                EventSourcedAggregate.initialize(root, model, null, NoSnapshotTriggerDefinition.TRIGGER);
        aggregate.initializeState(DomainEventStream.of(stream));
        return aggregate.getAggregateRoot();
    }
}
