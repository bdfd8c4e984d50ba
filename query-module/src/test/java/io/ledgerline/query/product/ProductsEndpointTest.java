package io.ledgerline.query.product;

import static io.ledgerline.query.Samples.gbp;
import static io.ledgerline.query.Samples.listed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.catalog.api.CatalogEvent.PriceChanged;
import io.ledgerline.catalog.api.CatalogEvent.ProductDescribed;
import io.ledgerline.catalog.api.CatalogEvent.ProductDiscontinued;
import io.ledgerline.catalog.api.CatalogEvent.StockDeducted;
import io.ledgerline.catalog.api.CatalogEvent.StockReceived;
import io.ledgerline.catalog.api.CatalogEvent.StockReserved;
import io.ledgerline.catalog.api.FindOffers;
import io.ledgerline.catalog.api.Offers;
import io.ledgerline.catalog.api.Offers.Offer;
import io.ledgerline.catalog.api.ReservationId;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.query.Log;
import io.ledgerline.query.ReadSide;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.axonframework.queryhandling.QueryGateway;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.core.ParameterizedTypeReference;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.codec.ServerSentEvent;
import org.springframework.test.json.JsonCompareMode;
import org.springframework.test.web.reactive.server.WebTestClient;
import reactor.test.StepVerifier;

class ProductsEndpointTest {

    private static final Sku MUG = new Sku("MUG 1");
    private static final ReservationId ORDER = new ReservationId("75");

    private final ReadSide readSide = ReadSide.empty();
    private final WebTestClient client = readSide.client();
    private final Log log = new Log();

    @Test
    void aProductIsShownWithItsStock() {
        readSide.project(
                log.append(listed("MUG 1", "Mug", "To drink from", "4.25")),
                log.append(new StockReceived(MUG, Quantity.of(10))),
                log.append(new StockReserved(MUG, ORDER, Quantity.of(3))),
                log.append(new StockDeducted(MUG, ORDER, Quantity.of(1))),
                log.append(new PriceChanged(MUG, gbp("4.50"))),
                log.append(new ProductDescribed(MUG, "Big mug", null, List.of("https://example.org/mug.png"))),
                log.append(new ProductDiscontinued(MUG, null)));

        client.get()
                .uri("/products/MUG 1")
                .exchange()
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals(HttpHeaders.ETAG, "\"3\"")
                .expectBody()
                .json("""
                        {"sku":"MUG 1","name":"Big mug","description":null,"price":{"amount":"4.50","currency":"GBP"},
                         "stock":{"onHand":9,"reserved":2,"available":7,"version":2},
                         "imageUrls":["https://example.org/mug.png"],"discontinued":true,"version":3}""", JsonCompareMode.STRICT);
    }

    @Test
    void aProductThatNeverHadStockHasNone() {
        readSide.project(log.append(listed("MUG 1", "Mug", null, "4.25")));

        client.get().uri("/products/MUG 1").exchange().expectBody().json("""
                        {"stock":{"onHand":0,"reserved":0,"available":0,"version":null},"description":null}""");
    }

    @Test
    void stockWithoutAProductIsNoProduct() {
        readSide.project(log.append(new StockReceived(MUG, Quantity.of(10))));

        client.get()
                .uri("/products/MUG 1")
                .exchange()
                .expectStatus()
                .isNotFound()
                .expectBody()
                .jsonPath("$.code")
                .isEqualTo("product_not_found");
    }

