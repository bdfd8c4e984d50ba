package io.ledgerline.order.process;

import io.ledgerline.kernel.process.Alarm;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderCommand.RefuseOrder;
import org.springframework.stereotype.Component;

/** An order that is still pending is cancelled. One that was confirmed at the last moment refuses that, and is kept. */
@Component
class ConfirmationDeadline implements Alarm<OrderDeadline> {

    static final Kind<OrderDeadline> KIND = new Kind<>("order-confirmation-deadline", OrderDeadline.class);

    private final ProcessCommands commands;

    ConfirmationDeadline(ProcessCommands commands) {
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
                        "confirmation-deadline",
                        new RefuseOrder(deadline.orderId(), Cancellation.notConfirmedInTime()))
                .join();
        return Next.done();
    }
}
