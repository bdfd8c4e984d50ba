package io.ledgerline.query.rebuild;

import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.placed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.ledgerline.catalog.api.FindOffers;
import io.ledgerline.catalog.api.Offers;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.query.Filling;
import io.ledgerline.query.Log;
import io.ledgerline.query.RandomLog;
import io.ledgerline.query.ReadRefused.RebuildInProgress;
import io.ledgerline.query.ReadRefused.ViewNotFound;
import io.ledgerline.query.ReadRefused.ViewNotRepairable;
import io.ledgerline.query.ReadSide;
import io.ledgerline.query.View;
import io.ledgerline.query.order.FindOrder;
import io.ledgerline.query.order.Orders;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventhandling.GlobalSequenceTrackingToken;
import org.axonframework.eventhandling.Segment;
import org.axonframework.eventhandling.TrackedEventMessage;
import org.axonframework.eventhandling.TrackingToken;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.jdbc.support.JdbcTransactionManager;

/** Random logs on a real PostgreSQL; the processors' part is played by the test, so that it can be anywhere. */
class RebuildTest {

    private final ReadSide readSide = ReadSide.empty();
    private final JdbcTemplate jdbc = readSide.jdbc();
    private final List<View> views =
            readSide.projections().stream().map(View.class::cast).toList();
    private final EventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final Rebuilds rebuilds =
            new Rebuilds(views, store, readSide.bean(DataSource.class), readSide.bean(Serializer.class));
    private final List<DomainEventMessage<?>> log = new ArrayList<>();

    @BeforeEach
    void start() {
        rebuilds.start();
    }

    @AfterEach
    void stop() {
        rebuilds.stop();
        assertThat(nextTables()).isEmpty();
    }

    private void happened(long seed) throws InterruptedException {
        List<DomainEventMessage<?>> events = new RandomLog(seed).events(80);
        store.publish(events);
        try (var stream = store.openStream(null)) {
            while (log.size() < events.size()) {
                log.add((DomainEventMessage<?>) stream.nextAvailable());
            }
        }
    }

    /** What all processors have handled, and so committed. */
    private void processed(int from, int to) {
        readSide.project(log.subList(from, to));
        views.forEach(view -> reached(view, 0, to - 1));
    }

    private void reached(View view, int segment, int last) {
        jdbc.update(
                "insert into processor_token (processor_name, segment, token, token_type) values (?, ?, ?, ?)"
                        + " on conflict (processor_name, segment) do update set token = excluded.token",
                view.processor(),
                segment,
                "{\"globalIndex\":%d}".formatted(position(log.get(last))).getBytes(),
                GlobalSequenceTrackingToken.class.getName());
    }

    private Map<String, List<String>> rows() {
        Map<String, List<String>> rows = new TreeMap<>();
        views.stream()
                .flatMap(view -> view.tables().stream())
                .forEach(table -> rows.put(
                        table,
                        jdbc.queryForList("select t::text from %s t order by 1".formatted(table), String.class)));
        return rows;
    }

    private List<String> nextTables() {
        return jdbc.queryForList(
                "select tablename from pg_tables where schemaname in ('read_next', 'read_past')", String.class);
    }

    private void becomes(String view, State state) {
        await().untilAsserted(() -> {
            RebuildProgress progress = rebuilds.view(view).rebuild();
            assertThat(progress).isNotNull();
            assertThat(progress.state()).as(progress.toString()).isEqualTo(state);
        });
    }

