package io.ledgerline.order.web;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.kernel.web.Submission;
import io.ledgerline.order.api.OrderCommand;
import io.ledgerline.order.api.OrderCommand.AddItem;
import io.ledgerline.order.api.OrderCommand.ChangeQuantity;
import io.ledgerline.order.api.OrderCommand.Recall;
import io.ledgerline.order.api.OrderCommand.RemoveItem;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.web.OrderForm.LineForm;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import java.util.Set;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Changing what is on an order that is open: confirmed, not yet paid. */
@RestController
@RequestMapping(path = "/orders/{id}/items", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Orders")
class OrderItemEndpoint {

    private static final String PENDING = "The order is PENDING until its reservation is changed. What can't be had is "
            + "taken back, and the order is CONFIRMED as before.";

    record QuantityForm(@NotNull Quantity quantity) {}

    private final OffersInView offers;

    OrderItemEndpoint(OffersInView offers) {
        this.offers = offers;
    }

    @PostMapping
    @AllowedTo({Role.CUSTOMER, Role.OPERATOR})
    @Operation(
            operationId = "addItem",
            summary = "Add an item to an open order, at the price on offer",
            description = "More of a sku that is on the order already, if its price is still the same. " + PENDING)
    Mono<Submission> add(@PathVariable OrderId id, @Valid @RequestBody Mono<LineForm> body) {
        return body.flatMap(form -> offers.judge(Set.of(form.sku()), found -> OrderPricing.line(form, found)))
                .map(line -> changing(new AddItem(id, line)))
                .onErrorResume(
                        OrderFormRejection.class,
                        refusal -> Mono.just(
                                Submission.refused(Resource.order(id.value()), false, new Recall(id), refusal)));
    }

    @PutMapping("/{sku}")
    @AllowedTo({Role.CUSTOMER, Role.OPERATOR})
    @Operation(
            operationId = "changeQuantity",
            summary = "Change an item's quantity, at the price at which it was ordered",
            description = PENDING)
    Mono<Submission> change(
            @PathVariable OrderId id, @PathVariable Sku sku, @Valid @RequestBody Mono<QuantityForm> body) {
        return body.map(form -> changing(new ChangeQuantity(id, sku, form.quantity())));
    }

    @DeleteMapping("/{sku}")
    @AllowedTo({Role.CUSTOMER, Role.OPERATOR})
    @Operation(operationId = "removeItem", summary = "Remove an item, but never the last one")
    Mono<Submission> remove(@PathVariable OrderId id, @PathVariable Sku sku) {
        return Mono.just(changing(new RemoveItem(id, sku)));
    }

    private static Submission changing(OrderCommand command) {
        return Submission.changing(Resource.order(command.orderId().value()), command);
    }
}
