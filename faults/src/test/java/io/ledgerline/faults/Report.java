package io.ledgerline.faults;

import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What happened, in figures. */
final class Report {

    private final Memory memory;
    private final List<Instant> struck;
    private final Replay log;
    private final Findings findings;

    Report(Memory memory, List<Instant> struck, Replay log, Findings findings) {
        this.memory = memory;
        this.struck = struck;
        this.log = log;
        this.findings = findings;
    }

    void print() {
        Campaign.say("%d times struck, %d commands answered, %d events"
                .formatted(struck.size(), memory.answers(), log.events()));
        Campaign.say("to be asked again: " + memory.failuresByKind());
        Campaign.say("acknowledged (of these sent more than once): "
                + memory.acknowledged().entrySet().stream()
                        .map(it -> "%s %d (%d)".formatted(it.getKey(), it.getValue()[0], it.getValue()[1]))
                        .collect(Collectors.joining(", ")));
        Campaign.say("refused: " + memory.refused());
        Campaign.say("answered again: %d times, among them %d commands whose first attempt got no answer"
                .formatted(memory.again().size(), memory.losersAskedAgain()));
        Campaign.say("orders: "
                + counts(
                        log.orders().values().stream().map(OrderHistory::status).toList()));
        Client.TOKENS.forEach(this::printToken);
        findings.checked().forEach((law, times) -> Campaign.say("%8d × %s".formatted(times, law.text())));
        Campaign.say(
                findings.broken().isEmpty()
                        ? "no law was broken"
                        : findings.broken().size() + " times broken");
    }

    private void printToken(String token) {
        List<PaymentHistory> payments = log.payments().values().stream()
                .filter(it -> it.token().equals(token))
                .toList();
        Campaign.say("%-15s %4d payments, %4d times struck while under way: %s"
                .formatted(
                        token,
                        payments.size(),
                        payments.stream().mapToLong(this::timesStruck).sum(),
                        counts(payments.stream().map(PaymentHistory::status).toList())));
    }

    private long timesStruck(PaymentHistory payment) {
        return struck.stream().filter(payment::wasUnderWayAt).count();
    }

    private static Map<String, Long> counts(Collection<String> values) {
        return values.stream().collect(Collectors.groupingBy(it -> it, TreeMap::new, Collectors.counting()));
    }
}
