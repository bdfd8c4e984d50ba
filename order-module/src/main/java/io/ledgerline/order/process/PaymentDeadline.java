package io.ledgerline.order.process;

import io.ledgerline.kernel.process.Alarm;
import io.ledgerline.kernel.process.Outcome;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderCommand.ExpireOrder;
import java.time.Clock;
import java.time.Duration;
import org.springframework.stereotype.Component;

/**
 * An order that is still not paid is cancelled; money that is under way comes late then, and goes back. If a change to it
 * is pending at this moment, it is looked at again.
 */
@Component
class PaymentDeadline implements Alarm<OrderDeadline> {

    static final Kind<OrderDeadline> KIND = new Kind<>("order-payment-deadline", OrderDeadline.class);

    private static final Duration LATER = Duration.ofSeconds(10);

    private final ProcessCommands commands;
    private final Clock clock;

    PaymentDeadline(ProcessCommands commands, Clock clock) {
        this.commands = commands;
        this.clock = clock;
    }

    @Override
    public Kind<OrderDeadline> kind() {
        return KIND;
    }

    @Override
    public Next<OrderDeadline> ring(OrderDeadline deadline) {
        Outcome outcome = commands.send(
                        OrderDeadlines.NAME,
                        deadline.cause(),
                        "payment-deadline",
                        new ExpireOrder(deadline.orderId(), Cancellation.notPaidInTime()))
                .join();
        return outcome instanceof Outcome.Refused refused && refused.is("order_not_confirmed")
                ? Next.again(clock.instant().plus(LATER), deadline)
                : Next.done();
    }
}
