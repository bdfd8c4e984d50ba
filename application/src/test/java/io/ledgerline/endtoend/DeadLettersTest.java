package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Events that a view can't apply, because someone has taken the rows away that they build on. */
class DeadLettersTest extends EndToEnd {

    private static final String LETTERS = "/admin/dead-letters";
    private static final String PRODUCTS = LETTERS + "/products-view";

    private String sku;

    @BeforeEach
    void takeRowsAway() {
        sku = shop.listed("1.00", 5);
        move(sku, "lost-" + sku);
        price("2.00");
        price("3.00");
        shop.eventually(LETTERS, letters -> letters.at("/items").size() == 2);
    }

    @Test
    void givenLostRows_whenTheyAreBackAndItsEventsRetried_thenTheViewIsAsIfNothingHadHappened() {
        Answer letters = shop.get(LETTERS).expect(200);
        assertThat(letters.items("processor")).containsOnly("products-view");
        assertThat(letters.items("sequence")).containsOnly("product-" + sku);
        assertThat(letters.items("type")).containsOnly("catalog.PriceChanged");
        assertThat(letters.items("version")).containsExactly("1", "2");
        assertThat(letters.text("/items/0/cause/type")).isNotBlank();
        assertThat(letters.text("/items/1/cause")).isNull();
        assertThat(letters.body()).doesNotContain("io.ledgerline");

        Answer inVain = shop.post(PRODUCTS + "/retry", "").expect(200);
        assertThat(inVain.number("/failed")).isEqualTo(1);
        assertThat(shop.get(LETTERS).expect(200).at("/items").size()).isEqualTo(2);

        mend();
        Answer retried =
                shop.post(PRODUCTS + "/retry?sequence=product-" + sku, "").expect(200);
        assertThat(retried.number("/succeeded")).isEqualTo(1);
        assertThat(shop.get(LETTERS).expect(200).at("/items").size()).isZero();
        Answer product = shop.get("/products/" + sku).expect(200);
        assertThat(product.amount("/price")).isEqualByComparingTo("3.00");
        assertThat(product.number("/version")).isEqualTo(2);
        price("4.00");
        shop.eventually("/products/" + sku, it -> it.amount("/price").intValue() == 4);
    }

    @Test
    void givenLostRows_whenItsEventsAreDiscarded_thenAReasonIsAskedForAndTheyAreGone() {
        String discard = PRODUCTS + "/discard?sequence=product-" + sku;
        shop.post(discard, "").expectProblem(422, "invalid_request");

        assertThat(shop.post(discard, "", "X-Reason", "lost by hand")
                        .expect(200)
                        .number("/discarded"))
                .isEqualTo(2);

        assertThat(shop.get(LETTERS).expect(200).at("/items").size()).isZero();
        shop.post(discard, "", "X-Reason", "again").expectProblem(404, "dead_letters_not_found");
    }

    @Test
    void givenManyLetters_whenTheyAreListedPageByPage_thenEachIsThereOnce() {
        Answer first = shop.get(LETTERS + "?limit=1").expect(200);
        Answer second = shop.get(LETTERS + "?limit=1&cursor=" + first.text("/nextCursor"))
                .expect(200);

        assertThat(first.items("version")).containsExactly("1");
        assertThat(second.items("version")).containsExactly("2");
        assertThat(second.text("/nextCursor")).isNull();
        shop.get(LETTERS + "?cursor=x").expectProblem(422, "invalid_request");
        shop.get(LETTERS + "?limit=0").expectProblem(422, "invalid_request");
    }

    @Test
    void givenAProcessorThatPutsNothingAside_whenItIsToRetry_thenItIsRefused() {
        shop.post(LETTERS + "/order-process/retry", "").expectProblem(409, "no_dead_letters");
        shop.post(LETTERS + "/none/retry", "").expectProblem(404, "processor_not_found");
        shop.post(PRODUCTS + "/retry?sequence=product-none", "").expectProblem(404, "dead_letters_not_found");
    }

    /** Other tests share the program. */
    @AfterEach
    void leaveNothing() {
        if (shop != null) {
            mend();
            shop.post(PRODUCTS + "/retry", "").expect(200);
        }
    }

    private void price(String amount) {
        shop.put("/products/" + sku + "/price", "{\"price\": %s}".formatted(Shop.gbp(amount)))
                .expect(200);
    }

    private void mend() {
        move("lost-" + sku, sku);
    }

    private void move(String from, String to) {
        program.jdbc()
                .sql("update read.products_history set sku = ? where sku = ?")
                .params(to, from)
                .update();
    }
}
