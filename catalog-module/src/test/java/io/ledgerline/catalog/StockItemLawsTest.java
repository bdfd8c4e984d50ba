package io.ledgerline.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.CatalogCommand.ChangeReservation;
import io.ledgerline.catalog.api.CatalogCommand.DeductStock;
import io.ledgerline.catalog.api.CatalogCommand.ReceiveStock;
import io.ledgerline.catalog.api.CatalogCommand.ReleaseStock;
import io.ledgerline.catalog.api.CatalogCommand.ReserveStock;
import io.ledgerline.catalog.api.CatalogCommand.ReturnStock;
import io.ledgerline.catalog.api.CatalogCommand.StockCommand;
import io.ledgerline.catalog.api.CatalogCommand.WriteOffStock;
import io.ledgerline.catalog.api.CatalogEvent;
import io.ledgerline.catalog.api.CatalogEvent.ReservationChanged;
import io.ledgerline.catalog.api.CatalogEvent.ReservationClosed;
import io.ledgerline.catalog.api.CatalogEvent.StockDeducted;
import io.ledgerline.catalog.api.CatalogEvent.StockReceived;
import io.ledgerline.catalog.api.CatalogEvent.StockReleased;
import io.ledgerline.catalog.api.CatalogEvent.StockReserved;
import io.ledgerline.catalog.api.CatalogEvent.StockReturned;
import io.ledgerline.catalog.api.CatalogEvent.StockWrittenOff;
import io.ledgerline.catalog.api.ReservationId;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.Refusal;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import io.ledgerline.kernel.testing.Snapshots;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.RepeatedTest;

/** Whatever is asked of a stock, in whatever order: what its events say adds up. */
class StockItemLawsTest {

    private static final Sku HEART = new Sku("85123A");

    private final InMemoryAggregates aggregates = InMemoryAggregates.of(StockItem.class);

    private int onHand;
    private final Map<ReservationId, Integer> held = new HashMap<>();
    private final Map<ReservationId, Long> changes = new HashMap<>();

    /** Given back for good, or by a change. */
    private final Set<ReservationId> over = new HashSet<>();

    private final Set<String> returns = new HashSet<>();
    private final Set<ReservationId> given = new HashSet<>();

