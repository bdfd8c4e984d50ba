package io.ledgerline.query.product;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.web.Resource;
import io.ledgerline.query.Followed;
import io.ledgerline.query.ViewReader;
import io.ledgerline.query.ViewRepresentations;
import io.ledgerline.query.api.OtherNodes;
import io.ledgerline.query.api.Representation;
import java.util.Set;
import org.axonframework.queryhandling.QueryGateway;
import org.springframework.stereotype.Component;
import reactor.core.publisher.Mono;

/** A product is shown with its stock, whichever of the two was changed. */
@Component
class ProductRepresentations extends ViewRepresentations<ProductView> {

    ProductRepresentations(QueryGateway queries, OtherNodes others) {
        super(
                Set.of(Resource.Type.PRODUCT, Resource.Type.STOCK),
                new ViewReader<>(queries, Products.class, Products::first, ProductView.class, others));
    }

    @Override
    protected Followed query(String id) {
        return new FindProduct(new Sku(id));
    }

    @Override
    protected long version(ProductView product, Resource.Type type) {
        return type == Resource.Type.STOCK ? product.stockVersion() : product.version();
    }

    /** No process works on products. */
    @Override
    protected boolean settled(ProductView product) {
        return true;
    }

    @Override
    protected Mono<Representation> shown(ProductView product, Resource.Type type) {
        return Mono.just(new Representation(version(product, type), ProductRepresentation.of(product), null));
    }
}
