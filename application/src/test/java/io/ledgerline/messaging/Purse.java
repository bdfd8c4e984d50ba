package io.ledgerline.messaging;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;
import static org.axonframework.modelling.command.AggregateLifecycle.apply;

import io.ledgerline.kernel.Rejection;
import io.ledgerline.kernel.aggregate.EventSourcedAggregate;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.AggregateRoot;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.modelling.command.TargetAggregateIdentifier;
import org.jspecify.annotations.Nullable;

/** Holds coins. Nobody can take more than are in it. */
@AggregateRoot(type = "purse")
class Purse extends EventSourcedAggregate {

    record Fill(@TargetAggregateIdentifier String streamId, int coins) {}

    record Take(@TargetAggregateIdentifier String streamId, int coins) {}

    /** Changes nothing. */
    record Count(@TargetAggregateIdentifier String streamId, int expected) {}

    /** Fails when it has changed something already. */
    record TearApart(@TargetAggregateIdentifier String streamId, boolean asIfRefused) {}

    record Filled(String streamId, int coins) {}

    record Taken(int coins) {}

    static final class TooFew extends Rejection {
        TooFew(int left) {
            super(Kind.CONFLICT, "too_few", "There are %d coins left.".formatted(left));
        }
    }

    @AggregateIdentifier
    private @Nullable String streamId;

    private int coins;

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    void decide(Fill command) {
        apply(new Filled(command.streamId(), command.coins()));
    }

    @EventSourcingHandler
    void evolve(Filled event) {
        streamId = event.streamId();
        coins += event.coins();
    }

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    void decide(Take command) {
        if (command.coins() > coins) {
            throw new TooFew(coins);
        }
        apply(new Taken(command.coins()));
    }

    @EventSourcingHandler
    void evolve(Taken event) {
        coins -= event.coins();
    }

    @CommandHandler
    void decide(Count command) {
        if (command.expected() != coins) {
            throw new TooFew(coins);
        }
    }

    @CommandHandler
    void decide(TearApart command) {
        apply(new Taken(1));
        if (command.asIfRefused()) {
            throw new TooFew(coins);
        }
        throw new IllegalStateException("torn apart");
    }
}