    @Test
    void whoHasReceivedStockCanReadIt() {
        readSide.project(log.append(listed("MUG 1", "Mug", null, "4.25")));
        var answer = CompletableFuture.supplyAsync(() -> client.get()
                .uri("/products/MUG 1?minStockVersion=0")
                .header(HttpHeaders.IF_NONE_MATCH, "\"0\"")
                .exchange());
        await().until(() -> readSide.followers() == 1);

        readSide.project(log.append(new StockReceived(MUG, Quantity.of(10))));

        answer.join()
                .expectStatus()
                .isOk()
                .expectBody()
                .jsonPath("$.stock.onHand")
                .isEqualTo(10);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "mug; MUG-1 MUG-2",
                "MUG; MUG-1 MUG-2",
                "blue mug; MUG-2",
                "mug blue; MUG-2",
                "mug bl; MUG-2",
                "bl mug; ``",
                "MUG-1; MUG-1",
                "porcelain; MUG-1",
                "heart; HEART",
                "ST. VALENTINE'S; HEART",
                "` `; HEART MUG-1 MUG-2",
                "!; ``",
                "& | ! ( ) :* <-> \\ ''; ``",
                "mug' | 'heart; ``"
            })
    void productsAreFoundByTheirWords(String search, String skus) {
        readSide.project(
                log.append(listed("MUG-1", "Red mug", "Porcelain", "4.25")),
                log.append(listed("MUG-2", "Blue mug", null, "4.25")),
                log.append(listed("HEART", "St. Valentine's heart", null, "1")));

        assertThat(found(search)).containsExactlyInAnyOrder(skus.isEmpty() ? new String[0] : skus.split(" "));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\0", "a\nb"})
    void aSearchIsText(String search) {
        client.get()
                .uri("/products?search={search}", search)
                .exchange()
                .expectStatus()
                .isEqualTo(422)
                .expectBody()
                .jsonPath("$.errors[0].field")
                .isEqualTo("search");
    }

    @Test
    void productsAreListedNewestFirst() {
        log.at("2026-01-01T00:00:00Z");
        readSide.project(log.append(listed("B", "Old", null, "1")));
        log.at("2026-01-02T00:00:00Z");
        readSide.project(log.append(listed("A", "New", null, "1")));

        assertThat(found("")).containsExactly("A", "B");
    }

    @Test
    void offersAreWhatCanBeSoldAndForHowMuch() throws Exception {
        readSide.project(
                log.append(listed("MUG 1", "Mug", null, "4.25")),
                log.append(listed("OLD", "Old mug", null, "1")),
                log.append(new ProductDiscontinued(new Sku("OLD"), "out of fashion")));

        Offers offers = readSide.bean(QueryGateway.class)
                .query(new FindOffers(Set.of(MUG, new Sku("OLD"), new Sku("UNKNOWN")), false), Offers.class)
                .get();

        assertThat(offers.offers())
                .containsExactlyInAnyOrder(
                        new Offer(MUG, "Mug", gbp("4.25"), false),
                        new Offer(new Sku("OLD"), "Old mug", gbp("1"), true));
    }

    @Test
    void whoFollowsAProductSeesItsStockMoveToo() {
        readSide.project(log.append(listed("MUG 1", "Mug", null, "4.25")));
        var events = client.get()
                .uri("/products/MUG 1")
                .accept(MediaType.TEXT_EVENT_STREAM)
                .exchange()
                .returnResult(new ParameterizedTypeReference<ServerSentEvent<Map<String, Object>>>() {})
                .getResponseBody()
                .filter(event -> event.event() != null);

        StepVerifier.create(events)
                .assertNext(event -> assertThat(event.event()).isEqualTo("product"))
                .then(() -> readSide.project(log.append(new StockReceived(MUG, Quantity.of(10)))))
                .assertNext(event -> {
                    assertThat(event.id()).isEqualTo("0");
                    assertThat(event.data().get("stock").toString()).contains("available=10");
                })
                .then(() -> readSide.project(log.append(new PriceChanged(MUG, gbp("5")))))
                .assertNext(event -> {
                    assertThat(event.id()).isEqualTo("1");
                    assertThat(event.data().get("stock").toString()).contains("available=10");
                })
                .thenCancel()
                .verify(Duration.ofSeconds(10));
        await().until(() -> readSide.followers() == 0);
    }

    private List<String> found(String search) {
        record Listed(List<Map<String, Object>> items) {}
        return client
                .get()
                .uri("/products?search={search}", search)
                .exchange()
                .expectStatus()
                .isOk()
                .expectBody(new ParameterizedTypeReference<Listed>() {})
                .returnResult()
                .getResponseBody()
                .items()
                .stream()
                .map(item -> item.get("sku").toString())
                .toList();
    }
}
