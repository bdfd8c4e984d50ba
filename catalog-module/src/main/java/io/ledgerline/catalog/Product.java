package io.ledgerline.catalog;

import static org.axonframework.modelling.command.AggregateCreationPolicy.CREATE_IF_MISSING;

import io.ledgerline.catalog.api.CatalogCommand.ChangePrice;
import io.ledgerline.catalog.api.CatalogCommand.ConfirmPrice;
import io.ledgerline.catalog.api.CatalogCommand.DescribeProduct;
import io.ledgerline.catalog.api.CatalogCommand.DiscontinueProduct;
import io.ledgerline.catalog.api.CatalogCommand.ListProduct;
import io.ledgerline.catalog.api.CatalogCommand.RequireProduct;
import io.ledgerline.catalog.api.CatalogEvent.PriceChanged;
import io.ledgerline.catalog.api.CatalogEvent.ProductDescribed;
import io.ledgerline.catalog.api.CatalogEvent.ProductDiscontinued;
import io.ledgerline.catalog.api.CatalogEvent.ProductListed;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.aggregate.EventSourcedAggregate;
import org.axonframework.commandhandling.CommandHandler;
import org.axonframework.eventsourcing.EventSourcingHandler;
import org.axonframework.modelling.command.AggregateIdentifier;
import org.axonframework.modelling.command.CreationPolicy;
import org.axonframework.serialization.Revision;
import org.axonframework.spring.stereotype.Aggregate;
import org.jspecify.annotations.Nullable;

/** What is sold, and for how much. How many there are is a matter of its {@link StockItem}. */
@Aggregate(type = "product", cache = "aggregateCache", snapshotTriggerDefinition = "snapshotTrigger")
@Revision("1")
class Product extends EventSourcedAggregate {

    @AggregateIdentifier
    private @Nullable String streamId;

    private @Nullable Money price;
    private boolean discontinued;

    @CommandHandler
    @CreationPolicy(CREATE_IF_MISSING)
    void decide(ListProduct command) {
        if (streamId != null) {
            throw new CatalogRejection.ProductExists(command.sku());
        }
        mustNotBeNegative(command.price());
        apply(new ProductListed(
                command.sku(),
                command.name(),
                command.description(),
                command.price(),
                command.imageUrls(),
                command.initialStock()));
    }

    @EventSourcingHandler
    void evolve(ProductListed event) {
        streamId = event.sku().productStream();
        price = event.price();
    }

    @CommandHandler
    void decide(DescribeProduct command) {
        apply(new ProductDescribed(command.sku(), command.name(), command.description(), command.imageUrls()));
    }

    /** Nothing is decided by a description. The handler is there so that its command is remembered. */
    @EventSourcingHandler
    void evolve(ProductDescribed event) {}

    @CommandHandler
    void decide(ChangePrice command) {
        mustNotBeNegative(command.price());
        if (!command.price().equals(price)) {
            apply(new PriceChanged(command.sku(), command.price()));
        }
    }

    @EventSourcingHandler
    void evolve(PriceChanged event) {
        price = event.price();
    }

    @CommandHandler
    void decide(DiscontinueProduct command) {
        if (!discontinued) {
            apply(new ProductDiscontinued(command.sku(), command.reason()));
        }
    }

    @EventSourcingHandler
    void evolve(ProductDiscontinued event) {
        discontinued = true;
    }

    /** That the product was found is all there is to it. */
    @CommandHandler
    void decide(RequireProduct command) {}

    @CommandHandler
    void decide(ConfirmPrice command) {
        if (discontinued) {
            throw new CatalogRejection.Discontinued(command.sku());
        }
        if (!command.price().equals(price)) {
            throw new CatalogRejection.PriceDiffers(command.sku(), command.price(), price);
        }
    }

    private static void mustNotBeNegative(Money price) {
        if (price.isNegative()) {
            throw new CatalogRejection.NegativePrice(price);
        }
    }
}
