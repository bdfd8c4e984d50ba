package io.ledgerline.query.product;

import io.ledgerline.catalog.api.CatalogEvent.ProductEvent;
import io.ledgerline.catalog.api.CatalogEvent.StockEvent;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.query.Filling;
import io.ledgerline.query.Projector;
import io.ledgerline.query.View;
import io.ledgerline.query.ViewTable;
import io.ledgerline.query.ViewTable.Column;
import io.ledgerline.query.api.OtherNodes;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.EventHandler;
import org.axonframework.eventhandling.ResetHandler;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.stereotype.Component;

/** Keeps {@link Listing}s and {@link Stock}s: two streams, so two tables, which segments may write at the same time. */
@Component
@ProcessingGroup("products-view")
class ProductsProjection implements View {

    private final Projector<Listing> products;
    private final Projector<Stock> stock;
    private final Runnable renewed;

    @Autowired
    ProductsProjection(
            @Qualifier("readDataSource") DataSource dataSource,
            QueryUpdateEmitter updates,
            OtherNodes others,
            OfferQueries offers) {
        this(
                new Projector<>(listings(dataSource), "product-", listing -> {
                    offers.forget(listing.sku());
                    tell(updates, others, listing.sku(), new ProductView(listing, null));
                }),
                new Projector<>(
                        stock(dataSource),
                        "stock-",
                        stock -> tell(updates, others, stock.sku(), new ProductView(null, stock))),
                offers::forgetAll);
    }

    private ProductsProjection(Projector<Listing> products, Projector<Stock> stock, Runnable renewed) {
        this.products = products;
        this.stock = stock;
        this.renewed = renewed;
    }

    private static void tell(QueryUpdateEmitter updates, OtherNodes others, Sku sku, ProductView part) {
        updates.emit(FindProduct.class, query -> query.sku().equals(sku), part);
        others.tell(FindProduct.VIEW, sku.value());
    }

    @Override
    public String name() {
        return "products";
    }

    @Override
    public String processor() {
        return "products-view";
    }

    @Override
    public List<String> tables() {
        return List.of("products", "products_history", "stock", "stock_history");
    }

    @Override
    public Object into(Filling filling) {
        return new ProductsProjection(
                Projector.filling(filling, listings(filling.tables()), "product-"),
                Projector.filling(filling, stock(filling.tables()), "stock-"),
                () -> {});
    }

    @Override
    public Optional<Object> repairing(DataSource tables) {
        return Optional.of(new ProductsProjection(
                Projector.repairing(listings(tables), "product-"),
                Projector.repairing(stock(tables), "stock-"),
                () -> {}));
    }

    @Override
    public void renewed() {
        renewed.run();
    }

    private static ViewTable<Listing> listings(DataSource dataSource) {
        return new ViewTable<>(
                dataSource,
                Listing.class,
                "products",
                "sku",
                List.of(
                        new Column<>("name", listing -> Words.storable(listing.name())),
                        new Column<>("price", listing -> listing.price().amount()),
                        new Column<>(
                                "currency",
                                listing -> listing.price().currency().getCurrencyCode()),
                        new Column<>("discontinued", Listing::discontinued),
                        new Column<>("listed_at", Listing::listedAt),
                        new Column<>("words", "to_tsvector('simple', ?)", Words::of)));
    }

    private static ViewTable<Stock> stock(DataSource dataSource) {
        return new ViewTable<>(
                dataSource,
                Stock.class,
                "stock",
                "sku",
                List.of(new Column<>("on_hand", Stock::onHand), new Column<>("reserved", Stock::reserved)));
    }

    @EventHandler
    void on(ProductEvent event, DomainEventMessage<?> message) {
        products.project(message, event.sku().value(), (listing, moment) -> Listing.evolve(listing, event, moment));
    }

    @EventHandler
    void on(StockEvent event, DomainEventMessage<?> message) {
        stock.project(message, event.sku().value(), (stock, moment) -> Stock.evolve(stock, event, moment));
    }

    @ResetHandler
    void reset() {
        products.reset();
        stock.reset();
        Projector.afterCommit(renewed);
    }
}
