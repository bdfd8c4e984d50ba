package io.ledgerline.payment.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.kernel.web.Submission;
import io.ledgerline.payment.api.PaymentCommand.RequestRefund;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.RefundId;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Giving money back. */
@RestController
@RequestMapping(path = "/payments/{id}/refunds", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Payments")
class RefundEndpoint {

    record RefundForm(
            @NotNull @Positive Money amount,
            @NotBlank @Size(max = 500) String reason) {}

    @PostMapping
    @AllowedTo(Role.OPERATOR)
    @Operation(
            operationId = "refundPayment",
            summary = "Give back some or all of a captured payment",
            description = "The provider is asked at once; of an imported payment, which nobody can be asked about, the"
                    + " refund is taken down as done. Unless something was returned or cancelled, the order gets a"
                    + " discount of the same amount.")
    @ApiResponse(responseCode = "200", description = "On its way")
    Mono<Submission> refund(
            @PathVariable PaymentId id, @Valid @RequestBody Mono<RefundForm> body, RequestContext context) {
        return body.map(it -> Submission.changing(
                Resource.payment(id.value()), new RequestRefund(id, refundId(id, context), it.amount(), it.reason())));
    }

    /** The same for a repeated request, so that it begins no second refund. */
    private static RefundId refundId(PaymentId payment, RequestContext context) {
        byte[] name = (payment + "/" + context.commandId()).getBytes(UTF_8);
        return new RefundId(UUID.nameUUIDFromBytes(name).toString());
    }
}
