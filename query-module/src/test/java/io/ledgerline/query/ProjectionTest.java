package io.ledgerline.query;

import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.placed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.catalog.api.CatalogEvent;
import io.ledgerline.catalog.api.CatalogEvent.StockReceived;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.order.api.OrderEvent;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.payment.api.PaymentEvent;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.axonframework.eventhandling.DomainEventMessage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProjectionTest {

    private static final List<String> TABLES = List.of(
            "orders",
            "orders_history",
            "products",
            "products_history",
            "stock",
            "stock_history",
            "payments",
            "payments_history",
            "audit");

    private ReadSide readSide;

    @BeforeEach
    void empty() {
        readSide = ReadSide.empty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void rowsDoNotDependOnHowEventsAreBatched(long seed) {
        List<DomainEventMessage<?>> events = new RandomLog(seed).events(60);

        inBatchesOf(1, events);
        Map<String, Object> oneByOne = rows();
        readSide.reset();
        inBatchesOf(100, events);

        assertThat(oneByOne).hasSizeGreaterThan(20);
        assertThat(rows()).isEqualTo(oneByOne);
    }

    @ParameterizedTest
    @ValueSource(longs = {4, 5})
    void eventsThatWereSeenBeforeChangeNothing(long seed) {
        List<DomainEventMessage<?>> events = new RandomLog(seed).events(60);
        inBatchesOf(7, events);
        Map<String, Object> once = rows();

        inBatchesOf(13, events.subList(new Random(seed).nextInt(events.size()), events.size()));
        assertThat(rows()).isEqualTo(once);
        inBatchesOf(50, events);
        assertThat(rows()).isEqualTo(once);
    }

    /** As a database has it whose views are older than their history: the history is made from the beginning. */
    @Test
    void whatIsShownStaysWhileTheHistoryIsMadeAnew() {
        List<DomainEventMessage<?>> events = new RandomLog(9).events(60);
        inBatchesOf(50, events);
        Map<String, Object> made = rows();
        readSide.jdbc().execute("truncate orders_history, products_history, stock_history, payments_history");

        readSide.project(events.subList(0, events.size() / 2));
        assertThat(rows("orders")).isEqualTo(only("orders{", made));
        inBatchesOf(50, events);

        assertThat(rows()).isEqualTo(made);
    }

    private static Map<String, Object> only(String prefix, Map<String, Object> rows) {
        Map<String, Object> some = new TreeMap<>(rows);
        some.keySet().removeIf(key -> !key.startsWith(prefix));
        return some;
    }

    @ParameterizedTest
    @ValueSource(longs = {6, 7, 8})
    void moneyAndPiecesAddUpWhateverHappens(long seed) {
        List<DomainEventMessage<?>> events = new RandomLog(seed).events(60);

        for (DomainEventMessage<?> event : events) {
            readSide.project(event);
            assertThat(count("orders where outstanding <> total - (paid - refunded) or total < 0 or refunded > paid"))
                    .as("after %s, seed %d", event.getPayload(), seed)
                    .isZero();
        }
        assertThat(count("stock where reserved < 0 or reserved > on_hand")).isZero();
        assertThat(count("orders where status = 'CANCELLED' and total <> 0")).isZero();
        assertThat(count("orders where status not in ('PENDING', 'CONFIRMED') and outstanding > 0"))
                .isZero();
        assertThat(count("payments where refunded > amount")).isZero();
    }

    @Test
    void eachEventThatThereIsHappensInSomeOfTheseLogs() {
        assertThat(LongStream.rangeClosed(1, 8)
                        .mapToObj(seed -> new RandomLog(seed).events(60))
                        .flatMap(List::stream)
                        .<Class<?>>map(DomainEventMessage::getPayloadType)
                        .collect(Collectors.toSet()))
                .containsExactlyInAnyOrderElementsOf(Stream.of(CatalogEvent.class, OrderEvent.class, PaymentEvent.class)
                        .<Class<?>>flatMap(context -> LogicalTypes.of("any", context).byName().values().stream())
                        .toList());
    }

    @Test
    void aMissingEventIsNoticedAndNothingOfTheBatchIsKept() {
        Log log = new Log();
        DomainEventMessage<?> birth = log.append(placed("1", line("MUG", 1, "4")));
        DomainEventMessage<?> other = log.append(placed("2", line("MUG", 1, "4")));
        log.append(new OrderConfirmed(new OrderId("1")));
        DomainEventMessage<?> third = log.append(new OrderConfirmed(new OrderId("1")));
        readSide.project(birth);

        assertThatThrownBy(() -> readSide.project(other, third))
                .rootCause()
                .hasMessage("order-1: event 2 can't follow event 0");
        assertThat(count("orders")).isOne();
    }

    /** So a processor and a repair, whose batches are not the same, never wait for each other. */
    @Test
    void rowsAreWrittenInTheSameOrderWhateverTheEventsWere() {
        Log log = new Log();
        readSide.project(
                log.append(new StockReceived(new Sku("MUG"), Quantity.of(5))),
                log.append(placed("3", line("MUG", 1, "4"))),
                log.append(placed("1", line("MUG", 1, "4"))),
                log.append(new OrderConfirmed(new OrderId("3"))),
                log.append(Samples.listed("MUG", "A mug", "", "1")),
                log.append(placed("2", line("MUG", 1, "4"))));

        // The first rows of a table lie in it as they were written.
        assertThat(readSide.jdbc().queryForList("select order_id from orders order by ctid", String.class))
                .containsExactly("1", "2", "3");
        assertThat(readSide.jdbc()
                        .queryForList(
                                "select order_id || '.' || version from orders_history order by ctid", String.class))
                .containsExactly("1.0", "2.0", "3.0", "3.1");
        assertThat(readSide.jdbc()
                        .queryForList(
                                "select t from (select 'stock' t, cmin::text::int c from stock union all"
                                        + " select 'products', cmin::text::int from products) written order by c",
                                String.class))
                .containsExactly("products", "stock");
    }

    @Test
    void textThatPostgresCannotHoldStopsNoView() {
        readSide.project(
                new Log().append(Samples.listed("NUL", "A name\0with a hole", "'\\ & | ! :* <->", "1")),
                new Log().append(placed("1", line("NUL", 1, "1"))));

        assertThat(count("products")).isOne();
    }

    private void inBatchesOf(int size, List<DomainEventMessage<?>> events) {
        for (int from = 0; from < events.size(); from += size) {
            readSide.project(events.subList(from, Math.min(events.size(), from + size)));
        }
    }

    private Map<String, Object> rows() {
        return rows(TABLES.toArray(String[]::new));
    }

    private Map<String, Object> rows(String... tables) {
        Map<String, Object> rows = new TreeMap<>();
        for (String table : tables) {
            readSide.jdbc()
                    .queryForList("select to_json(t)::text from " + table + " t", String.class)
                    .forEach(row -> rows.put(table + row, row));
        }
        return rows;
    }

    private int count(String what) {
        Integer count = readSide.jdbc().queryForObject("select count(*) from " + what, Integer.class);
        return count == null ? 0 : count;
    }
}
