package io.ledgerline.order.web;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.CustomerKeys;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.kernel.web.Submission;
import io.ledgerline.order.api.OrderCommand.ApplyDiscount;
import io.ledgerline.order.api.OrderCommand.ChangeShippingAddress;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.web.OrderForm.AddressForm;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Where an order goes, and what is given away on it. */
@RestController
@RequestMapping(path = "/orders/{id}", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Orders")
class OpenOrderEndpoint {

    record DiscountForm(
            @NotNull @Positive Money amount,
            @NotBlank @Size(max = 500) String reason) {}

    private final CustomerInView customers;
    private final CustomerKeys keys;
    private final JsonMapper json;

    OpenOrderEndpoint(CustomerInView customers, CustomerKeys keys, JsonMapper json) {
        this.customers = customers;
        this.keys = keys;
        this.json = json;
    }

    @PutMapping("/shipping-address")
    @AllowedTo({Role.CUSTOMER, Role.OPERATOR})
    @Operation(operationId = "changeShippingAddress", summary = "Send an order elsewhere, until a part of it has left")
    Mono<Submission> changeAddress(
            @PathVariable OrderId id, @Valid @RequestBody Mono<AddressForm> body, RequestContext context) {
        return body.flatMap(form -> customerOf(id, context)
                .flatMap(customer -> Mono.fromCompletionStage(() -> keys.forWriting(customer)))
                .map(key -> Submission.changing(
                        Resource.order(id.value()),
                        new ChangeShippingAddress(id, key.encrypt(json.writeValueAsString(form.address()))))));
    }

    /** A customer's own, or there is no such order: the view isn't asked, so that it tells nothing of others' orders. */
    private Mono<CustomerId> customerOf(OrderId id, RequestContext context) {
        return context.onlyFor() == null ? customers.of(id) : Mono.just(context.onlyFor());
    }

    @PostMapping("/discounts")
    @AllowedTo(Role.OPERATOR)
    @Operation(
            operationId = "applyDiscount",
            summary = "Give a part of the price away",
            description = "At most what is outstanding and not being paid.")
    Mono<Submission> discount(@PathVariable OrderId id, @Valid @RequestBody Mono<DiscountForm> body) {
        return body.map(form ->
                Submission.changing(Resource.order(id.value()), new ApplyDiscount(id, form.amount(), form.reason())));
    }
}
