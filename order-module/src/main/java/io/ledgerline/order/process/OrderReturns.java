package io.ledgerline.order.process;

import io.ledgerline.catalog.api.CatalogCommand.ReturnStock;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.process.Outcome.Refused;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.order.api.OrderEvent.ItemsReturned;
import io.ledgerline.order.api.Pieces;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.springframework.stereotype.Component;

/**
 * Puts what has come back into stock again: {@code ItemsReturned → ReturnStock} for each line. Remembers nothing: the
 * stock knows the returns by their ids, and an order can be returned as long after its delivery as the shop lets it.
 */
@Component
@ProcessingGroup("order-returns")
@DisallowReplay
class OrderReturns {

    static final String NAME = "order-returns";

    private static final String IMPORT = "import:";

    private final ProcessCommands commands;

    OrderReturns(ProcessCommands commands) {
        this.commands = commands;
    }

    @EventHandler
    void on(ItemsReturned returned, EventMessage<ItemsReturned> event) {
        if (isHistory(event)) {
            return;
        }
        List<CompletableFuture<Void>> sent = returned.lines().stream()
                .map(line -> giveBack(line, returned.returnId(), event))
                .toList();
        CompletableFuture.allOf(sent.toArray(CompletableFuture[]::new)).join();
    }

    /** What an import returns had come back before anything was counted here. */
    private static boolean isHistory(EventMessage<?> event) {
        return event.getMetaData().get(MessageMetadata.WHO) instanceof String who && who.startsWith(IMPORT);
    }

    private CompletableFuture<Void> giveBack(Pieces line, String returnId, EventMessage<?> event) {
        return commands.send(
                        NAME, event, "return/" + line.sku(), new ReturnStock(line.sku(), returnId, line.quantity()))
                .thenAccept(outcome -> {
                    if (outcome instanceof Refused refused) {
                        throw Steps.unexpected(refused);
                    }
                });
    }
}
