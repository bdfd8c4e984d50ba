package io.ledgerline.faults;

import io.ledgerline.faults.PaymentHistory.State;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Nothing is under way any more, nothing is put aside, and nobody still has work to do. */
final class SettledLaws {

    private SettledLaws() {}

    static void check(Leftovers leftovers, Replay log, Findings findings) {
        log.orders().forEach((id, order) -> {
            findings.check(Law.SETTLED, order.state() != OrderHistory.State.PENDING, "Order %s is pending", id);
            findings.check(Law.SETTLED, !order.isPaymentUnderWay(), "A payment of order %s is under way", id);
        });
        log.payments().forEach((id, payment) -> {
            findings.check(Law.SETTLED, payment.state() != State.REQUESTED, "Payment %s is only requested", id);
            findings.check(Law.SETTLED, !payment.isRefundUnderWay(), "A refund of payment %s is under way", id);
        });
        none(leftovers.unread(), "These have not read the log to its end", findings);
        none(leftovers.putAside(), "These events are put aside", findings);
        none(leftovers.alarms(), "These are still to ring", findings);
        processes(leftovers.processes(), log, findings);
    }

    /** An order has a process for as long as something of it may still leave, and no longer. */
    private static void processes(List<String> living, Replay log, Findings findings) {
        Set<String> open = new TreeSet<>();
        log.orders().forEach((id, order) -> {
            if (order.isOpen()) {
                open.add(id);
            }
        });
        findings.same(Law.SETTLED, open, new TreeSet<>(living), "Orders that have a process");
    }

    private static void none(List<String> found, String what, Findings findings) {
        findings.check(Law.SETTLED, found.isEmpty(), what + ": %s", found);
    }
}
