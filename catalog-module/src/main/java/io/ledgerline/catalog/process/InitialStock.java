package io.ledgerline.catalog.process;

import io.ledgerline.catalog.api.CatalogCommand.ReceiveStock;
import io.ledgerline.catalog.api.CatalogEvent.ProductListed;
import io.ledgerline.kernel.process.Outcome;
import io.ledgerline.kernel.process.ProcessCommands;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DisallowReplay;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.EventMessage;
import org.springframework.stereotype.Component;

/**
 * A product listed with stock has it. Who lists a product sends the same command under the same id, not to wait for
 * this; should it be lost on the way, this one is handled, else that one is.
 */
@Component
@ProcessingGroup("catalog-process")
@DisallowReplay
class InitialStock {

    private final ProcessCommands commands;

    InitialStock(ProcessCommands commands) {
        this.commands = commands;
    }

    @EventHandler
    void on(ProductListed listed, EventMessage<ProductListed> event) {
        if (listed.initialStock() == null) {
            return;
        }
        var received = commands.complete(event, "stock", new ReceiveStock(listed.sku(), listed.initialStock()))
                .join();
        if (received instanceof Outcome.Refused refused) {
            throw new IllegalStateException(
                    "Stock of %s was not received: %s".formatted(listed.sku(), refused.refusal()));
        }
    }
}
