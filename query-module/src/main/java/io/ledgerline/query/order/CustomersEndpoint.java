package io.ledgerline.query.order;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.query.AsOf;
import io.ledgerline.query.Parameters;
import io.ledgerline.query.ReadRefused.CustomerNotFound;
import io.ledgerline.query.ViewReader;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

@RestController
@RequestMapping(path = "/customers", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Orders")
@AllowedTo({Role.CUSTOMER, Role.OPERATOR, Role.AUDITOR})
class CustomersEndpoint {

    private final QueryGateway queries;

    CustomersEndpoint(QueryGateway queries) {
        this.queries = queries;
    }

    @GetMapping("/{customerId}/balance")
    @Operation(
            operationId = "readBalance",
            summary = "What is outstanding of all orders of a customer, now or at any time",
            description = "Zero before the first order. `balance` is null if there are orders in several currencies;"
                    + " `balances` has a sum for each.")
    Mono<BalanceRepresentation> balance(
            @PathVariable String customerId,
            @Parameter(description = "Effective time, inclusive") @RequestParam(required = false) @Nullable String at,
            @Parameter(description = "As it was known at this record time, inclusive")
                    @RequestParam(required = false)
                    @Nullable
                    String knownAt,
            RequestContext context) {
        AsOf asOf = AsOf.of(at, knownAt);
        return Parameters.id(customerId, CustomerId::new)
                .filter(customer ->
                        context.onlyFor() == null || context.onlyFor().equals(customer))
                .flatMap(customer -> Mono.fromFuture(
                                () -> queries.query(new FindCustomerBalance(customer, asOf), CustomerBalance.class))
                        .timeout(ViewReader.LONGEST_QUERY)
                        .filter(found -> !found.sums().isEmpty())
                        .map(found -> BalanceRepresentation.of(customer, found)))
                .switchIfEmpty(Mono.error(CustomerNotFound::new));
    }
}
