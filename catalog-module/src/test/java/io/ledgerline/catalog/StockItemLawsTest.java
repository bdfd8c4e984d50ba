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
import io.ledgerline.catalog.api.CatalogEvent.StockDeducted;
import io.ledgerline.catalog.api.CatalogEvent.StockReceived;
import io.ledgerline.catalog.api.CatalogEvent.StockReleased;
import io.ledgerline.catalog.api.CatalogEvent.StockReserved;
import io.ledgerline.catalog.api.CatalogEvent.StockReturned;
import io.ledgerline.catalog.api.CatalogEvent.StockWrittenOff;
import io.ledgerline.catalog.api.ReservationId;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.kernel.testing.InMemoryAggregates;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
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
            assertThat(changes.put(changed.reservationId(), changed.number()))
                    .satisfiesAnyOf(
                            before -> assertThat(before).isNull(),
                            before -> assertThat(before).isLessThan(changed.number()));
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
