package io.ledgerline.faults;

import io.ledgerline.faults.Memory.Again;
import io.ledgerline.faults.Replay.Effect;
import java.util.List;

/** What clients were told is what happened. */
final class CommandLaws {

    private final Memory memory;

    CommandLaws(Memory memory) {
        this.memory = memory;
    }

    void check(List<Sent> answered, Replay log, Findings findings) {
        for (Sent sent : answered) {
            List<Effect> effects = log.effects().getOrDefault(sent.command().id(), List.of());
            if (sent.answer().isSuccess()) {
                acknowledged(sent, effects, log, findings);
            } else {
                findings.check(
                        Law.REFUSED,
                        effects.isEmpty(),
                        "%s was answered with %d %s after %d attempts, but is in the log: %s",
                        sent.command(),
                        sent.answer().status(),
                        sent.answer().code(),
                        sent.attempts(),
                        effects);
            }
        }
        for (Again again : memory.again()) {
            findings.same(
                    Law.SAME_ANSWER,
                    again.sent().answer(),
                    again.answer(),
                    "%s, answered after %d attempts",
                    again.sent().command(),
                    again.sent().attempts());
        }
        memory.failuresByKind()
                .forEach((kind, times) -> findings.check(
                        Law.UNAVAILABLE,
                        !kind.startsWith("5") || kind.startsWith("503 "),
                        "%d times: %s",
                        times,
                        kind));
        log.effects()
                .forEach((id, effects) ->
                        findings.check(Law.ASKED_FOR, memory.wasSent(id), "Nobody has asked for %s", effects));
    }

    private static void acknowledged(Sent sent, List<Effect> effects, Replay log, Findings findings) {
        Kind kind = sent.command().kind();
        long done = effects.stream().filter(it -> kind.isDoneBy(it.type())).count();
        findings.check(
                Law.ACKNOWLEDGED,
                done == kind.effects() || done == 0 && wasSo(sent, log),
                "%s was acknowledged after %d attempts, and left %s",
                sent.command(),
                sent.attempts(),
                effects);
        if (done > 0 && kind != Kind.LIST_PRODUCT) {
            findings.check(
                    Law.ACKNOWLEDGED,
                    effects.stream().map(Effect::stream).distinct().count() == 1
                            && effects.stream()
                                            .map(Effect::commandId)
                                            .distinct()
                                            .count()
                                    == 1
                            && effects.get(effects.size() - 1).sequence() == version(sent)
                            && effects.get(0).sequence() == version(sent) - effects.size() + 1,
                    "%s was acknowledged at version %d, and left %s",
                    sent.command(),
                    version(sent),
                    effects);
        }
    }

    /** Asked for what is so already, some commands succeed and leave nothing. */
    private static boolean wasSo(Sent sent, Replay log) {
        Command command = sent.command();
        String[] path = command.path().split("/");
        return switch (command.kind()) {
            case DELIVER -> log.orders().get(path[2]).wasDeliveredAt(version(sent));
            case CHANGE_QUANTITY -> log.orders().get(path[2]).hadAt(version(sent), path[4], command.quantity());
            default -> false;
        };
    }

    /** Of the stream that was changed. */
    private static long version(Sent sent) {
        return sent.answer()
                .json()
                .path(sent.command().kind() == Kind.PAY ? "orderVersion" : "version")
                .asLong();
    }
}
