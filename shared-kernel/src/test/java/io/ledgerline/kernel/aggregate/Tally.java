package io.ledgerline.kernel.aggregate;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;

import io.ledgerline.kernel.Rejection;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** The smallest thing that has a history. */
@AggregateRoot(type = "tally")
class Tally extends EventSourcedAggregate {

    record Begin(@TargetAggregateIdentifier String streamId) {}

    record Add(@TargetAggregateIdentifier String streamId, int strokes) {}

    record Begun(String streamId) {}

    record Added(int strokes) {}

    static final class BegunBefore extends Rejection {
        BegunBefore() {
            super(Kind.CONFLICT, "begun_before", "It was begun before.");
        }
    }

    @AggregateIdentifier
    private @Nullable String streamId;

    private int strokes;

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    void decide(Begin command) {
        if (streamId != null) {
            throw new BegunBefore();
        }
        apply(new Begun(command.streamId()));
    }

    @EventSourcingHandler
    void evolve(Begun event) {
        streamId = event.streamId();
    }

    @CommandHandler
    void decide(Add command) {
        for (int i = 0; i < command.strokes(); i++) {
            apply(new Added(1));
        }
    }

    @EventSourcingHandler
    void evolve(Added event) {
        strokes += event.strokes();
    }

    int strokes() {
        return strokes;
    }
}
