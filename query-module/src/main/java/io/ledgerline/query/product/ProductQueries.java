package io.ledgerline.query.product;

import io.ledgerline.catalog.api.FindOffers;
import io.ledgerline.catalog.api.Offers;
import io.ledgerline.catalog.api.Offers.Offer;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.query.Cursor;
import io.ledgerline.query.Documents;
import io.ledgerline.query.Selection;
import io.r2dbc.spi.ConnectionFactory;
import io.r2dbc.spi.Readable;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryHandler;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.r2dbc.core.DatabaseClient;
import org.springframework.stereotype.Component;

/** Answers with what the view has, without blocking. */
@Component
class ProductQueries {

    private static final String SELECT =
            "select products.document, stock.document from products left join stock using (sku)";

    private final DatabaseClient database;

    ProductQueries(@Qualifier("readConnectionFactory") ConnectionFactory connections) {
        this.database = DatabaseClient.create(connections);
    }

    @QueryHandler
    CompletableFuture<Products> find(FindProduct query) {
        return database.sql(SELECT + " where sku = :sku")
                .bind("sku", query.sku().value())
                .map(ProductQueries::product)
                .all()
                .collectList()
                .map(products -> new Products(products, null))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<Products> find(FindProducts query) {
        String words = query.search() == null ? null : Words.query(query.search());
        return new Selection(SELECT, "listed_at", "sku")
                .where("words @@ to_tsquery('simple', :words)", "words", words)
                .page(database, query.paging(), ProductQueries::product, ProductQueries::cursor, Products::new)
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<Offers> find(FindOffers query) {
        return database.sql("select document from products where sku = any(:skus)")
                .bind("skus", query.skus().stream().map(Sku::value).toArray(String[]::new))
                .map(row -> offer(Documents.read(Objects.requireNonNull(row.get(0, String.class)), Listing.class)))
                .all()
                .collectList()
                .map(Offers::new)
                .toFuture();
    }

    private static Offer offer(Listing listing) {
        return new Offer(listing.sku(), listing.name(), listing.price(), listing.discontinued());
    }

    private static ProductView product(Readable row) {
        String stock = row.get(1, String.class);
        return new ProductView(
                Documents.read(Objects.requireNonNull(row.get(0, String.class)), Listing.class),
                stock == null ? null : Documents.read(stock, Stock.class));
    }

    private static Cursor cursor(ProductView product) {
        Listing listing = Objects.requireNonNull(product.listing());
        return new Cursor(listing.listedAt(), listing.key());
    }
}
