package io.ledgerline.payment.web;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.process.PaymentGateway.Charge;
import io.ledgerline.payment.process.Reconciliation;
import io.ledgerline.payment.process.Reconciliation.Difference;
import io.ledgerline.payment.process.Reconciliation.Result;
import io.ledgerline.payment.process.RecordedPayment;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** Whether the providers' books and the log agree. */
@RestController
@Tag(name = "Administration")
class ReconciliationEndpoint {

    /**
     * @param reconciled whether there is no difference
     * @param payments how many payments the log has with these providers
     * @param charges how many charges the providers' books have
     */
    @Schema(name = "Reconciliation")
    record Report(boolean reconciled, Instant checkedAt, long payments, long charges, List<Shown> differences) {}

    /**
     * @param problem in {@code snake_case}, such as {@code capture_not_recorded}
     * @param log null if the log doesn't know the payment
     * @param books null if the provider doesn't
     */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    @Schema(name = "ReconciliationDifference")
    record Shown(
            String provider,
            PaymentId paymentId,
            String problem,
            @Nullable Side log,
            @Nullable Side books) {

        static Shown of(Difference difference) {
            return new Shown(
                    difference.provider(),
                    difference.paymentId(),
                    difference.problem().name().toLowerCase(Locale.ROOT),
                    difference.recorded() == null ? null : Side.of(difference.recorded()),
                    difference.charge() == null ? null : Side.of(difference.charge()));
        }
    }

    @Schema(name = "ReconciliationSide")
    record Side(
            String status,
            Money amount,
            Money refunded,
            @Nullable String providerReference) {

        static Side of(RecordedPayment payment) {
            return new Side(payment.status(), payment.amount(), payment.refunded(), payment.providerReference());
        }

        static Side of(Charge charge) {
            return new Side(
                    charge.captured() ? "CAPTURED" : "DECLINED",
                    charge.amount(),
                    charge.refunded(),
                    charge.providerReference());
        }
    }

    private final Reconciliation reconciliation;
    private final Clock clock;

    ReconciliationEndpoint(Reconciliation reconciliation, Clock clock) {
        this.reconciliation = reconciliation;
        this.clock = clock;
    }

    @AllowedTo({Role.ADMIN, Role.AUDITOR})
    @GetMapping(path = "/admin/reconciliation", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "reconcilePayments",
            summary = "The providers' books against the log, payment by payment",
            description = "Reads the whole log. What is under way at this moment is told only if it differs twice.")
    @ApiResponse(responseCode = "200", description = "What differs")
    @ApiResponse(responseCode = "503", description = "provider_unavailable")
    Mono<Report> reconcile() {
        return Mono.fromCallable(() -> report(reconciliation.reconcile())).subscribeOn(Schedulers.boundedElastic());
    }

    @AllowedTo(Role.ADMIN)
    @PostMapping(path = "/admin/reconciliation", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "takeDownCaptures",
            summary = "Take down what the providers have captured and the log doesn't have",
            description =
                    "As a notice of the provider would have it: the order is paid by it, or gives it back at once."
                            + " Answers with what then still differs.")
    @ApiResponse(responseCode = "200", description = "Taken down")
    @ApiResponse(responseCode = "503", description = "provider_unavailable")
    Mono<Report> takeDownCaptures() {
        return Mono.fromCallable(() -> report(reconciliation.takeDownCaptures()))
                .subscribeOn(Schedulers.boundedElastic());
    }

    private Report report(Result result) {
        return new Report(
                result.differences().isEmpty(),
                clock.instant(),
                result.payments(),
                result.charges(),
                result.differences().stream().map(Shown::of).toList());
    }
}
