package io.ledgerline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.CatalogEvent;
import io.ledgerline.catalog.api.CatalogEvent.PriceChanged;
import io.ledgerline.catalog.api.CatalogEvent.ProductDescribed;
import io.ledgerline.catalog.api.CatalogEvent.ProductDiscontinued;
import io.ledgerline.catalog.api.CatalogEvent.ProductListed;
import io.ledgerline.catalog.api.CatalogEvent.ReservationChanged;
import io.ledgerline.catalog.api.CatalogEvent.ReservationClosed;
import io.ledgerline.catalog.api.CatalogEvent.StockDeducted;
import io.ledgerline.catalog.api.CatalogEvent.StockReceived;
import io.ledgerline.catalog.api.CatalogEvent.StockReleased;
import io.ledgerline.catalog.api.CatalogEvent.StockReserved;
import io.ledgerline.catalog.api.CatalogEvent.StockReturned;
import io.ledgerline.catalog.api.CatalogEvent.StockWrittenOff;
import io.ledgerline.catalog.api.CatalogUpcasters;
import io.ledgerline.catalog.api.ReservationId;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.testing.Evolution;
import io.ledgerline.kernel.testing.GoldenEvents;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

class CatalogEventsTest {

    private static final Sku SKU = new Sku("85123A");
    private static final ReservationId RESERVATION = new ReservationId("75");

    @TestFactory
    Stream<DynamicTest> eventsKeepTheirShape() {
        return new GoldenEvents(LogicalTypes.of("catalog", CatalogEvent.class), CatalogUpcasters.ALL)
                .once("catalog.ReservationChanged.r1.json", new ReservationChanged(SKU, RESERVATION, 8, 2, 3))
                .tests(
                        new ProductListed(
                                SKU,
                                "White hanging heart",
                                "T-light holder",
                                Money.of("2.55", "GBP"),
                                List.of("https://example.org/85123A.jpg"),
                                Quantity.of(100)),
                        new ProductListed(SKU, "White hanging heart", null, Money.of("7", "JPY"), List.of(), null),
                        new ProductDescribed(
                                SKU, "White heart", "Holds a light", List.of("https://example.org/heart.jpg")),
                        new PriceChanged(SKU, Money.of("2.95", "GBP")),
                        new ProductDiscontinued(SKU, "Sold out"),
                        new StockReceived(SKU, Quantity.of(100)),
                        new StockWrittenOff(SKU, Quantity.of(3)),
                        new StockReserved(SKU, RESERVATION, Quantity.of(6)),
                        new StockReleased(SKU, RESERVATION, Quantity.of(6)),
                        new ReservationClosed(SKU, RESERVATION),
                        new ReservationChanged(SKU, RESERVATION, 8, 2, 3),
                        new StockDeducted(SKU, RESERVATION, Quantity.of(6)),
                        new StockReturned(SKU, "0b9de5a4-6e1c-4f0c-9d51-2f1f6f0f9d10", Quantity.of(2)));
    }

    @Test
    void eachEventIsEvolvedFrom_soThatItsCommandIsRemembered() {
        assertThat(Evolution.of(Product.class, StockItem.class))
                .containsExactlyInAnyOrderElementsOf(
                        LogicalTypes.of("catalog", CatalogEvent.class).byName().values());
    }
}
