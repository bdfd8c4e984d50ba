package io.ledgerline.catalog.web;

import io.ledgerline.catalog.api.CatalogCommand.ReceiveStock;
import io.ledgerline.catalog.api.CatalogCommand.RequireProduct;
import io.ledgerline.catalog.api.CatalogCommand.StockCommand;
import io.ledgerline.catalog.api.CatalogCommand.WriteOffStock;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.kernel.web.Submission;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Goods that come and go without an order. */
@RestController
@RequestMapping(path = "/products/{sku}/stock", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Catalog")
class StockEndpoint {

    /**
     * @param quantity positive if goods were received, negative if they are written off
     */
    record StockChange(
            @NotNull @Min(-Quantity.MAX) @Max(Quantity.MAX) Integer quantity) {

        StockChange {
            if (quantity != null && quantity == 0) {
                throw new InvalidValue("quantity", "must not be 0");
            }
        }
    }

    @PostMapping
    @AllowedTo(Role.OPERATOR)
    @Operation(
            operationId = "changeStock",
            summary = "Receive goods, or write them off",
            description =
                    "A positive quantity receives, a negative one writes off. Version and ETag are the stock's own.")
    Mono<Submission> change(@PathVariable Sku sku, @Valid @RequestBody Mono<StockChange> body) {
        // A stock knows nothing of products, and a view could lag: the product's own stream is asked. It is never gone
        // again once it was there, so nothing can come between the question and the change.
        return body.map(it -> Submission.changing(Resource.stock(sku.value()), command(sku, it.quantity()))
                .onlyIf("listed", Resource.product(sku.value()), new RequireProduct(sku)));
    }

    private static StockCommand command(Sku sku, int quantity) {
        return quantity > 0
                ? new ReceiveStock(sku, Quantity.of(quantity))
                : new WriteOffStock(sku, Quantity.of(-quantity));
    }
}
