package io.ledgerline.query.product;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.web.AllowedTo;
import io.ledgerline.kernel.web.Role;
import io.ledgerline.query.AsOf;
import io.ledgerline.query.Freshness;
import io.ledgerline.query.LiveStreams;
import io.ledgerline.query.Page;
import io.ledgerline.query.Paging;
import io.ledgerline.query.Parameters;
import io.ledgerline.query.ReadRefused.ProductNotFound;
import io.ledgerline.query.ViewReader;
import io.ledgerline.query.api.OtherNodes;
import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;
import java.util.List;
import org.axonframework.queryhandling.QueryGateway;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.http.server.reactive.ServerHttpResponse;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

@RestController
@AllowedTo({Role.CUSTOMER, Role.OPERATOR, Role.AUDITOR})
@RequestMapping(path = "/products", produces = MediaType.APPLICATION_JSON_VALUE)
@Tag(name = "Catalog")
class ProductsEndpoint {

    private static final String SUMMARY = "A product and its stock as they are now, as they once were, or live";
    private static final String LIVE =
            "With `Accept: text/event-stream`: as they are now, and then each newer state as an event.";

    private final QueryGateway queries;
    private final ViewReader<Products, ProductView> reader;
    private final LiveStreams live;

    ProductsEndpoint(QueryGateway queries, OtherNodes others, LiveStreams live) {
        this.queries = queries;
        this.reader = new ViewReader<>(queries, Products.class, Products::first, ProductView.class, others);
        this.live = live;
    }

    /** Its ETag is the product's version, which a moving stock leaves as it is: no ground to answer with 304. */
    @GetMapping("/{sku}")
    @Operation(operationId = "readProduct", summary = SUMMARY, description = LIVE)
    Mono<ProductRepresentation> one(
            @PathVariable String sku,
            @Parameter(description = "Waits until the view has got to this version of the product")
                    @RequestParam(required = false)
                    @Nullable
                    String minVersion,
            @Parameter(description = "Waits until the view has got to this version of the stock")
                    @RequestParam(required = false)
                    @Nullable
                    String minStockVersion,
            @Parameter(description = "As it was at this version") @RequestParam(required = false) @Nullable
                    String version,
            @Parameter(description = "As it stood at this effective time, inclusive")
                    @RequestParam(required = false)
                    @Nullable
                    String at,
            @Parameter(description = "As it was known at this record time, inclusive")
                    @RequestParam(required = false)
                    @Nullable
                    String knownAt,
            @RequestHeader(name = "Prefer", required = false, defaultValue = "") List<String> prefer,
            ServerHttpResponse response) {
        Mono<ProductView> present = present(sku, minVersion, minStockVersion, prefer);
        boolean waits = minVersion != null || minStockVersion != null;
        return as(AsOf.of(version, at, knownAt), sku, present, waits)
                .map(ProductRepresentation::of)
                .doOnNext(product -> response.getHeaders().setETag("\"" + product.version() + "\""));
    }

    @GetMapping(path = "/{sku}", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    @Operation(operationId = "readProduct", summary = SUMMARY, description = LIVE)
    Mono<ResponseEntity<Flux<ServerSentEvent<ProductRepresentation>>>> live(
            @PathVariable String sku,
            @RequestParam(required = false) @Nullable String minVersion,
            @RequestParam(required = false) @Nullable String minStockVersion,
            @RequestParam(required = false) @Nullable String version,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(required = false) @Nullable String knownAt,
            @RequestHeader(name = "Prefer", required = false, defaultValue = "") List<String> prefer) {
        AsOf.of(version, at, knownAt).mustBeNow();
        // The id doesn't tell which stock the client has seen, so it always gets the present state first.
        return present(sku, minVersion, minStockVersion, prefer)
                .map(product -> ResponseEntity.ok(live.follow(
                        reader,
                        new FindProduct(new Sku(sku)),
                        "product",
                        state -> Mono.just(ProductRepresentation.of(state)),
                        -1)));
    }

    @GetMapping
    @Operation(operationId = "listProducts", summary = "Products, newest first")
    Mono<Page<ProductRepresentation>> list(
            @Parameter(description = "Words of sku, name or description; the last may be a beginning")
                    @RequestParam(required = false)
                    @Nullable
                    String search,
            @Parameter(description = "As they stood at this effective time, inclusive")
                    @RequestParam(required = false)
                    @Nullable
                    String at,
            @Parameter(description = "As they were known at this record time, inclusive")
                    @RequestParam(required = false)
                    @Nullable
                    String knownAt,
            @Parameter(description = "1 to 200; 50 if not given") @RequestParam(required = false) @Nullable
                    String limit,
            @Parameter(description = "The nextCursor of the page before") @RequestParam(required = false) @Nullable
                    String cursor) {
        String words = search == null || search.isBlank() ? null : Words.checked(search);
        AsOf asOf = AsOf.of(at, knownAt);
        if (words != null && !asOf.isNow()) {
            throw new InvalidValue("search", "must not be given together with at or knownAt");
        }
        var query = new FindProducts(words, asOf, Paging.of(limit, cursor));
        return Mono.fromFuture(() -> queries.query(query, Products.class))
                .timeout(ViewReader.LONGEST_QUERY)
                .map(found -> Page.of(
                        found.products().stream().map(ProductRepresentation::of).toList(), found.next()));
    }

    private Mono<ProductView> as(AsOf asOf, String id, Mono<ProductView> present, boolean waits) {
        if (asOf.isNow()) {
            return present;
        }
        Mono<ProductView> past = Parameters.id(id, Sku::new)
                .flatMap(sku -> reader.read(new FindProductAsOf(sku, asOf), asOf, present))
                .switchIfEmpty(Mono.error(ProductNotFound::new));
        return waits ? present.then(past) : past;
    }

    private Mono<ProductView> present(
            String id, @Nullable String minVersion, @Nullable String minStockVersion, List<String> prefer) {
        Freshness product = Freshness.of("minVersion", minVersion, prefer);
        Freshness stock = Freshness.of("minStockVersion", minStockVersion, prefer);
        return Parameters.id(id, Sku::new)
                .flatMap(sku -> reader.read(
                        new FindProduct(sku),
                        product.asked() ? product : stock,
                        state -> state.version() >= product.minVersion() && state.stockVersion() >= stock.minVersion()))
                .switchIfEmpty(Mono.error(ProductNotFound::new));
    }
}
