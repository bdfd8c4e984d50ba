package io.ledgerline.query.order;

import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.placed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.Freshness;
import io.ledgerline.query.Log;
import io.ledgerline.query.OtherNode;
import io.ledgerline.query.ReadSide;
import io.ledgerline.query.ViewReader;
import java.sql.Connection;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.queryhandling.QueryGateway;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is remembered of orders, and that nobody is told anything old because of it. */
class OrderQueriesTest {

    private static final OrderId ORDER = new OrderId("75");

    private final ReadSide readSide = ReadSide.empty();
    private final OtherNode otherNode = readSide.bean(OtherNode.class);
    private final QueryGateway queries = readSide.bean(QueryGateway.class);
    private final ViewReader<Orders, OrderView> reader =
            new ViewReader<>(queries, Orders.class, Orders::first, OrderView.class, otherNode);
    private final Log log = new Log();

    @BeforeEach
    void place() {
        readSide.project(log.append(placed("75", line("MUG", 1, "4"))));
    }

    @Test
    void whatWasReadIsRemembered() {
        // Unless it takes longer than that is remembered.
        await().untilAsserted(() -> {
            OrderView read = order(new FindOrder(ORDER));
            confirmedElsewhere();
            assertThat(order(new FindOrder(ORDER))).isSameAs(read);
        });
    }

    @Test
    void whatIsWrittenHereIsReadAgain() {
        assertThat(version()).isZero();

        readSide.project(confirmed());

        assertThat(version()).isOne();
    }

    /** Whoever is told of it and reads it then finds nothing older. */
    @Test
    void itIsForgottenBeforeFollowersAreTold() {
        try (var following = queries.subscriptionQuery(new FindOrder(ORDER), Orders.class, OrderView.class)) {
            var readThen = following.updates().map(told -> version()).next().toFuture();
            assertThat(version()).isZero();

            readSide.project(confirmed());

            assertThat(readThen.join()).isOne();
        }
    }

    @Test
    void whatIsWrittenElsewhereIsReadAgain() {
        assertThat(version()).isZero();
        confirmedElsewhere();

        otherNode.wrote("orders", "75");

        assertThat(version()).isOne();
    }

    @Test
    void ifNewsMayHaveBeenLostAllIsReadAgain() {
        assertThat(version()).isZero();
        confirmedElsewhere();

        otherNode.wasNotHeard();

        assertThat(version()).isOne();
    }

    @Test
    void ifNewsIsLostItIsForgottenAllTheSame() {
        assertThat(version()).isZero();
        confirmedElsewhere();

        await().atMost(Duration.ofSeconds(10)).until(() -> version() == 1);
    }

    /** Both reads are kept from their answers: the second doesn't wait for what the first will find. */
    @Test
    void whatIsBeingReadIsForgottenToo() throws Exception {
        try (Connection exclusive = readSide.bean(DataSource.class).getConnection()) {
            exclusive.setAutoCommit(false);
            exclusive.createStatement().execute("lock table orders in access exclusive mode");
            CompletableFuture<Orders> before = find(new FindOrder(ORDER));
            await().until(() -> waiting() == 1);
            CompletableFuture<Orders> joined = find(new FindOrder(ORDER));

            otherNode.wrote("orders", "75");
            CompletableFuture<Orders> after = find(new FindOrder(ORDER));

            await().until(() -> waiting() == 2);
            exclusive.rollback();
            assertThat(List.of(before, joined, after))
                    .allSatisfy(
                            answer -> assertThat(answer.get().first()).get().isEqualTo(order(new FindOrder(ORDER))));
        }
    }

    private int waiting() {
        Integer waiting = readSide.jdbc()
                .queryForObject(
                        "select count(*)::int from pg_stat_activity where wait_event_type = 'Lock'", Integer.class);
        return waiting == null ? 0 : waiting;
    }

    @Test
    void whatIsNotThereYetIsNotRemembered() {
        assertThat(find(new FindOrder(new OrderId("76"))).join().orders()).isEmpty();

        readSide.project(log.append(placed("76", line("MUG", 1, "4"))));

        assertThat(find(new FindOrder(new OrderId("76"))).join().orders()).hasSize(1);
    }

    @Test
    void whatIsRememberedIsNobodyElses() {
        assertThat(version()).isZero();

        assertThat(find(new FindOrder(ORDER, new CustomerId("somebody"))).join().orders())
                .isEmpty();
        assertThat(find(new FindOrder(ORDER, new CustomerId("ada"))).join().orders())
                .hasSize(1);
    }

    @Test
    void whatIsPersonalIsRememberedAsItIsStored() {
        Encrypted name = placed("75", line("MUG", 1, "4")).customerName();

        await().untilAsserted(() -> {
            OrderView read = order(new FindOrder(ORDER));
            assertThat(read.customerName()).isEqualTo(name);
            assertThat(order(new FindOrder(ORDER))).isSameAs(read);
        });
    }

    @Test
    void whoWantsItAfreshIsNotAnsweredFromMemory() {
        assertThat(version()).isZero();
        confirmedElsewhere();

        assertThat(order(new FindOrder(ORDER).freshly()).version()).isOne();
        assertThat(version()).isOne();
    }

    /** Less patient than memory is long. */
    @ParameterizedTest
    @CsvSource({"PT0S", "PT0.1S"})
    void whoWantsANewerVersionIsNotHeldUpByWhatIsRemembered(Duration patience) {
        assertThat(version()).isZero();
        confirmedElsewhere();

        assertThat(reader.read(new FindOrder(ORDER), new Freshness(1, patience))
                        .blockOptional()
                        .map(OrderView::version))
                .isEqualTo(Optional.of(1L));
    }

    @Test
    void whoWaitsSeesWhatNobodyToldHimOf() {
        var waits = reader.read(new FindOrder(ORDER), new Freshness(1, Duration.ofSeconds(30)))
                .toFuture();
        await().until(() -> readSide.followers() == 1);
        confirmedElsewhere();

        assertThat(waits.join().version()).isOne();
        await().until(() -> readSide.followers() == 0);
    }

    @Test
    void anEmptiedViewHasNothing() {
        assertThat(version()).isZero();

        readSide.reset();

        assertThat(find(new FindOrder(ORDER)).join().orders()).isEmpty();
    }

    private DomainEventMessage<?> confirmed() {
        return log.append(new OrderConfirmed(ORDER));
    }

    private void confirmedElsewhere() {
        readSide.projectElsewhere(List.of(confirmed()));
    }

    private long version() {
        return order(new FindOrder(ORDER)).version();
    }

    private OrderView order(FindOrder query) {
        return find(query).join().first().orElseThrow();
    }

    private CompletableFuture<Orders> find(FindOrder query) {
        return queries.query(query, Orders.class);
    }
}
