package io.ledgerline.http;

import io.ledgerline.http.CommandState.Outcome;
import io.ledgerline.http.CommandState.Status;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

/** Commands that wait for ever, and a log of the others. */
final class RememberedCommands implements Commands {

    private final Map<String, SubmittedCommand> waiting = new ConcurrentHashMap<>();
    private final List<Outcome> outcomes = new CopyOnWriteArrayList<>();

    void reset() {
        waiting.clear();
        outcomes.clear();
    }

    List<SubmittedCommand> waiting() {
        return List.copyOf(waiting.values());
    }

    List<Outcome> outcomes() {
        return List.copyOf(outcomes);
    }

    @Override
    public Mono<CommandState> accept(SubmittedCommand command) {
        waiting.putIfAbsent(command.id(), command);
        return find(command.id(), command.context().caller());
    }

    @Override
    public Mono<Void> log(SubmittedCommand command, Outcome outcome) {
        outcomes.add(outcome);
        return Mono.empty();
    }

    @Override
    public Mono<CommandState> find(String commandId, @Nullable String caller) {
        return Mono.justOrEmpty(waiting.get(commandId))
                .filter(command -> caller == null || command.context().caller().equals(caller))
                .map(command -> new CommandState(commandId, Status.PENDING, HttpSlice.NOW, null, null, null));
    }
}
