package io.ledgerline.payment.sandbox;

import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.payment.sandbox.SandboxBooks.Charge;
import io.ledgerline.payment.sandbox.SandboxBooks.Status;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.ArrayList;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Schedulers;

/** The sandbox's own books, to compare with Ledgerline's. */
@RestController
@Tag(name = "Sandbox")
class SandboxEndpoint {

    @Schema(name = "SandboxCharges")
    record Charges(List<Shown> items) {}

    @Schema(name = "SandboxCharge")
    record Shown(String providerReference, String paymentId, Status status, Money amount, Money refunded) {

        static Shown of(Charge charge) {
            return new Shown(
                    charge.entry().providerReference(),
                    charge.entry().paymentId(),
                    charge.entry().status(),
                    charge.entry().amount(),
                    charge.refunded());
        }
    }

    private final SandboxBooks books;

    SandboxEndpoint(SandboxBooks books) {
        this.books = books;
    }

    @GetMapping(path = "/sandbox/provider/charges", produces = MediaType.APPLICATION_JSON_VALUE)
    @AllowedTo({Role.OPERATOR, Role.AUDITOR})
    @Operation(
            operationId = "listSandboxCharges",
            summary = "All charges in the sandbox provider's own books, newest first")
    Mono<Charges> charges() {
        return Mono.fromCallable(this::all).subscribeOn(Schedulers.boundedElastic());
    }

    private Charges all() {
        List<Shown> items = new ArrayList<>();
        books.all(charge -> items.add(Shown.of(charge)));
        return new Charges(items);
    }
}
