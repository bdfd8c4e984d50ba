package io.ledgerline.order.web;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.kernel.web.Submission;
import io.ledgerline.order.api.OrderCommand;
import io.ledgerline.order.api.OrderCommand.DeliverOrder;
import io.ledgerline.order.api.OrderCommand.ReturnItems;
import io.ledgerline.order.api.OrderCommand.ShipOrder;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.Pieces;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Goods on their way: out, to the customer, and back. */
@RestController
@RequestMapping(path = "/orders/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Orders")
class ShippingEndpoint {

    record PiecesForm(@NotNull Sku sku, @NotNull Quantity quantity) {

        Pieces pieces() {
            return new Pieces(sku, quantity);
        }
    }

    /**
     * @param lines null for all that is left
     */
    record ShipmentForm(
            @Nullable @Size(min = 1, max = 1000) List<@NotNull @Valid PiecesForm> lines,
            @Nullable @Size(min = 1, max = 100) String carrier,
            @Nullable @Size(min = 1, max = 100) String trackingNumber) {}

    record DeliveryForm() {}

    record ReturnForm(
            @NotNull @Size(min = 1, max = 1000) List<@NotNull @Valid PiecesForm> lines,
            @NotBlank @Size(max = 500) String reason) {}

    @PostMapping("/shipment")
    @AllowedTo(Role.OPERATOR)
    @Operation(
            operationId = "shipOrder",
            summary = "Ship a paid order, or a part of it",
            description = "Without lines: all that is left. What was reserved has then left the stock.")
    Mono<Submission> ship(
            @PathVariable OrderId id,
            @Valid @RequestBody(required = false) Mono<ShipmentForm> body,
            RequestContext context) {
        return body.defaultIfEmpty(new ShipmentForm(null, null, null))
                .map(it -> changing(
                        new ShipOrder(id, context.commandId(), pieces(it.lines()), it.carrier(), it.trackingNumber())));
    }

    @PostMapping("/delivery")
    @AllowedTo(Role.OPERATOR)
    @Operation(operationId = "deliverOrder", summary = "Tell that all of an order has arrived")
    Mono<Submission> deliver(@PathVariable OrderId id, @Valid @RequestBody(required = false) Mono<DeliveryForm> body) {
        return body.defaultIfEmpty(new DeliveryForm()).map(it -> changing(new DeliverOrder(id)));
    }

    @PostMapping("/returns")
    @AllowedTo(Role.OPERATOR)
    @Operation(
            operationId = "returnItems",
            summary = "Take back what was shipped",
            description = "The goods are in stock again, and no longer count in what the order is worth.")
    Mono<Submission> takeBack(
            @PathVariable OrderId id, @Valid @RequestBody Mono<ReturnForm> body, RequestContext context) {
        return body.map(it -> changing(new ReturnItems(id, context.commandId(), pieces(it.lines()), it.reason())));
    }

    private static List<Pieces> pieces(@Nullable List<PiecesForm> lines) {
        return lines == null
                ? List.of()
                : lines.stream().map(PiecesForm::pieces).toList();
    }

    private static Submission changing(OrderCommand command) {
        return Submission.changing(Resource.order(command.orderId().value()), command);
    }
}
