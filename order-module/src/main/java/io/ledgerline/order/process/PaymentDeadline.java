package io.ledgerline.order.process;

import io.ledgerline.kernel.process.Alarm;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderCommand.ExpireOrder;
import org.springframework.stereotype.Component;

/** An order that is still not paid is cancelled; money that is under way comes late then, and goes back. */
@Component
class PaymentDeadline implements Alarm<OrderDeadline> {

    static final Kind<OrderDeadline> KIND = new Kind<>("order-payment-deadline", OrderDeadline.class);

    private final ProcessCommands commands;

    PaymentDeadline(ProcessCommands commands) {
        this.commands = commands;
    }

    @Override
    public Kind<OrderDeadline> kind() {
        return KIND;
    }

    @Override
    public Next<OrderDeadline> ring(OrderDeadline deadline) {
        commands.send(
                        OrderDeadlines.NAME,
                        deadline.cause(),
                        "payment-deadline",
                        new ExpireOrder(deadline.orderId(), Cancellation.notPaidInTime()))
                .join();
        return Next.done();
    }
}
