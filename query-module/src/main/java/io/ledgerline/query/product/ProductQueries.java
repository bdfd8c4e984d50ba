package io.ledgerline.query.product;

import io.ledgerline.query.AsOf;
import io.ledgerline.query.Cursor;
import io.ledgerline.query.Documents;
import io.ledgerline.query.History;
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

    private static final History PRODUCTS = new History("products_history", "sku");
    private static final History STOCK = new History("stock_history", "sku");

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
    CompletableFuture<Products> find(FindProductAsOf query) {
        AsOf asOf = query.asOf();
        String stock = asOf.version() == null
                ? STOCK.version("document", ":sku", asOf)
                : STOCK.versionAt("document", ":sku", "product.valid_from");
        return database.sql(
                        "select product.document, stock.document from (%s) product left join lateral (%s) stock on true"
                                .formatted(PRODUCTS.version("document, valid_from", ":sku", asOf), stock))
                .bindValues(History.values(asOf))
                .bind("sku", query.sku().value())
                .map(ProductQueries::product)
                .all()
                .collectList()
                .map(products -> new Products(products, null))
                .toFuture();
    }

    @QueryHandler
    CompletableFuture<Products> find(FindProducts query) {
        AsOf asOf = query.asOf();
        String words = query.search() == null ? null : Words.query(query.search());
        return new Selection(asOf.isNow() ? SELECT : past(asOf), "listed_at", "sku")
                .with(History.values(asOf))
                .where("listed_at <= :at", "at", asOf.at())
                .where("words @@ to_tsquery('simple', :words)", "words", words)
                .page(database, query.paging(), ProductQueries::product, ProductQueries::cursor, Products::new)
                .toFuture();
    }

    private static String past(AsOf asOf) {
        return """
                select product.document, stock.document from products
                cross join lateral (%s) product left join lateral (%s) stock on true""".formatted(
                PRODUCTS.version("document", "products.sku", asOf), STOCK.version("document", "products.sku", asOf));
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