    private void allBecome(State state) {
        views.forEach(view -> becomes(view.name(), state));
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void rebuiltRowsAreTheOldOnes(long seed) throws InterruptedException {
        happened(seed);
        processed(0, log.size());
        var before = rows();
        var shape = shape();
        var tables = tables();

        rebuilds.begin(Rebuilds.ALL, "root");
        allBecome(State.COMPLETED);

        assertThat(before).allSatisfy((table, rows) -> assertThat(rows).isNotEmpty());
        assertThat(rows()).isEqualTo(before);
        assertThat(shape()).isEqualTo(shape);
        assertThat(tables()).isNotEmpty().doesNotContainAnyElementsOf(tables);
        assertThat(jdbc.queryForObject("select count(*) from orders_over_time", Integer.class))
                .isEqualTo(before.get("orders_history").size());
    }

    private List<Long> tables() {
        return jdbc.queryForList(
                "select c.oid::bigint from pg_class c join pg_namespace n on n.oid = c.relnamespace where nspname = 'read' and relname = any(?)",
                Long.class,
                (Object) rows().keySet().toArray(String[]::new));
    }

    /** Columns, indexes, keys, storage and grants, by their names. */
    private List<String> shape() {
        return jdbc.queryForList("""
                select concat_ws(' ', table_name, column_name, ordinal_position, data_type, collation_name, is_nullable,
                                 col_description(format('read.%I', table_name)::regclass, ordinal_position))
                from information_schema.columns where table_schema = 'read'
                union all select indexdef from pg_indexes where schemaname = 'read'
                union all select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
                          where connamespace = 'read'::regnamespace and contype = 'p'
                union all select concat_ws(' ', relname, reloptions, relacl) from pg_class where relnamespace = 'read'::regnamespace
                order by 1""", String.class);
    }

    @Test
    void whatOthersMayReadTheyMayReadAfterwards() throws InterruptedException {
        happened(1);
        processed(0, log.size());
        jdbc.execute("create role reporting");
        jdbc.execute("grant select on orders, orders_over_time to reporting");
        var shape = shape();

        rebuilds.begin("orders", "root");
        becomes("orders", State.COMPLETED);

        assertThat(shape()).isEqualTo(shape).anyMatch(line -> line.contains("reporting"));
        jdbc.execute("drop owned by reporting");
        jdbc.execute("drop role reporting");
    }

    @Test
    void aWrongRowIsRightAgain() throws InterruptedException {
        happened(2);
        processed(0, log.size());
        var right = rows();
        jdbc.update("update orders set status = 'PENDING', version = version + 7, document = '{}'");
        jdbc.update("delete from payments");
        jdbc.update(
                "insert into audit select -1, version, effective_at, recorded_at, stream_id, type, revision, event_id,"
                        + " who, why, request_id, caused_by, order_id, payload from audit limit 1");

        rebuilds.begin(Rebuilds.ALL, "root");
        allBecome(State.COMPLETED);

        assertThat(rows()).isEqualTo(right);
    }

    @Test
    void whatIsRememberedOfTheOldViewIsForgottenAtOnce() throws Exception {
        happened(2);
        processed(0, log.size());
        OrderId order = anOrder();
        var right = shown(order);
        jdbc.update("update orders set document = (replace(document::text, 'GBP', 'EUR'))::json");
        readSide.otherNode().wasNotHeard();

        try (Connection reader = readSide.bean(DataSource.class).getConnection()) {
            // The old one stays until it is remembered, so that this is a moment ago when the new one is there.
            reader.setAutoCommit(false);
            reader.createStatement().execute("lock table orders in access share mode");
            rebuilds.begin("orders", "root");
            assertThat(shown(order)).isNotEqualTo(right);
            reader.rollback();
        }
        becomes("orders", State.COMPLETED);

        assertThat(shown(order)).isEqualTo(right);
    }

    @Test
    void whatIsRememberedOfWhatWasCorrectedIsForgottenAtOnce() throws Exception {
        happened(2);
        processed(0, log.size());
        OrderId order = anOrder();
        var right = shown(order);
        jdbc.update("update orders set document = (replace(document::text, 'GBP', 'EUR'))::json");
        readSide.otherNode().wasNotHeard();
        assertThat(shown(order)).isNotEqualTo(right);

        rebuilds.repair("orders", 0, "root");
        becomes("orders", State.COMPLETED);

        assertThat(shown(order)).isEqualTo(right);
    }

    /** Offers are remembered for much longer than either takes. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void whatIsRememberedOfOffersIsForgottenToo(boolean repaired) throws Exception {
        happened(2);
        processed(0, log.size());
        Sku sku = new Sku(jdbc.queryForObject("select min(sku) from products", String.class));
        var right = offers(sku);
        jdbc.update("update products set document = (replace(document::text, 'GBP', 'EUR'))::json");
        readSide.otherNode().wasNotHeard();
        assertThat(offers(sku)).isNotEqualTo(right);

        if (repaired) {
            rebuilds.repair("products", 0, "root");
        } else {
            rebuilds.begin("products", "root");
        }
        becomes("products", State.COMPLETED);

        assertThat(offers(sku)).isEqualTo(right);
    }

    private Offers offers(Sku sku) throws Exception {
        return readSide.bean(QueryGateway.class)
                .query(new FindOffers(Set.of(sku), false), Offers.class)
                .get();
    }

    private OrderId anOrder() {
        return new OrderId(jdbc.queryForObject("select min(order_id) from orders", String.class));
    }

    private Orders shown(OrderId order) throws Exception {
        return readSide.bean(QueryGateway.class)
                .query(new FindOrder(order), Orders.class)
                .get();
    }

    @Test
    void itGoesAsFarAsTheProcessorAndWaitsForIt() throws InterruptedException {
        happened(3);
        int half = log.size() / 2;
        processed(0, half);
        var before = rows();

        rebuilds.begin(Rebuilds.ALL, "root");
        await().until(() -> rebuilds.view("audit").rebuild().position() == half - 1);

        assertThat(rows()).isEqualTo(before);
        processed(half, log.size());
        allBecome(State.COMPLETED);
        var rebuilt = rows();
        rebuilds.begin(Rebuilds.ALL, "root");
        allBecome(State.COMPLETED);
        assertThat(rows()).isEqualTo(rebuilt);
        assertThat(rebuilt.get("audit")).hasSameSizeAs(log);
    }

    /** So nothing is taken from a processor that it then would not tell those who follow. */
    @Test
    void eachSegmentIsWhereItsProcessorIs() throws InterruptedException {
        happened(4);
        View orders = views.stream()
                .filter(view -> view.name().equals("orders"))
                .findFirst()
                .orElseThrow();
        int[] segments = {0, 1};
        Reached reached = new Reached(Map.of(
                Segment.computeSegment(0, segments),
                log.size() / 3L,
                Segment.computeSegment(1, segments),
                log.size() - 1L));
        readSide.project(log.stream()
                .filter(event -> reached.covers(event.getAggregateIdentifier(), position(event)))
                .toList());
        var expected = rows();

        try (RebuildSession session = RebuildSession.open(readSide.bean(DataSource.class), orders, NextTables.SCHEMA)
                .orElseThrow()) {
            NextTables tables = new NextTables(jdbc);
            tables.create(orders);
            var transactions = new SpringTransactionManager(new JdbcTransactionManager(session.next()));
            // So few fit into memory that most are read again.
            Filling filling = new Filling(session.next(), 3);
            try (Replay replay =
                    new Replay(store, store.createTailToken(), orders.into(filling), transactions, stream -> false)) {
                while (!replay.isAt(reached)) {
                    replay.advance(reached);
                }
                assertThat(replay.isPast(log.size() - 1)).isFalse();
            }
            transactions.executeInTransaction(filling::end);
            for (String table : orders.tables()) {
                assertThat(jdbc.queryForList(
                                "select t::text from read_next.%s t order by 1".formatted(table), String.class))
                        .isEqualTo(expected.get(table));
            }
            tables.drop(orders);
        }
    }

    private static long position(DomainEventMessage<?> event) {
        return ((TrackedEventMessage<?>) event).trackingToken().position().orElseThrow();
    }

    @Test
    void oneThatIsCancelledLeavesTheOldView() throws InterruptedException {
        happened(5);
        processed(0, log.size() / 2);
        var before = rows();
        rebuilds.begin("orders", "root");
        await().until(() -> rebuilds.view("orders").rebuild().position() > 0);

        assertThatThrownBy(() -> rebuilds.begin("orders", "root")).isInstanceOf(RebuildInProgress.class);
        assertThatThrownBy(() -> rebuilds.begin(Rebuilds.ALL, "root")).isInstanceOf(RebuildInProgress.class);
        rebuilds.cancel("orders");

        becomes("orders", State.CANCELLED);
        assertThat(rows()).isEqualTo(before);
        await().until(() -> nextTables().isEmpty());
        assertThat(rebuilds.view("audit").rebuild()).isNull();
    }

    /** All threads of this node are taken by rebuilds that wait for their processors. */
    @Test
    void oneThatWaitsForAThreadIsCancelledAtOnce() throws InterruptedException {
        happened(29);
        processed(0, log.size() / 2);
        rebuilds.begin("orders", "root");
        rebuilds.begin("payments", "root");
        await().until(() -> rebuilds.view("orders").rebuild().position() > 0
                && rebuilds.view("payments").rebuild().position() > 0);

        rebuilds.begin("audit", "root");
        rebuilds.cancel("audit");
        assertThat(rebuilds.view("audit").rebuild().state()).isEqualTo(State.CANCELLED);

        rebuilds.begin("audit", "root");
        processed(log.size() / 2, log.size());
        becomes("orders", State.COMPLETED);
        becomes("payments", State.COMPLETED);
        becomes("audit", State.COMPLETED);
    }

    @Test
    void aProcessorThatStandsStillIsNotWaitedForForEver() throws InterruptedException {
        happened(30);
        int half = log.size() / 2;
        processed(0, half);
        var before = rows();
        Rebuilds impatient = new Rebuilds(
                views, store, readSide.bean(DataSource.class), readSide.bean(Serializer.class), Duration.ofMillis(300));
        impatient.start();

        impatient.begin("audit", "root");
        becomes("audit", State.FAILED);
        impatient.stop();

        assertThat(rebuilds.view("audit").rebuild().failure()).contains("processor audit has stood still");
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void whatCantBeAppliedFailsItUnlessTheProcessorHasSetItAside() throws InterruptedException {
        happened(8);
        processed(0, log.size());
        var before = rows();
        store.publish(new Log().append(new OrderConfirmed(new OrderId("never-placed"))));
        jdbc.update(
                "update processor_token set token = ?",
                "{\"globalIndex\":%d}".formatted(log.size()).getBytes());

        rebuilds.begin("orders", "root");
        becomes("orders", State.FAILED);
        assertThat(rebuilds.view("orders").rebuild().failure()).contains("order-never-placed");
        assertThat(rows()).isEqualTo(before);

        setAside("order-never-placed");
        setAside("order-mended");
        rebuilds.begin("orders", "root");
        becomes("orders", State.COMPLETED);
        assertThat(rows()).isEqualTo(before);
        assertThat(jdbc.queryForList("select sequence_identifier from dead_letter", String.class))
                .containsExactly("order-never-placed");
    }

    /** That takes no lock of the view: no row of it is touched. */
    @Test
    void aBatchThatOnlyAddsToWhatIsSetAsideIsWaitedFor() throws Exception {
        happened(27);
        processed(0, log.size());

        try (Connection processor = readSide.bean(DataSource.class).getConnection()) {
            processor.setAutoCommit(false);
            JdbcTemplate itsJdbc = new JdbcTemplate(new SingleConnectionDataSource(processor, true));
            itsJdbc.update(
                    "update processor_token set token = ? where processor_name = 'orders-view'",
                    "{\"globalIndex\":%d}".formatted(log.size()).getBytes());
            rebuilds.begin("orders", "root");
            await().until(() -> isWaitingFor("processor_token"));
            store.publish(new Log().append(placed("mended", line("MUG", 1, "4"))));
            setAside(itsJdbc, "order-mended");
            processor.commit();
        }

        becomes("orders", State.COMPLETED);
        assertThat(jdbc.queryForList("select sequence_identifier from dead_letter", String.class))
                .isEmpty();
        assertThat(jdbc.queryForList("select order_id from orders where order_id = 'mended'", String.class))
                .hasSize(1);
    }

    private boolean isWaitingFor(String table) {
        return !jdbc.queryForList(
                        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and position(? in query) > 0",
                        Integer.class,
                        table)
                .isEmpty();
    }

    private void setAside(String stream) {
        setAside(jdbc, stream);
    }

    private static void setAside(JdbcTemplate jdbc, String stream) {
        jdbc.update("""
                insert into dead_letter (dead_letter_id, processing_group, sequence_identifier, sequence_index,
                                         message_type, event_id, recorded_at, type, payload, enqueued_at)
                values (?, 'orders-view', ?, 0, '', '', '', '', '', '')""", stream, stream);
    }

    @Test
    void whatOneWhoWasKilledHasLeftIsTidiedUpAtTheStart() throws InterruptedException {
        happened(6);
        processed(0, log.size());
        var before = rows();
        new NextTables(jdbc).create(views.get(0));
        new RebuildRecords(jdbc).begun(views.get(0), "of a node that is no more", "root", null);

        rebuilds.start();

        becomes(views.get(0).name(), State.INTERRUPTED);
        await().until(() -> nextTables().isEmpty());
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void aViewOfOlderCodeIsRebuiltByItself() throws InterruptedException {
        happened(7);
        processed(0, log.size());
        var before = rows();
        rebuilds.views();
        jdbc.update("update view_rebuild set code_version = 0 where view = 'payments'");

        rebuilds.start();

        becomes("payments", State.COMPLETED);
        assertThat(rebuilds.view("payments").codeVersion()).isEqualTo(1);
        assertThat(rebuilds.view("orders").rebuild()).isNull();
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void whatEventsFromAPositionOnHaveMadeIsCorrectedInPlace() throws InterruptedException {
        happened(21);
        processed(0, log.size());
        var right = rows();
        var tables = tables();
        long from = log.size() / 2;
        // The history first: only rows that an event from there on has made, and of those every second one.
        int spoilt = 0;
        for (DomainEventMessage<?> event : log.subList((int) from, log.size())) {
            String id = event.getAggregateIdentifier();
            String stream = id.substring(0, id.indexOf('-'));
            String key = id.substring(id.indexOf('-') + 1);
            long version = event.getSequenceNumber();
            if (stream.equals("order") && version % 2 == 0) {
                spoilt += jdbc.update(
                        "update orders_history set document = '{}', status = 'WRONG', recorded_from = recorded_from + interval '1 s'"
                                + " where order_id = ? and version = ?",
                        key,
                        version);
                jdbc.update("update orders set total = total + 1, document = '{}' where order_id = ?", key);
            } else if (stream.equals("payment")) {
                spoilt +=
                        jdbc.update("delete from payments_history where payment_id = ? and version >= ?", key, version);
                jdbc.update("delete from payments where payment_id = ? and version >= ?", key, version);
            } else if (stream.equals("stock")) {
                spoilt += jdbc.update("update stock set on_hand = -1, document = '{}' where sku = ?", key);
            }
        }
        jdbc.update("update audit set who = 'nobody', payload = '{}' where position >= ?", from);
        assertThat(spoilt).isGreaterThan(10);

        rebuilds.repair(Rebuilds.ALL, from, "root");
        allBecome(State.COMPLETED);

        assertThat(rows()).isEqualTo(right);
        assertThat(tables()).isEqualTo(tables);
        assertThat(rebuilds.view("orders").rebuild().from()).isEqualTo(from);
    }

    @Test
    void aRepairLeavesWhatEarlierEventsHaveMade() throws InterruptedException {
        happened(22);
        processed(0, log.size());
        jdbc.update("update audit set who = 'somebody else' where position = 3");
        var before = rows();

        rebuilds.repair("audit", 4, "root");
        becomes("audit", State.COMPLETED);
        assertThat(rows()).isEqualTo(before);

        rebuilds.repair("audit", 3, "root");
        becomes("audit", State.COMPLETED);
        assertThat(rows()).isNotEqualTo(before);
    }

    /** It can't tell what came of the missing ones. */
    @Test
    void aRepairFailsWhereTheRowsBeforeAreMissing() throws InterruptedException {
        happened(23);
        processed(0, log.size());
        jdbc.update("delete from orders_history");
        var before = rows();

        rebuilds.repair("orders", log.size() / 2, "root");
        becomes("orders", State.FAILED);

        assertThat(rebuilds.view("orders").rebuild().failure()).contains("can't follow");
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void aRepairGoesAsFarAsTheProcessorAndKeepsWhatItDoesMeanwhile() throws InterruptedException {
        happened(24);
        int half = log.size() / 2;
        processed(0, half);
        var before = rows();

        rebuilds.repair(Rebuilds.ALL, 0, "root");
        allBecome(State.COMPLETED);
        assertThat(rows()).isEqualTo(before);

        processed(half, log.size());
        var all = rows();
        rebuilds.repair(Rebuilds.ALL, half / 2, "root");
        allBecome(State.COMPLETED);
        assertThat(rows()).isEqualTo(all);
    }

    /** What its last transaction had done is rolled back then. */
    @Test
    void aRepairThatARowWasInTheWayOfLeavesNothingOut() throws Exception {
        happened(26);
        processed(0, log.size());
        var right = rows();
        jdbc.update("update orders set status = 'WRONG', document = '{}'");
        jdbc.update("update orders_history set document = '{}'");

        try (Connection other = readSide.bean(DataSource.class).getConnection()) {
            other.setAutoCommit(false);
            try (var lock = other.prepareStatement("select 1 from orders order by version desc limit 1 for update")) {
                lock.execute();
            }
            rebuilds.repair("orders", 0, "root");
            await().until(() ->
                    isWaitingLongerThanInItsEnd() || !rebuilds.view("orders").isRebuilding());
            other.rollback();
        }

        becomes("orders", State.COMPLETED);
        assertThat(rows()).isEqualTo(right);
    }

    /** As PostgreSQL ends a deadlock: in its end, and in a batch. */
    @Test
    void aRepairTriesAgainWhatADeadlockHasEnded() throws InterruptedException {
        happened(31);
        processed(0, log.size());
        var right = rows();
        jdbc.update("update orders set status = 'WRONG', document = '{}'");
        jdbc.execute("create sequence tried");
        jdbc.execute("""
                create function deadlock() returns trigger language plpgsql as $$ begin
                    if nextval('read.tried') <= 2 then raise 'deadlock detected' using errcode = '40P01'; end if;
                    return new;
                end $$""");
        jdbc.execute("create trigger deadlock before update on orders for each row execute function deadlock()");
        try {
            rebuilds.repair("orders", 0, "root");
            becomes("orders", State.COMPLETED);
            assertThat(jdbc.queryForObject("select last_value from tried", Long.class))
                    .isGreaterThan(2);
        } finally {
            jdbc.execute("drop trigger deadlock on orders");
            jdbc.execute("drop function deadlock");
            jdbc.execute("drop sequence tried");
        }

        assertThat(rows()).isEqualTo(right);
    }

    private boolean isWaitingLongerThanInItsEnd() {
        return !jdbc.queryForList(
                        "select 1 from pg_stat_activity where wait_event_type = 'Lock' and clock_timestamp() - query_start > interval '400 ms'",
                        Integer.class)
                .isEmpty();
    }

    @Test
    void aRepairBeginsInTheLogAndOfViewsThatCan() throws InterruptedException {
        happened(25);
        processed(0, log.size());
        View whole = new View() {

            @Override
            public String name() {
                return "whole";
            }

            @Override
            public String processor() {
                return "whole";
            }

            @Override
            public List<String> tables() {
                return List.of();
            }

            @Override
            public Object into(Filling filling) {
                return this;
            }
        };
        Rebuilds ofThat =
                new Rebuilds(List.of(whole), store, readSide.bean(DataSource.class), readSide.bean(Serializer.class));

        assertThatThrownBy(() -> rebuilds.repair("orders", log.size(), "root")).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> rebuilds.repair("orders", -1, "root")).isInstanceOf(InvalidValue.class);
        assertThatThrownBy(() -> rebuilds.repair("sales", 1, "root")).isInstanceOf(ViewNotFound.class);
        assertThatThrownBy(() -> ofThat.repair("whole", 1, "root")).isInstanceOf(ViewNotRepairable.class);
    }

    /** And gives its right back. */
    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void anErrorEndsItAndTheOthersThatAreFilledWithIt(boolean atOnce) throws InterruptedException {
        happened(28);
        processed(0, log.size());
        var before = rows();
        EventStore breaking = EmbeddedEventStore.builder()
                .storageEngine(new InMemoryEventStorageEngine() {

                    @Override
                    public TrackingToken createHeadToken() {
                        throw new StackOverflowError("at the head");
                    }

                    @Override
                    public TrackingToken createTailToken() {
                        // Each rebuild asks for it when it is begun, and then what fills all of them.
                        if (atOnce && Thread.currentThread().getName().startsWith("rebuild")) {
                            throw new StackOverflowError("at the tail");
                        }
                        return super.createTailToken();
                    }
                })
                .build();
        Rebuilds broken =
                new Rebuilds(views, breaking, readSide.bean(DataSource.class), readSide.bean(Serializer.class));

        broken.start();
        broken.begin(Rebuilds.ALL, "root");
        // The thread ends with the error.
        await().dontCatchUncaughtExceptions()
                .until(() -> rebuilds.views().stream().noneMatch(ViewState::isRebuilding));
        broken.stop();
        allBecome(State.FAILED);
        assertThat(rebuilds.view("orders").rebuild().failure()).isEqualTo(atOnce ? "at the tail" : "at the head");
        rebuilds.begin(Rebuilds.ALL, "root");
        allBecome(State.COMPLETED);

        assertThat(rows()).isEqualTo(before);
    }

    @Test
    void aViewThatThereIsntIsNotFound() {
        assertThatThrownBy(() -> rebuilds.begin("sales", "root")).isInstanceOf(ViewNotFound.class);
        assertThatThrownBy(() -> rebuilds.view("all")).isInstanceOf(ViewNotFound.class);
    }
}
