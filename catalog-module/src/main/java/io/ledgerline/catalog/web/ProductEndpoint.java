package io.ledgerline.catalog.web;

import io.ledgerline.catalog.api.CatalogCommand.ChangePrice;
import io.ledgerline.catalog.api.CatalogCommand.DescribeProduct;
import io.ledgerline.catalog.api.CatalogCommand.DiscontinueProduct;
import io.ledgerline.catalog.api.CatalogCommand.ListProduct;
import io.ledgerline.catalog.api.CatalogCommand.ReceiveStock;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.kernel.web.Submission;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Positive;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Mono;

/** Listing products, and changing what is told about them. */
@RestController
@RequestMapping(path = "/products", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Catalog")
class ProductEndpoint {

    private static final String WEB_ADDRESS = "^https?://\\S+$";

    /**
     * @param stock received with it, at once; none if absent or 0
     */
    record NewProduct(
            @NotNull Sku sku,
            @NotBlank @Size(max = 200) String name,
            @Nullable @Size(max = 5000) String description,
            @NotNull @Positive Money price,
            @Nullable @Min(0) @Max(Quantity.MAX) Integer stock,

            @Nullable @Size(max = 20)
            List<@NotNull @Size(max = 2000) @Pattern(regexp = WEB_ADDRESS) String> imageUrls) {}

    record Description(
            @NotBlank @Size(max = 200) String name,
            @Nullable @Size(max = 5000) String description,

            @Nullable @Size(max = 20)
            List<@NotNull @Size(max = 2000) @Pattern(regexp = WEB_ADDRESS) String> imageUrls) {}

    record Price(@NotNull @Positive Money price) {}

    record Discontinuation(@Nullable @Size(max = 500) String reason) {}

    @PostMapping
    @AllowedTo(Role.OPERATOR)
    @ResponseStatus(HttpStatus.CREATED)
    @Operation(operationId = "listProduct", summary = "List a product, with goods on hand if any")
    Mono<Submission> list(@Valid @RequestBody Mono<NewProduct> body) {
        return body.map(ProductEndpoint::listing);
    }

    @PutMapping("/{sku}")
    @AllowedTo(Role.OPERATOR)
    @Operation(operationId = "describeProduct", summary = "Replace what is told about a product")
    Mono<Submission> describe(@PathVariable Sku sku, @Valid @RequestBody Mono<Description> body) {
        return body.map(
                it -> changing(sku, new DescribeProduct(sku, it.name(), it.description(), orNone(it.imageUrls()))));
    }

    @PutMapping("/{sku}/price")
    @AllowedTo(Role.OPERATOR)
    @Operation(operationId = "changePrice", summary = "Change the price for orders to come")
    Mono<Submission> changePrice(@PathVariable Sku sku, @Valid @RequestBody Mono<Price> body) {
        return body.map(it -> changing(sku, new ChangePrice(sku, it.price())));
    }

    @PostMapping("/{sku}/discontinuation")
    @AllowedTo(Role.OPERATOR)
    @Operation(operationId = "discontinueProduct", summary = "Take no new orders for a product")
    Mono<Submission> discontinue(
            @PathVariable Sku sku, @Valid @RequestBody(required = false) Mono<Discontinuation> body) {
        return body.defaultIfEmpty(new Discontinuation(null))
                .map(it -> changing(sku, new DiscontinueProduct(sku, it.reason())));
    }

    private static Submission listing(NewProduct it) {
        Quantity stock = it.stock() == null || it.stock() == 0 ? null : Quantity.of(it.stock());
        Submission listing = Submission.creating(
                Resource.product(it.sku().value()),
                new ListProduct(it.sku(), it.name(), it.description(), it.price(), orNone(it.imageUrls()), stock));
        return stock == null
                ? listing
                : listing.followedBy("stock", Resource.stock(it.sku().value()), new ReceiveStock(it.sku(), stock));
    }

    private static Submission changing(Sku sku, Object command) {
        return Submission.changing(Resource.product(sku.value()), command);
    }

    private static List<String> orNone(@Nullable List<String> urls) {
        return urls == null ? List.of() : urls;
    }
}
