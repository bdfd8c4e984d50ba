package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Appends that draw a position and commit later than others behind them: no view may miss one. PostgreSQL only. */
@OnStores(Store.POSTGRES)
class HeldTransactionTest extends EndToEnd {

    @Test
    void givenAppendsHeldOpen_whenOthersCommitAroundThem_thenNoViewMissesAnEvent() throws SQLException {
        holdFor(Duration.ofSeconds(2));
    }

    /** Axon's own storage forgets a gap after a minute. */
    @Test
    @Tag("faults")
    void givenAppendsHeldOpenForLongerThanAnyGapTimeout_whenOthersCommitAroundThem_thenNoViewMissesAnEvent()
            throws SQLException {
        holdFor(Duration.ofSeconds(75));
    }

    private void holdFor(Duration time) throws SQLException {
        String template = shop.listed("1.00", 1);
        List<String> expected = new ArrayList<>();
        String rolledBack = Shop.unique("SKU-");
        try (Connection first = program.database().getConnection();
                Connection second = program.database().getConnection();
                Connection third = program.database().getConnection()) {
            expected.add(listedBefore(expected));
            expected.add(hold(first, template, Shop.unique("SKU-")));
            expected.add(listedBefore(expected));
            hold(second, template, rolledBack);
            expected.add(hold(third, template, Shop.unique("SKU-")));
            expected.add(listedBefore(expected));
            long begin = System.nanoTime();
            await().atMost(time.plusSeconds(60))
                    .pollInterval(Duration.ofMillis(250))
                    .until(() -> {
                        expected.add(listedBefore(expected));
                        return System.nanoTime() - begin > time.toNanos();
                    });
            third.commit();
            expected.add(listedBefore(expected));
            second.rollback();
            expected.add(listedBefore(expected));
            first.commit();
        }
        expected.add(listedBefore(expected));

        await().atMost(Shop.PATIENCE)
                .untilAsserted(() -> assertThat(expected)
                        .allSatisfy(sku -> shop.get("/products/" + sku).expect(200)));
        shop.get("/products/" + rolledBack).expectProblem(404, "product_not_found");
    }

    /** Listed over HTTP; accepted at once, whatever is held. */
    private String listedBefore(List<String> others) {
        String sku = Shop.unique("SKU-");
        shop.post("/products", Shop.product(sku, "No. " + others.size(), "1.00", 1))
                .expect(201);
        return sku;
    }

    /** Appends a product of its own beside the program, and leaves the transaction open. */
    private static String hold(Connection connection, String template, String sku) throws SQLException {
        connection.setAutoCommit(false);
        try (PreparedStatement append = connection.prepareStatement("""
                insert into write.events (stream_id, stream_type, sequence, event_id, type, revision, payload, metadata, recorded_at)
                select replace(stream_id, ?, ?), stream_type, sequence, ?, type, revision, replace(payload, ?, ?), metadata,
                       recorded_at
                from write.events where stream_id = 'product-' || ? and sequence = 0""")) {
            append.setString(1, template);
            append.setString(2, sku);
            append.setString(3, UUID.randomUUID().toString());
            append.setString(4, template);
            append.setString(5, sku);
            append.setString(6, template);
            assertThat(append.executeUpdate()).isEqualTo(1);
        }
        return sku;
    }
}
