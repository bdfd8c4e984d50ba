package io.ledgerline.catalog.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.mockito.ArgumentMatchers.any;
import static org.mockito.Mockito.mock;
import static org.mockito.Mockito.verifyNoInteractions;
import static org.mockito.Mockito.when;

import io.ledgerline.catalog.StockItems;
import io.ledgerline.catalog.api.CatalogCommand.ReceiveStock;
import io.ledgerline.catalog.api.CatalogEvent.ProductListed;
import io.ledgerline.catalog.api.CatalogEvent.StockReceived;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Rejection;
import io.ledgerline.kernel.process.ProcessCommands;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.kernel.testing.Refusing;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.GenericEventMessage;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class InitialStockTest {

    private static final Sku HEART = new Sku("85123A");
    private static final Map<String, ?> LISTING =
            Map.of(MessageMetadata.COMMAND_ID, "listing-1", MessageMetadata.WHO, "developer");
    private static final Map<String, ?> RECEIVING =
            Map.of(MessageMetadata.COMMAND_ID, "listing-1/stock", MessageMetadata.WHO, "developer");
    private static final ReceiveStock TEN = new ReceiveStock(HEART, Quantity.of(10));

    private final InMemoryAggregates aggregates = StockItems.inMemory();
    private final InitialStock initialStock = new InitialStock(commands(aggregates.gateway()));

    @Test
    void givenListedWithStock_thenItIsReceived() {
        listed(Quantity.of(10));
        assertThat(aggregates.events()).containsExactly(new StockReceived(HEART, Quantity.of(10)));
    }

    @Test
    void givenTheListerHasSentTheSameCommand_thenStockIsReceivedOnce() {
        aggregates.send(TEN, RECEIVING);
        listed(Quantity.of(10));
        assertThat(aggregates.events()).containsExactly(new StockReceived(HEART, Quantity.of(10)));
    }

    @Test
    void givenTheListersCommandComesLater_thenStockIsReceivedOnce() {
        listed(Quantity.of(10));
        aggregates.send(TEN, RECEIVING);
        assertThat(aggregates.events()).containsExactly(new StockReceived(HEART, Quantity.of(10)));
    }

    @Test
    void givenTheEventComesTwice_thenStockIsReceivedOnce() {
        listed(Quantity.of(10));
        listed(Quantity.of(10));
        assertThat(aggregates.events()).containsExactly(new StockReceived(HEART, Quantity.of(10)));
    }

    @Test
    void givenListedWithoutStock_thenNothingIsSent() {
        CommandGateway gateway = mock();
        new InitialStock(commands(gateway)).on(event(null).getPayload(), event(null));
        verifyNoInteractions(gateway);
    }

    @Test
    void whenItCantBeReceived_thenTheEventFails() {
        InitialStock failing = answering(Refusing.with(Rejection.Kind.INVALID, "stock_is_full", Map.of()));
        var event = event(Quantity.of(10));
        assertThatIllegalStateException().isThrownBy(() -> failing.on(event.getPayload(), event));
    }

    @Test
    void whenTheCommandFails_thenTheEventFails() {
        InitialStock failing = answering(new IllegalStateException("the database is gone"));
        var event = event(Quantity.of(10));
        assertThatExceptionOfType(CompletionException.class).isThrownBy(() -> failing.on(event.getPayload(), event));
    }

    private void listed(Quantity stock) {
        var event = event(stock);
        initialStock.on(event.getPayload(), event);
    }

    private static EventMessage<ProductListed> event(@Nullable Quantity stock) {
        return new GenericEventMessage<>(
                new ProductListed(HEART, "Heart", null, Money.of("2.55", "GBP"), List.of(), stock), LISTING);
    }

    private static InitialStock answering(Exception failure) {
        CommandGateway gateway = mock();
        when(gateway.send(any())).thenReturn(CompletableFuture.failedFuture(failure));
        return new InitialStock(commands(gateway));
    }

    private static ProcessCommands commands(CommandGateway gateway) {
        return new ProcessCommands(gateway, Duration.ofSeconds(5));
    }
}
