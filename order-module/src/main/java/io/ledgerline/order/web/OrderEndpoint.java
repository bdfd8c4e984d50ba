package io.ledgerline.order.web;

import io.ledgerline.kernel.CustomerKey;
import io.ledgerline.kernel.CustomerKeys;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.kernel.web.Submission;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderCommand.CancelOrder;
import io.ledgerline.order.api.OrderCommand.PlaceOrder;
import io.ledgerline.order.api.OrderCommand.Recall;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.web.OrderForm.LineForm;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import java.util.List;
import java.util.stream.Collectors;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import tools.jackson.databind.json.JsonMapper;

/** Placing orders, and taking them back. */
@RestController
@RequestMapping(path = "/orders", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Orders")
class OrderEndpoint {

    record CancellationForm(@NotBlank @Size(max = 500) String reason) {}

    private final OffersInView offers;
    private final CustomerKeys keys;
    private final JsonMapper json;

    OrderEndpoint(OffersInView offers, CustomerKeys keys, JsonMapper json) {
        this.offers = offers;
        this.keys = keys;
        this.json = json;
    }

    @PostMapping
    @AllowedTo({Role.CUSTOMER, Role.OPERATOR})
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            operationId = "placeOrder",
            summary = "Place an order",
            description = "Prices are the catalog's. Without orderId one is made. Two lines of one sku become one.")
    Mono<Submission> place(@Valid @RequestBody Mono<OrderForm> body, RequestContext context) {
        return body.doOnNext(form -> context.mustActFor(form.customerId()))
                .flatMap(form -> price(form)
                        .flatMap(lines -> Mono.fromCompletionStage(() -> keys.forWriting(form.customerId()))
                                .map(key -> placing(form, lines, key, context)))
                        .onErrorResume(
                                OrderFormRejection.class,
                                refusal -> Mono.just(refused(orderId(form, context), refusal))));
    }

    @PostMapping("/{id}/cancellation")
    @AllowedTo({Role.CUSTOMER, Role.OPERATOR})
    @Operation(operationId = "cancelOrder", summary = "Cancel an order that has not been shipped")
    Mono<Submission> cancel(@PathVariable OrderId id, @Valid @RequestBody Mono<CancellationForm> body) {
        return body.map(it -> Submission.changing(
                Resource.order(id.value()),
                new CancelOrder(id, new Cancellation(Cancellation.BY_REQUEST, it.reason(), List.of()))));
    }

    private Mono<List<OrderLine>> price(OrderForm form) {
        return offers.judge(
                form.lines().stream().map(LineForm::sku).collect(Collectors.toSet()),
                found -> OrderPricing.lines(form, found));
    }

    private static OrderId orderId(OrderForm form, RequestContext context) {
        return form.orderId() == null ? new OrderId(context.commandId()) : form.orderId();
    }

    private static Submission refused(OrderId id, OrderFormRejection refusal) {
        return Submission.refused(Resource.order(id.value()), true, new Recall(id), refusal);
    }

    private Submission placing(OrderForm form, List<OrderLine> lines, CustomerKey key, RequestContext context) {
        OrderId id = orderId(form, context);
        return Submission.creating(
                Resource.order(id.value()),
                new PlaceOrder(
                        id,
                        form.customerId(),
                        form.customerName() == null ? null : key.encrypt(form.customerName()),
                        key.encrypt(
                                json.writeValueAsString(form.shippingAddress().address())),
                        lines,
                        form.chargeList()));
    }
}
