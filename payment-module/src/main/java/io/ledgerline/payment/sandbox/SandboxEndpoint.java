package io.ledgerline.payment.sandbox;

import io.ledgerline.kernel.Money;
import io.ledgerline.payment.sandbox.SandboxBooks.Charge;
import io.ledgerline.payment.sandbox.SandboxBooks.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The sandbox's own books, to compare with Ledgerline's. */
@RestController
@Tag(name = "Sandbox")
class SandboxEndpoint {

    @Schema(name = "SandboxCharges")
    record Charges(List<Entry> items) {}

    @Schema(name = "SandboxCharge")
    record Entry(String providerReference, String paymentId, Status status, Money amount, Money refunded) {

        static Entry of(Charge charge) {
            return new Entry(
                    charge.providerReference(),
                    charge.paymentId(),
                    charge.status(),
                    charge.amount(),
                    Money.zero(charge.amount().currency()));
        }
    }

    private final SandboxBooks books;

    SandboxEndpoint(SandboxBooks books) {
        this.books = books;
    }

    @GetMapping("/sandbox/provider/charges")
    @Operation(
            operationId = "listSandboxCharges",
            summary = "All charges in the sandbox provider's own books, newest first")
    Mono<Charges> charges() {
        return Mono.fromCallable(
                        () -> new Charges(books.all().stream().map(Entry::of).toList()))
                .subscribeOn(Schedulers.boundedElastic());
    }
}
