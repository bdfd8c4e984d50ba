package io.ledgerline.privacy;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Role;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Size;
import java.time.Instant;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** A person's right to be forgotten. */
@RestController
@RequestMapping(produces = MediaType.APPLICATION_JSON_VALUE)
class ForgettingEndpoint {

    @Schema(name = "ForgottenCustomer")
    record Shown(
            @NotNull CustomerId customerId,
            @NotNull @PastOrPresent Instant forgottenAt) {

        static Shown of(Forgotten forgotten) {
            return new Shown(forgotten.customerId(), forgotten.forgottenAt());
        }
    }

    @Schema(name = "ForgottenCustomers")
    record ForgottenList(@NotNull @Size(max = 100_000) List<@NotNull @Valid Shown> items) {}

    @Schema(name = "ForgottenAgain")
    record Again(int customers) {}

    private final Forgetting forgetting;

    ForgettingEndpoint(Forgetting forgetting) {
        this.forgetting = forgetting;
    }

    @AllowedTo(Role.OPERATOR)
    @PostMapping("/customers/{id}/forget")
    @Tag(name = "Customers")
    @Operation(
            operationId = "forgetCustomer",
            summary = "Forget a person",
            description = "Destroys the customer's key. Names, addresses and reasons can't be read any more, anywhere:"
                    + " in reads, history, exports, views, rebuilds and backups of the log. Amounts and facts stay."
                    + " There is no way back. Asked again, the answer is the same.")
    @ApiResponse(responseCode = "200", description = "Forgotten")
    @ApiResponse(responseCode = "404", description = "Nothing personal is stored of this customer")
    Mono<Shown> forget(@PathVariable CustomerId id, RequestContext context) {
        return Mono.fromCompletionStage(() -> forgetting.forget(id, context.caller(), context.requestId()))
                .map(forgotten -> forgotten.map(Shown::of).orElseThrow(() -> new CustomerNotFound(id)));
    }

    @AllowedTo({Role.ADMIN, Role.AUDITOR})
    @GetMapping("/admin/forgotten-customers")
    @Tag(name = "Administration")
    @Operation(
            operationId = "listForgottenCustomers",
            summary = "Who was forgotten",
            description = "Keep it outside of the database: handed in again, it forgets them again after an older"
                    + " backup was restored.")
    Mono<ForgottenList> list() {
        return Mono.fromCompletionStage(forgetting::all)
                .map(all -> new ForgottenList(all.stream().map(Shown::of).toList()));
    }

    @AllowedTo(Role.ADMIN)
    @PostMapping("/admin/forgotten-customers")
    @Tag(name = "Administration")
    @Operation(
            operationId = "forgetCustomersAgain",
            summary = "Forget a list of people again",
            description = "After an older backup was restored. A customer who has come back since then is not touched.")
    Mono<Again> again(@Valid @RequestBody Mono<ForgottenList> body, RequestContext context) {
        return body.flatMap(list -> Mono.fromCompletionStage(() -> forgetting.again(list.items().stream()
                        .map(item -> new Forgotten(
                                item.customerId(), item.forgottenAt(), context.caller(), context.requestId()))
                        .toList())))
                .map(Again::new);
    }
}