    @RepeatedTest(20)
    void neverMoreIsReservedThanThereIs() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int step = 0; step < 200; step++) {
            StockCommand command = any(random);
            int before = aggregates.events().size();
            var refusal = aggregates.send(command);
            var news = aggregates.events().subList(before, aggregates.events().size());
            assertThat(news)
                    .as("seed %d step %d: %s", seed, step, command)
                    .hasSizeLessThanOrEqualTo(refusal.isPresent() ? 0 : 1);
            news.forEach(event -> add((CatalogEvent) event));
            int reserved = held.values().stream().mapToInt(Integer::intValue).sum();
            assertThat(onHand)
                    .as("seed %d step %d: on hand after %s", seed, step, command)
                    .isNotNegative();
            assertThat(onHand - reserved)
                    .as("seed %d step %d: available after %s", seed, step, command)
                    .isNotNegative();
            if (command instanceof ReserveStock reserve) {
                boolean granted = held.getOrDefault(reserve.reservationId(), 0)
                        == reserve.quantity().value();
                assertThat(refusal.isEmpty())
                        .as("seed %d step %d: %s", seed, step, command)
                        .isEqualTo(granted);
            }
        }
        Snapshots.makeNoDifference(StockItem.class, aggregates.log(), random, "seed " + seed);
    }

    /**
     * As processes send them: each order's commands one after the other, each perhaps several times, as a run repeats a
     * step; and any of them once more, whenever it likes, as one that was on its way.
     */
    @RepeatedTest(20)
    void whatWasAskedForInTimeStandsAndNothingThatComesLateIsHeld() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        aggregates.send(new ReceiveStock(HEART, Quantity.of(60)));
        List<Life> lives = IntStream.range(0, 20)
                .mapToObj(id -> new Life("r" + id, random))
                .toList();
        List<StockCommand> sent = new ArrayList<>();
        List<Life> alive = new ArrayList<>(lives);
        while (!alive.isEmpty()) {
            Life life = alive.get(random.nextInt(alive.size()));
            StockCommand step = life.next();
            sent.add(step);
            life.told(step, aggregates.send(step));
            alive.removeIf(Life::isOver);
            for (int late = random.nextInt(3); late > 0; late--) {
                aggregates.send(sent.get(random.nextInt(sent.size())));
            }
        }
        aggregates.send(new ReceiveStock(HEART, Quantity.of(1000)));
        Collections.shuffle(sent, random);
        sent.forEach(aggregates::send);

        aggregates.events().forEach(event -> add((CatalogEvent) event));
        for (Life life : lives) {
            assertThat(held.getOrDefault(life.id, 0))
                    .as("seed %d: held by %s after %s", seed, life.id, life.steps)
                    .isZero();
        }
        int shipped = lives.stream().mapToInt(life -> life.shipped).sum();
        int back = lives.stream().mapToInt(life -> life.returned).sum();
        assertThat(onHand)
                .as("seed %d: what has left has left once, and came back once", seed)
                .isEqualTo(1060 - shipped + back);
    }

    /** What becomes of one order's reservation. Steps are repeated until chance lets the run go on. */
    private static final class Life {

        private final ReservationId id;
        private final Random random;
        private final List<StockCommand> steps = new ArrayList<>();
        private long version = 1;
        private int holds;
        private int shipped;
        private int returned;
        private boolean over;

        Life(String id, Random random) {
            this.id = new ReservationId(id);
            this.random = random;
            steps.add(new ReserveStock(HEART, this.id, anyQuantity()));
        }

        boolean isOver() {
            return over;
        }

        StockCommand next() {
            return steps.get(steps.size() - 1);
        }

        void told(StockCommand step, Optional<Refusal> refusal) {
            if (random.nextInt(3) == 0) {
                return; // the answer is lost, and the step is taken again
            }
            if (step instanceof ReleaseStock || step instanceof ReturnStock) {
                over = true;
            } else if (step instanceof DeductStock deduction) {
                shipped = deduction.inAll().value();
                afterShipment();
            } else {
                held(step, refusal.isEmpty());
            }
        }

        private void held(StockCommand step, boolean granted) {
            if (!granted && step instanceof ReserveStock) {
                steps.add(new ReleaseStock(HEART, id));
            } else if (!granted) {
                steps.add(new ChangeReservation(HEART, id, holds, ++version));
            } else {
                holds = step instanceof ReserveStock reserve
                        ? reserve.quantity().value()
                        : ((ChangeReservation) step).quantity();
                afterGrant();
            }
        }

        private void afterGrant() {
            switch (random.nextInt(4)) {
                case 0 -> steps.add(new ReleaseStock(HEART, id));
                case 1, 2 -> steps.add(new ChangeReservation(HEART, id, random.nextInt(20), ++version));
                default ->
                    steps.add(
                            holds == 0
                                    ? new ReleaseStock(HEART, id)
                                    : new DeductStock(HEART, id, Quantity.of(1 + random.nextInt(holds))));
            }
        }

        private void afterShipment() {
            if (shipped < holds) {
                steps.add(new DeductStock(HEART, id, Quantity.of(holds)));
            } else if (random.nextBoolean()) {
                returned = 1;
                steps.add(new ReturnStock(HEART, "return of " + id, Quantity.of(1)));
            } else {
                over = true;
            }
        }

        private Quantity anyQuantity() {
            return Quantity.of(1 + random.nextInt(20));
        }
    }

    private static StockCommand any(Random random) {
        Quantity quantity = Quantity.of(1 + random.nextInt(20));
        ReservationId id = new ReservationId("r" + random.nextInt(30));
        return switch (random.nextInt(11)) {
            case 0 -> new ReceiveStock(HEART, quantity);
            case 1 -> new WriteOffStock(HEART, quantity);
            case 2, 3 -> new ReleaseStock(HEART, id);
            case 4 -> new DeductStock(HEART, id, quantity);
            case 5, 6 -> new ChangeReservation(HEART, id, random.nextInt(20), random.nextInt(10));
            case 7 -> new ReturnStock(HEART, "return " + random.nextInt(20), quantity);
            default -> new ReserveStock(HEART, id, quantity);
        };
    }

    private void add(CatalogEvent event) {
        if (event instanceof StockReceived received) {
            onHand += received.quantity().value();
        } else if (event instanceof StockWrittenOff writtenOff) {
            onHand -= writtenOff.quantity().value();
        } else if (event instanceof StockReturned returned) {
            assertThat(returns.add(returned.returnId())).isTrue();
            onHand += returned.quantity().value();
        } else if (event instanceof StockReserved reserved) {
            assertThat(over).doesNotContain(reserved.reservationId());
            assertThat(given).doesNotContain(reserved.reservationId());
            assertThat(held.put(reserved.reservationId(), reserved.quantity().value()))
                    .isNull();
        } else if (event instanceof ReservationChanged changed) {
            assertThat(over).doesNotContain(changed.reservationId());
            assertThat(changes.put(changed.reservationId(), changed.change()))
                    .satisfiesAnyOf(
                            before -> assertThat(before).isNull(),
                            before -> assertThat(before).isLessThan(changed.change()));
            int before = held.getOrDefault(changed.reservationId(), 0);
            assertThat(changed.difference()).isEqualTo(changed.quantity() - before);
            held.put(changed.reservationId(), changed.quantity());
            if (changed.quantity() == 0) {
                held.remove(changed.reservationId());
                given.add(changed.reservationId());
            }
        } else if (event instanceof StockReleased released) {
            assertThat(held.remove(released.reservationId()))
                    .isEqualTo(released.quantity().value());
            over.add(released.reservationId());
        } else if (event instanceof ReservationClosed closed) {
            assertThat(held).doesNotContainKey(closed.reservationId());
            assertThat(over.add(closed.reservationId())).isTrue();
        } else if (event instanceof StockDeducted deducted) {
            onHand -= deducted.quantity().value();
            int left = held.get(deducted.reservationId()) - deducted.quantity().value();
            if (left == 0) {
                held.remove(deducted.reservationId());
                over.add(deducted.reservationId());
            } else {
                held.put(deducted.reservationId(), left);
            }
        }
    }
}
