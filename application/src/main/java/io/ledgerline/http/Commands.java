package io.ledgerline.http;

import io.ledgerline.http.CommandState.Outcome;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Commands that are carried out later, and those that are kept to look at. Never blocks. */
interface Commands {

    /** Stores it durably, to be carried out soon; its state then. One that is known already stays as it is. */
    Mono<CommandState> accept(SubmittedCommand command);

    /** Keeps one that was carried out at once, if the configuration wants that. Never fails. */
    Mono<Void> log(SubmittedCommand command, Outcome outcome);

    /**
     * Empty if there is none, or if it is someone else's.
     *
     * @param caller who sent it; null if it may be anyone's
     */
    Mono<CommandState> find(String commandId, @Nullable String caller);
}
