package io.ledgerline.query.export;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.query.Documents;
import io.ledgerline.query.Export;
import io.ledgerline.query.Parameters;
import io.ledgerline.query.ReadRefused.CustomerNotFound;
import io.ledgerline.query.order.OrdersOfCustomer;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/** A person's right to know what is known. */
@RestController
@Tag(name = "Customers")
class ExportEndpoint {

    private final List<Export> parts;
    private final OrdersOfCustomer orders;

    ExportEndpoint(List<Export> parts, OrdersOfCustomer orders) {
        this.parts = List.copyOf(parts);
        this.orders = orders;
    }

    @AllowedTo({Role.CUSTOMER, Role.OPERATOR})
    @GetMapping(path = "/customers/{customerId}/export", produces = MediaType.APPLICATION_JSON_VALUE)
    @Operation(
            operationId = "exportCustomer",
            summary = "All that is known of a person",
            description = "Orders and payments as they are, and every event of theirs with the reasons that were given,"
                    + " in one stream. What is forgotten is null. Who of the shop did what is not told.")
    @ApiResponse(
            responseCode = "200",
            content =
                    @Content(
                            mediaType = MediaType.APPLICATION_JSON_VALUE,
                            schema = @Schema(implementation = CustomerExport.class)))
    Mono<ResponseEntity<Flux<DataBuffer>>> export(@PathVariable String customerId, RequestContext context) {
        return Parameters.id(customerId, CustomerId::new)
                .filter(customer ->
                        context.onlyFor() == null || context.onlyFor().equals(customer))
                .filterWhen(customer -> orders.views(customer).hasElements())
                .map(customer -> ResponseEntity.ok()
                        .contentType(MediaType.APPLICATION_JSON)
                        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"customer.json\"")
                        .body(json(customer).map(ExportEndpoint::bytes)))
                .switchIfEmpty(Mono.error(CustomerNotFound::new));
    }

    private Flux<String> json(CustomerId customer) {
        return Flux.concat(
                Mono.just("{\"customerId\":" + Documents.write(customer)),
                Flux.fromIterable(parts).concatMap(part -> json(part, customer), 1),
                Mono.just("}\n"));
    }

    private static Flux<String> json(Export part, CustomerId customer) {
        return Flux.concat(
                Mono.just(",\n" + Documents.write(part.name()) + ":["),
                part.of(customer).index((number, item) -> (number == 0 ? "\n" : ",\n") + Documents.write(item)),
                Mono.just("]"));
    }

    private static DataBuffer bytes(String text) {
        return DefaultDataBufferFactory.sharedInstance.wrap(text.getBytes(UTF_8));
    }
}
