package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.CatalogCommand.ChangePrice;
import io.ledgerline.catalog.api.CatalogCommand.DescribeProduct;
import io.ledgerline.catalog.api.CatalogCommand.DiscontinueProduct;
import io.ledgerline.catalog.api.CatalogCommand.ListProduct;
import io.ledgerline.catalog.api.CatalogCommand.ReceiveStock;
import io.ledgerline.catalog.api.CatalogCommand.RequireProduct;
import io.ledgerline.catalog.api.CatalogCommand.WriteOffStock;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.MessageMetadata;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.Rejection;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.axonframework.commandhandling.CommandExecutionException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CatalogCommandsTest extends HttpTest {

    private static final Sku SKU = new Sku("85123A");

    private static final String WHOLE = """
            {"sku":"85123A","name":"Holder","description":"White","price":{"amount":"2.55","currency":"GBP"},
             "stock":10,"imageUrls":["https://example.com/a.png"]}""";

    @Test
    void listingAProductWithStockListsItAndThenReceivesTheStock() {
        post("/products", WHOLE)
                .expectStatus()
                .isCreated()
                .expectHeader()
                .valueEquals("Location", "/products/85123A")
                .expectHeader()
                .valueEquals("ETag", "\"0\"")
                .expectBody()
                .json("""
                      {"id":"85123A","version":0}""");

        assertThat(commands.payloads())
                .containsExactly(
                        new ListProduct(
                                SKU,
                                "Holder",
                                "White",
                                Money.of("2.55", "GBP"),
                                List.of("https://example.com/a.png"),
                                Quantity.of(10)),
                        new ReceiveStock(SKU, Quantity.of(10)));
        List<Object> ids = commands.messages().stream()
                .<Object>map(it -> it.getMetaData().get(MessageMetadata.COMMAND_ID))
                .toList();
        assertThat(ids.get(1)).isEqualTo(ids.get(0) + "/stock");
    }

    @Test
    void listingAProductWithoutTheOptionalPartsReceivesNothing() {
        post("/products", """
                {"sku":"A B","name":"N","price":{"amount":1,"currency":"GBP"}}""").expectStatus().isCreated().expectHeader().valueEquals("Location", "/products/A%20B");

        assertThat(commands.payloads())
                .containsExactly(new ListProduct(new Sku("A B"), "N", null, Money.of("1.00", "GBP"), List.of(), null));
    }

    @Test
    void listingAProductThatIsOutOfStockReceivesNothing() {
        post("/products", """
                {"sku":"A","name":"N","price":{"amount":1,"currency":"GBP"},"stock":0}""").expectStatus().isCreated();

        assertThat(commands.payloads())
                .containsExactly(new ListProduct(new Sku("A"), "N", null, Money.of("1.00", "GBP"), List.of(), null));
    }

    @Test
    void aRefusedListingReceivesNoStock() {
        commands.failWith(refused(Rejection.Kind.CONFLICT, "product_exists"));

        problem(post("/products", WHOLE), 409, "product_exists");
        assertThat(commands.payloads()).hasSize(1);
    }

    @Test
    void aListingStandsThoughItsStockIsLeftToThePolicy() {
        commands.answerBy(command -> command instanceof ReceiveStock
                ? CompletableFuture.failedFuture(new IllegalStateException("planted"))
                : CompletableFuture.completedFuture(0L));

        post("/products", WHOLE).expectStatus().isCreated();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'name':'N','price':{'amount':'1','currency':'GBP'}} | sku",
                "{'sku':'a/b','name':'N','price':{'amount':'1','currency':'GBP'}} | sku",
                "{'sku':'','name':'N','price':{'amount':'1','currency':'GBP'}} | sku",
                "{'sku':'A','price':{'amount':'1','currency':'GBP'}} | name",
                "{'sku':'A','name':' ','price':{'amount':'1','currency':'GBP'}} | name",
                "{'sku':'A','name':'N'} | price",
                "{'sku':'A','name':'N','price':{'amount':'1'}} | price.currency",
                "{'sku':'A','name':'N','price':{'currency':'GBP'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':'-1','currency':'GBP'}} | price",
                "{'sku':'A','name':'N','price':{'amount':'0','currency':'GBP'}} | price",
                "{'sku':'A','name':'N','price':{'amount':'1.001','currency':'GBP'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':'1.5','currency':'JPY'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':'abc','currency':'GBP'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':'','currency':'GBP'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':'NaN','currency':'GBP'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':' 1','currency':'GBP'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':'+1','currency':'GBP'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':'1e2','currency':'GBP'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':'.5','currency':'GBP'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':'1.','currency':'GBP'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':'1.000','currency':'GBP'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':'1.0','currency':'JPY'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':1.000,'currency':'GBP'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':'1','currency':'XYZ'}} | price.currency",
                "{'sku':'A','name':'N','price':{'amount':'1','currency':'XXX'}} | price.currency",
                "{'sku':'A','name':'N','price':{'amount':1e999999999,'currency':'GBP'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':'1e999999999','currency':'GBP'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':1e-999999999,'currency':'GBP'}} | price.amount",
                "{'sku':'A','name':'N','price':{'amount':'1','currency':'GBP','vat':1}} | price.vat",
                "{'sku':'A','name':'N','price':{'amount':'1','currency':'GBP'},'stock':-1} | stock",
                "{'sku':'A','name':'N','price':{'amount':'1','currency':'GBP'},'stock':99999999999} | stock",
                "{'sku':'A','name':'N','price':{'amount':'1','currency':'GBP'},'colour':'red'} | colour",
                "{'sku':'A','name':'N','price':{'amount':'1','currency':'GBP'},'imageUrls':[null]} | imageUrls[0]",
                "{'sku':'A','name':'N','price':{'amount':'1','currency':'GBP'},'imageUrls':['javascript:1']} | imageUrls[0]",
                "{'sku':'A','name':'a\\u0000b','price':{'amount':'1','currency':'GBP'}} | name",
                "{'sku':'A','name':'a\\ud800b','price':{'amount':'1','currency':'GBP'}} | name",
            })
    void anInvalidProductNamesTheField(String body, String field) {
        invalid(post("/products", body.replace('\'', '"')), field);
        assertThat(commands.payloads()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{'sku':5,'name':'N','price':{'amount':'1','currency':'GBP'}}",
                "{'sku':'A','name':5,'price':{'amount':'1','currency':'GBP'}}",
                "{'sku':'A','name':true,'price':{'amount':'1','currency':'GBP'}}",
                "{'sku':'A','name':['N'],'price':{'amount':'1','currency':'GBP'}}",
                "{'sku':'A','name':{},'price':{'amount':'1','currency':'GBP'}}",
                "{'sku':'A','name':'N','price':'1 GBP'}",
                "{'sku':'A','name':'N','price':1}",
                "{'sku':'A','name':'N','price':[]}",
                "{'sku':'A','name':'N','price':{'amount':true,'currency':'GBP'}}",
                "{'sku':'A','name':'N','price':{'amount':{},'currency':'GBP'}}",
                "{'sku':'A','name':'N','price':{'amount':'1','currency':7}}",
                "{'sku':'A','name':'N','price':{'amount':'1','currency':'GBP'},'stock':'5'}",
                "{'sku':'A','name':'N','price':{'amount':'1','currency':'GBP'},'stock':1.5}",
                "{'sku':'A','name':'N','price':{'amount':'1','currency':'GBP'},'stock':1.0}",
                "{'sku':'A','name':'N','price':{'amount':'1','currency':'GBP'},'stock':{'value':5}}",
                "{'sku':{'value':'A'},'name':'N','price':{'amount':'1','currency':'GBP'}}",
                "{'sku':'A','name':'N','price':{'amount':'1','currency':'GBP'},'imageUrls':'x'}",
                "{'sku':'A','name':'N','price':{'amount':'1','currency':'GBP'},'imageUrls':[1]}",
                "{'sku':'A','name':'N','price':{'amount':NaN,'currency':'GBP'}}",
            })
    void aWrongTypeOfJsonCannotBeRead(String body) {
        problem(post("/products", body.replace('\'', '"')), 400, "malformed_request");
        assertThat(commands.payloads()).isEmpty();
    }

    @Test
    void textsHaveALength() {
        invalid(put("/products/A", "{\"name\":\"" + "x".repeat(201) + "\"}"), "name");
        invalid(put("/products/A", "{\"name\":\"N\",\"description\":\"" + "x".repeat(5001) + "\"}"), "description");
    }

    @Test
    void describingReplacesWhatIsTold() {
        commands.answerWith(4);

        put("/products/85123A", """
                {"name":"New","description":null}""")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"4\"")
                .expectHeader()
                .doesNotExist("Location")
                .expectBody()
                .json("""
                      {"id":"85123A","version":4}""");
        assertThat(commands.payloads()).containsExactly(new DescribeProduct(SKU, "New", null, List.of()));
    }

    @Test
    void changingThePriceSendsIt() {
        put("/products/85123A/price", """
                {"price":{"amount":"3","currency":"GBP"}}""").expectStatus().isOk();
        assertThat(commands.payloads()).containsExactly(new ChangePrice(SKU, Money.of("3.00", "GBP")));
        invalid(put("/products/85123A/price", "{}"), "price");
    }

    @Test
    void discontinuingNeedsNoReasonAndNoBody() {
        post("/products/85123A/discontinuation", "{}").expectStatus().isOk();
        client.post()
                .uri("/products/85123A/discontinuation")
                .exchange()
                .expectStatus()
                .isOk();
        post("/products/85123A/discontinuation", "{\"reason\":\"broken\"}")
                .expectStatus()
                .isOk();

        assertThat(commands.payloads())
                .containsExactly(
                        new DiscontinueProduct(SKU, null),
                        new DiscontinueProduct(SKU, null),
                        new DiscontinueProduct(SKU, "broken"));
    }

    @Test
    void aPositiveQuantityIsReceivedAndANegativeOneWrittenOffOnceTheProductIsKnown() {
        commands.answerBy(command -> CompletableFuture.completedFuture(command instanceof RequireProduct ? 9L : 3L));

        post("/products/85123A/stock", "{\"quantity\":7}")
                .expectStatus()
                .isOk()
                .expectHeader()
                .valueEquals("ETag", "\"3\"");
        post("/products/85123A/stock", "{\"quantity\":-7}").expectStatus().isOk();

        assertThat(commands.payloads())
                .containsExactly(
                        new RequireProduct(SKU),
                        new ReceiveStock(SKU, Quantity.of(7)),
                        new RequireProduct(SKU),
                        new WriteOffStock(SKU, Quantity.of(7)));
    }

    @Test
    void stockOfAnUnknownProductIsNotFoundAndNotReceived() {
        commands.failWith(refused(Rejection.Kind.UNKNOWN, "product_not_found"));

        problem(post("/products/nope/stock", "{\"quantity\":7}"), 404, "product_not_found");
        assertThat(commands.payloads()).hasSize(1);
    }

    @Test
    void theExpectedVersionIsTheStocksNotTheProducts() {
        client.post()
                .uri("/products/85123A/stock")
                .header("If-Match", "\"3\"")
                .header("Content-Type", "application/json")
                .bodyValue("{\"quantity\":7}")
                .exchange()
                .expectStatus()
                .isOk();

        assertThat(commands.messages().get(0).getMetaData()).doesNotContainKey(MessageMetadata.EXPECTED_VERSION);
        assertThat(commands.messages().get(1).getMetaData()).containsEntry(MessageMetadata.EXPECTED_VERSION, "3");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"{\"quantity\":0}", "{\"quantity\":1000001}", "{\"quantity\":-1000001}", "{}"})
    void aQuantityOfNoUseIsInvalid(String body) {
        invalid(post("/products/85123A/stock", body), "quantity");
    }

    @Test
    void aSkuThatCannotBeIsInvalid() {
        invalid(put("/products/a*b/price", "{\"price\":{\"amount\":\"3\",\"currency\":\"GBP\"}}"), "sku");
    }

    private static CommandExecutionException refused(Rejection.Kind kind, String code) {
        return new CommandExecutionException("no", null, new Refusal(kind, code, "No.", Map.of()));
    }
}
