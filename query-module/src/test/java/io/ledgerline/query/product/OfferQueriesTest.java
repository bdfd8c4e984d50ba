package io.ledgerline.query.product;

import static io.ledgerline.query.Samples.gbp;
import static io.ledgerline.query.Samples.listed;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.CatalogEvent.PriceChanged;
import io.ledgerline.catalog.api.FindOffers;
import io.ledgerline.catalog.api.Offers;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Money;
import io.ledgerline.query.Log;
import io.ledgerline.query.OtherNode;
import io.ledgerline.query.ReadSide;
import java.util.Set;
import org.axonframework.queryhandling.QueryGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class OfferQueriesTest {

    private static final Sku MUG = new Sku("MUG");

    private final ReadSide readSide = ReadSide.empty();
    private final OtherNode otherNode = readSide.bean(OtherNode.class);
    private final Log log = new Log();

    @BeforeEach
    void listAMug() {
        readSide.project(log.append(listed("MUG", "Mug", null, "4.25")));
    }

    @Test
    void whatWasAskedForIsRemembered() throws Exception {
        assertThat(price(false)).isEqualTo(gbp("4.25"));
        anotherNodeShows("9.99");

        assertThat(price(false)).isEqualTo(gbp("4.25"));
    }

    @Test
    void whatIsWrittenHereIsAskedForAgain() throws Exception {
        assertThat(price(false)).isEqualTo(gbp("4.25"));

        readSide.project(log.append(new PriceChanged(MUG, gbp("4.50"))));

        assertThat(price(false)).isEqualTo(gbp("4.50"));
    }

    @Test
    void whatIsWrittenElsewhereIsAskedForAgain() throws Exception {
        assertThat(price(false)).isEqualTo(gbp("4.25"));
        anotherNodeShows("9.99");

        otherNode.wrote("products", "MUG");

        assertThat(price(false)).isEqualTo(gbp("9.99"));
    }

    @Test
    void ifNewsMayHaveBeenLostAllIsAskedForAgain() throws Exception {
        assertThat(price(false)).isEqualTo(gbp("4.25"));
        anotherNodeShows("9.99");

        otherNode.wasNotHeard();

        assertThat(price(false)).isEqualTo(gbp("9.99"));
    }

    @Test
    void whoWantsItAfreshIsNotAnsweredFromMemory() throws Exception {
        assertThat(price(false)).isEqualTo(gbp("4.25"));
        anotherNodeShows("9.99");

        assertThat(price(true)).isEqualTo(gbp("9.99"));
        assertThat(price(false)).isEqualTo(gbp("9.99"));
    }

    @Test
    void whatIsNotThereYetIsNotRemembered() throws Exception {
        assertThat(offers(new Sku("NEW"), false).offers()).isEmpty();

        readSide.project(log.append(listed("NEW", "New mug", null, "1")));

        assertThat(offers(new Sku("NEW"), false).offers()).hasSize(1);
    }

    private void anotherNodeShows(String amount) {
        assertThat(readSide.jdbc()
                        .update(
                                "update products set document = (replace(document::text, '4.25', ?))::json"
                                        + " where sku = 'MUG'",
                                amount))
                .isOne();
    }

    private Money price(boolean afresh) throws Exception {
        return offers(MUG, afresh).offers().get(0).price();
    }

    private Offers offers(Sku sku, boolean afresh) throws Exception {
        return readSide.bean(QueryGateway.class)
                .query(new FindOffers(Set.of(sku), afresh), Offers.class)
                .get();
    }
}
