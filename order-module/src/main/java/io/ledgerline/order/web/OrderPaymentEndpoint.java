package io.ledgerline.order.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.kernel.web.Submission;
import io.ledgerline.order.api.OrderCommand.StartPayment;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Paying for orders. */
@RestController
@RequestMapping(path = "/orders/{id}/payments", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Orders")
class OrderPaymentEndpoint {

    /**
     * @param amount null for all that is outstanding and not already being paid
     */
    record PaymentForm(
            @Nullable @Positive Money amount,
            @NotNull @Valid MethodForm method) {}

    record MethodForm(
            @NotBlank @Size(max = 32) String type,
            @NotBlank @Size(max = 255) String token) {}

    @PostMapping
    @AllowedTo({Role.CUSTOMER, Role.OPERATOR})
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(
            operationId = "payOrder",
            summary = "Pay for an order, or for a part of it",
            description = "Without an amount: all that is outstanding and not already being paid.")
    Mono<Submission> pay(@PathVariable OrderId id, @Valid @RequestBody Mono<PaymentForm> body, RequestContext context) {
        return body.map(it -> {
            PaymentId payment = paymentId(id, context);
            return Submission.paying(
                    Resource.payment(payment.value()),
                    Resource.order(id.value()),
                    new StartPayment(
                            id,
                            payment,
                            it.amount(),
                            new PaymentMethod(it.method().type(), it.method().token())));
        });
    }

    /** The same for a repeated request, so that it begins no second payment. */
    private static PaymentId paymentId(OrderId order, RequestContext context) {
        byte[] name = (order + "/" + context.commandId()).getBytes(UTF_8);
        return new PaymentId(UUID.nameUUIDFromBytes(name).toString());
    }
}
