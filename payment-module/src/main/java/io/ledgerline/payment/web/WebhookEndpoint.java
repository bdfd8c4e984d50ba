package io.ledgerline.payment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import io.ledgerline.kernel.process.Outcome;
import io.ledgerline.kernel.web.AllowedToAnyone;
import io.ledgerline.payment.process.PaymentNotices;
import io.ledgerline.payment.process.PaymentNotices.Receipt;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.enums.ParameterIn;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/**
 * Where providers tell what has happened. What they say is taken down or known already: {@code 200}, so that they don't
 * say it again. A payment that we don't know is {@code 404}, so that they do.
 */
@RestController
@Tag(name = "Payments")
class WebhookEndpoint {

    private static final byte[] EMPTY = {};

    /**
     * @param noticeId absent if it is about nothing that a payment has to know
     * @param taken false if so, or if it doesn't fit what is known of the payment
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Taken(@Nullable String noticeId, boolean taken) {}

    /** Names what the notice is about, and nobody knows. */
    static final class UnknownPayment extends Rejection {
        UnknownPayment(Refusal refusal) {
            super(refusal.kind(), refusal.code(), refusal.message(), refusal.details());
        }
    }

    private final PaymentNotices notices;

    WebhookEndpoint(PaymentNotices notices) {
        this.notices = notices;
    }

    @AllowedToAnyone(because = "notices are signed by their provider")
    @PostMapping(path = "/webhooks/payments/{provider}", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "receiveNotice",
            summary = "A notice of a payment provider",
            description = "The sandbox's: {noticeId, type: captured|declined|refunded, paymentId, providerReference,"
                    + " amount}, signed in Ledgerline-Signature: t=<unix seconds>,v1=<hex HMAC-SHA256 of"
                    + " \"<t>.<raw body>\">, at most 300 s old. Stripe's: its events payment_intent.succeeded,"
                    + " payment_intent.payment_failed, refund.created, refund.updated, refund.failed and charge.refunded,"
                    + " signed in Stripe-Signature; others are answered and left alone. The same notice again changes"
                    + " nothing.",
            parameters = {
                @Parameter(
                        name = "Ledgerline-Signature",
                        in = ParameterIn.HEADER,
                        description = "The sandbox's",
                        schema = @Schema(type = "string")),
                @Parameter(
                        name = "Stripe-Signature",
                        in = ParameterIn.HEADER,
                        description = "Stripe's",
                        schema = @Schema(type = "string"))
            },
            requestBody =
                    @io.swagger.v3.oas.annotations.parameters.RequestBody(
                            description = "As the provider has it",
                            content =
                                    @Content(
                                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                                            schema = @Schema(type = "object"))))
    @ApiResponse(responseCode = "400", description = "notice_unreadable")
    @ApiResponse(responseCode = "200", description = "Taken down, known already, or of no concern")
    @ApiResponse(responseCode = "401", description = "signature_invalid, signature_expired")
    @ApiResponse(responseCode = "404", description = "payment_not_found, provider_not_found")
    Mono<Taken> receive(
            @PathVariable String provider,
            @Parameter(hidden = true) @RequestHeader HttpHeaders headers,
            @RequestBody(required = false) Mono<byte[]> body) {
        return body.defaultIfEmpty(EMPTY)
                .flatMap(bytes -> Mono.fromFuture(() -> notices.receive(provider, headers::getFirst, bytes)))
                .map(WebhookEndpoint::taken);
    }

    private static Taken taken(Receipt receipt) {
        if (receipt.outcome() instanceof Outcome.Refused refused) {
            if (refused.refusal().kind() == Rejection.Kind.UNKNOWN) {
                throw new UnknownPayment(refused.refusal());
            }
            return new Taken(receipt.noticeId(), false);
        }
        return new Taken(receipt.noticeId(), receipt.outcome() != null);
    }
}
