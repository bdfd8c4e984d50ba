package io.ledgerline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.CatalogCommand.ChangePrice;
import io.ledgerline.catalog.api.CatalogCommand.ConfirmPrice;
import io.ledgerline.catalog.api.CatalogCommand.DescribeProduct;
import io.ledgerline.catalog.api.CatalogCommand.DiscontinueProduct;
import io.ledgerline.catalog.api.CatalogCommand.ListProduct;
import io.ledgerline.catalog.api.CatalogEvent.PriceChanged;
import io.ledgerline.catalog.api.CatalogEvent.ProductDescribed;
import io.ledgerline.catalog.api.CatalogEvent.ProductDiscontinued;
import io.ledgerline.catalog.api.CatalogEvent.ProductListed;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.testing.GoldenState;
import io.ledgerline.kernel.testing.Json;
import io.ledgerline.kernel.testing.RejectionWith;
import java.util.List;
import java.util.Map;
import org.axonframework.commandhandling.GenericCommandMessage;
import org.axonframework.messaging.correlation.SimpleCorrelationDataProvider;
import org.axonframework.messaging.interceptors.CorrelationDataInterceptor;
import org.axonframework.modelling.command.AggregateNotFoundException;
import org.axonframework.test.aggregate.AggregateTestFixture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProductTest {

    private static final Sku HEART = new Sku("85123A");
    private static final Money PRICE = Money.of("2.55", "GBP");
    private static final Money HIGHER = Money.of("2.95", "GBP");
    private static final ListProduct LIST =
            new ListProduct(HEART, "Heart", "Holds a light", PRICE, List.of(), Quantity.of(10));
    private static final ProductListed LISTED =
            new ProductListed(HEART, "Heart", "Holds a light", PRICE, List.of(), Quantity.of(10));

    private final AggregateTestFixture<Product> product = new AggregateTestFixture<>(Product.class);

    @BeforeEach
    void eventsCarryTheIdOfTheirCommand() {
        product.registerCommandHandlerInterceptor(
                new CorrelationDataInterceptor<>(new SimpleCorrelationDataProvider(MessageMetadata.COMMAND_ID)));
    }

    @Test
    void givenNothing_whenListed_thenItIs() {
        product.givenNoPriorActivity().when(LIST).expectEvents(LISTED).expectResultMessagePayload(0L);
    }

    @Test
    void givenListed_whenTheSameCommandComesAgain_thenItIsAnsweredAsThen() {
        Map<String, ?> metadata = Map.of(MessageMetadata.COMMAND_ID, "a");
        product.givenCommands(new GenericCommandMessage<>(LIST, metadata))
                .andGivenCommands(new ChangePrice(HEART, HIGHER))
                .when(LIST, metadata)
                .expectNoEvents()
                .expectResultMessagePayload(0L);
    }

    @Test
    void givenListed_whenListedOnceMore_thenProductExists() {
        product.given(LISTED).when(LIST).expectNoEvents().expectException(CatalogRejection.ProductExists.class);
    }

    @Test
    void whenListedAtNegativePrice_thenRefused() {
        product.givenNoPriorActivity()
                .when(new ListProduct(HEART, "Heart", null, PRICE.negated(), List.of(), null))
                .expectNoEvents()
                .expectException(CatalogRejection.NegativePrice.class);
    }

    @Test
    void givenListed_whenDescribed_thenItIs() {
        product.given(LISTED)
                .when(new DescribeProduct(HEART, "White heart", null, List.of()))
                .expectEvents(new ProductDescribed(HEART, "White heart", null, List.of()));
    }

    @Test
    void givenListed_whenPriceIsChanged_thenItIs() {
        product.given(LISTED).when(new ChangePrice(HEART, HIGHER)).expectEvents(new PriceChanged(HEART, HIGHER));
    }

    @Test
    void givenListed_whenPriceIsChangedToWhatItIs_thenNothingHappens() {
        product.given(LISTED)
                .when(new ChangePrice(HEART, Money.of("2.550", "GBP")))
                .expectNoEvents()
                .expectResultMessagePayload(0L);
    }

    @Test
    void givenListed_whenPriceIsChangedBelowZero_thenRefused() {
        product.given(LISTED)
                .when(new ChangePrice(HEART, PRICE.negated()))
                .expectNoEvents()
                .expectException(CatalogRejection.NegativePrice.class);
    }

    @Test
    void givenListed_whenDiscontinued_thenItIs() {
        product.given(LISTED)
                .when(new DiscontinueProduct(HEART, "Sold out"))
                .expectEvents(new ProductDiscontinued(HEART, "Sold out"));
    }

    @Test
    void givenDiscontinued_whenDiscontinuedAgain_thenNothingHappens() {
        product.given(LISTED, new ProductDiscontinued(HEART, null))
                .when(new DiscontinueProduct(HEART, "Sold out"))
                .expectNoEvents();
    }

    @Test
    void givenListed_whenItsPriceIsConfirmed_thenAcceptedWithoutATrace() {
        product.given(LISTED)
                .when(new ConfirmPrice(HEART, PRICE))
                .expectNoEvents()
                .expectResultMessagePayload(0L);
    }

    @Test
    void givenPriceHasChanged_whenTheOldOneIsConfirmed_thenRefusedWithTheNewOne() {
        product.given(LISTED, new PriceChanged(HEART, HIGHER))
                .when(new ConfirmPrice(HEART, PRICE))
                .expectNoEvents()
                .expectException(CatalogRejection.PriceDiffers.class)
                .expectException(RejectionWith.details(
                        Map.of("sku", "85123A", "price", Map.of("amount", "2.95", "currency", "GBP"))));
    }

    @Test
    void givenDiscontinued_whenItsPriceIsConfirmed_thenRefused() {
        product.given(LISTED, new ProductDiscontinued(HEART, null))
                .when(new ConfirmPrice(HEART, PRICE))
                .expectException(CatalogRejection.Discontinued.class);
    }

    @Test
    void givenNothing_whenAPriceIsConfirmed_thenThereIsNoSuchProduct() {
        product.givenNoPriorActivity()
                .when(new ConfirmPrice(HEART, PRICE))
                .expectException(AggregateNotFoundException.class);
    }

    @Test
    void stateOfThisRevisionHasThisShape() {
        GoldenState.matches(Product.class);
    }

    @Test
    void stateIsTheSameAfterItWasStored() {
        product.given(LISTED, new PriceChanged(HEART, HIGHER))
                .when(new DiscontinueProduct(HEART, null))
                .expectState(state -> assertThat(Json.reread(state))
                        .usingRecursiveComparison()
                        .isEqualTo(state));
    }
}
