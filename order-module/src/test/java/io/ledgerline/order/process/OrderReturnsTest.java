package io.ledgerline.order.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ledgerline.catalog.CatalogAggregates;
import io.ledgerline.catalog.api.CatalogCommand.ReceiveStock;
import io.ledgerline.catalog.api.CatalogEvent.StockReceived;
import io.ledgerline.catalog.api.CatalogEvent.StockReturned;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Reason;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.order.api.OrderEvent.ItemsReturned;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.Pieces;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.axonframework.commandhandling.SimpleCommandBus;
import org.axonframework.commandhandling.gateway.DefaultCommandGateway;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.junit.jupiter.api.Test;

/**
 * The one step of what comes back. There is nothing to compensate, as goods that are back can't be refused, and no
 * deadline.
 */
class OrderReturnsTest {

    private static final Sku HEART = new Sku("85123A");
    private static final Sku LANTERN = new Sku("71053");
    private static final ItemsReturned RETURNED = returned("r1", pieces(HEART, 2), pieces(LANTERN, 1));

    private final InMemoryAggregates aggregates = InMemoryAggregates.of(CatalogAggregates.types());
    private final OrderReturns returns =
            new OrderReturns(new ProcessCommands(aggregates.gateway(), Duration.ofSeconds(5)));

    @Test
    void whenItemsAreReturned_thenTheirStockIsBack() {
        aggregates.send(new ReceiveStock(HEART, Quantity.of(10)));
        handle(RETURNED, Map.of());
        assertThat(aggregates.events())
                .containsExactlyInAnyOrder(
                        new StockReceived(HEART, Quantity.of(10)),
                        new StockReturned(HEART, "r1", Quantity.of(2)),
                        new StockReturned(LANTERN, "r1", Quantity.of(1)));
    }

    @Test
    void whenTheSameNewsComesAgain_evenAfterALaterReturn_thenTheStockIsBackOnce() {
        handle(RETURNED, Map.of());
        handle(returned("r2", pieces(HEART, 1)), Map.of());
        handle(RETURNED, Map.of());
        assertThat(aggregates.events())
                .containsExactlyInAnyOrder(
                        new StockReturned(HEART, "r1", Quantity.of(2)),
                        new StockReturned(LANTERN, "r1", Quantity.of(1)),
                        new StockReturned(HEART, "r2", Quantity.of(1)));
    }

    @Test
    void whenAnImportTellsOfAReturn_thenItIsHistoryAndStockStaysAsItIs() {
        handle(RETURNED, Map.of(MessageMetadata.WHO, "import:1"));
        assertThat(aggregates.events()).isEmpty();
    }

    @Test
    void whenTheStockCantBeReached_thenTheEventFails() {
        OrderReturns nowhere = new OrderReturns(new ProcessCommands(
                DefaultCommandGateway.builder()
                        .commandBus(SimpleCommandBus.builder().build())
                        .build(),
                Duration.ofSeconds(5)));
        assertThatExceptionOfType(CompletionException.class)
                .isThrownBy(() -> nowhere.on(RETURNED, new GenericEventMessage<>(RETURNED)));
    }

    private void handle(ItemsReturned returned, Map<String, ?> metadata) {
        EventMessage<ItemsReturned> event = new GenericEventMessage<>(returned, metadata);
        returns.on(returned, event);
    }

    private static ItemsReturned returned(String id, Pieces... lines) {
        return new ItemsReturned(
                new OrderId("75"),
                id,
                List.of(lines),
                Reason.of("Broken"),
                false,
                Money.of("10.00", "GBP"),
                Money.of("-5.10", "GBP"));
    }

    private static Pieces pieces(Sku sku, int quantity) {
        return new Pieces(sku, Quantity.of(quantity));
    }
}
