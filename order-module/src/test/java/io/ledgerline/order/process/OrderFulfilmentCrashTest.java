package io.ledgerline.order.process;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.catalog.api.CatalogCommand.ChangePrice;
import io.ledgerline.catalog.api.CatalogCommand.DiscontinueProduct;
import io.ledgerline.catalog.api.CatalogCommand.ListProduct;
import io.ledgerline.catalog.api.CatalogCommand.ReceiveStock;
import io.ledgerline.catalog.api.CatalogCommand.ReserveStock;
import io.ledgerline.catalog.api.CatalogEvent.ReservationChanged;
import io.ledgerline.catalog.api.CatalogEvent.StockDeducted;
import io.ledgerline.catalog.api.CatalogEvent.StockReleased;
import io.ledgerline.catalog.api.CatalogEvent.StockReserved;
import io.ledgerline.catalog.api.CatalogEvent.StockReturned;
import io.ledgerline.catalog.api.ReservationId;
import io.ledgerline.catalog.api.Sku;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Encrypted;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import io.ledgerline.order.api.Cancellation;
import io.ledgerline.order.api.OrderCommand.AddItem;
import io.ledgerline.order.api.OrderCommand.CancelOrder;
import io.ledgerline.order.api.OrderCommand.ChangeQuantity;
import io.ledgerline.order.api.OrderCommand.ExpireOrder;
import io.ledgerline.order.api.OrderCommand.PlaceOrder;
import io.ledgerline.order.api.OrderCommand.RefuseOrder;
import io.ledgerline.order.api.OrderCommand.RemoveItem;
import io.ledgerline.order.api.OrderCommand.ReturnItems;
import io.ledgerline.order.api.OrderCommand.ShipOrder;
import io.ledgerline.order.api.OrderCommand.StartPayment;
import io.ledgerline.order.api.OrderEvent.ChangeConfirmed;
import io.ledgerline.order.api.OrderEvent.ChangeTakenBack;
import io.ledgerline.order.api.OrderEvent.ItemAdded;
import io.ledgerline.order.api.OrderEvent.ItemRemoved;
import io.ledgerline.order.api.OrderEvent.ItemsReturned;
import io.ledgerline.order.api.OrderEvent.OrderCancelled;
import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderEvent.OrderShipped;
import io.ledgerline.order.api.OrderEvent.PaymentReceived;
import io.ledgerline.order.api.OrderEvent.QuantityChanged;
import io.ledgerline.order.api.OrderEvent.RefundRecorded;
import io.ledgerline.order.api.OrderId;
import io.ledgerline.order.api.OrderLine;
import io.ledgerline.order.api.Pieces;
import io.ledgerline.payment.api.PaymentCommand.CapturePayment;
import io.ledgerline.payment.api.PaymentEvent.PaymentCaptured;
import io.ledgerline.payment.api.PaymentEvent.PaymentRefunded;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.api.PaymentMethod;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.function.Executable;

/**
 * Kills the process around each of its commands, lets something happen while it is down, starts it again, and
 * holds what comes of it against the laws; then lets every command that it has ever sent arrive once more, when there is
 * enough of everything to grant them.
 */
class OrderFulfilmentCrashTest {

    private static final OrderId ID = new OrderId("75");
    private static final Sku HEART = new Sku("85123A");
    private static final Sku LANTERN = new Sku("71053");
    private static final Sku TEAPOT = new Sku("22423");
    private static final Money PRICE = Money.of("2.55", "GBP");
    private static final PaymentId LOST = new PaymentId("pay-lost");
    private static final Money NOTHING = Money.zero(PRICE.currency());
    private static final Cancellation TOO_LATE = new Cancellation(Cancellation.BY_REQUEST, "Too late", List.of());

    /** What the world looks like when the order is placed. */
    private static final Map<String, Consumer<World>> BEGINNINGS = Map.of(
            "all is there",
                    world -> {
                        stock(world, HEART, 10);
                        stock(world, LANTERN, 2);
                    },
            "a line is short",
                    world -> {
                        stock(world, HEART, 10);
                        stock(world, LANTERN, 1);
                    },
            "a line was never received", world -> stock(world, LANTERN, 2));

    /** What happens while the process is down. */
    private static final Map<String, Consumer<World>> MEANWHILE = Map.of(
            "nothing happens", world -> {},
            "the order is cancelled", world -> world.client(new CancelOrder(ID, TOO_LATE)),
            "its confirmation deadline passes",
                    world -> world.client(new RefuseOrder(ID, Cancellation.notConfirmedInTime())),
            "a price changes", world -> world.client(new ChangePrice(HEART, Money.of("2.95", "GBP"))),
            "a product is discontinued", world -> world.client(new DiscontinueProduct(LANTERN, null)),
            "stock comes in",
                    world -> {
                        stock(world, LANTERN, 5);
                        stock(world, TEAPOT, 1);
                    },
            "another order takes what is left",
                    world -> {
                        world.client(new ReserveStock(HEART, new ReservationId("76"), Quantity.of(4)));
                        world.client(new ReserveStock(LANTERN, new ReservationId("76"), Quantity.of(1)));
                    });

    /** What the customer does once the order has been processed, by the first run or a later one. */
    private static final Map<String, Consumer<World>> ENDINGS = Map.ofEntries(
            entry("it is left alone", world -> {}),
            entry("it isn't paid in time while a change is pending", world -> {
                world.client(new ChangeQuantity(ID, HEART, Quantity.of(8)));
                world.client(new ExpireOrder(ID, Cancellation.notPaidInTime()));
                world.run();
                world.client(new ExpireOrder(ID, Cancellation.notPaidInTime()));
            }),
            entry("nobody answers for its payment, it is paid anew and shipped, and then that money comes", world -> {
                world.client(new StartPayment(ID, LOST, null, new PaymentMethod("card", World.NEVER_ANSWERED)));
                world.run();
                pay(world);
                world.run();
                world.client(new ShipOrder(ID, "s1", List.of(), null, null));
                world.run();
                world.client(new CapturePayment(LOST, "charge-lost"));
            }),
            entry("it is paid", OrderFulfilmentCrashTest::pay),
            entry("it is paid and cancelled", world -> {
                pay(world);
                world.client(new CancelOrder(ID, TOO_LATE));
            }),
            entry(
                    "a quantity grows, as far as there is stock",
                    world -> world.client(new ChangeQuantity(ID, LANTERN, Quantity.of(3)))),
            entry("a quantity grows and the order is paid", world -> {
                world.client(new ChangeQuantity(ID, HEART, Quantity.of(8)));
                world.run();
                pay(world);
            }),
            entry("a quantity shrinks and grows again, and the order is cancelled", world -> {
                world.client(new ChangeQuantity(ID, HEART, Quantity.of(1)));
                world.run();
                world.client(new ChangeQuantity(ID, HEART, Quantity.of(7)));
                world.run();
                world.client(new CancelOrder(ID, TOO_LATE));
            }),
            entry("an item is removed and added again", world -> {
                world.client(new RemoveItem(ID, LANTERN));
                world.run();
                world.client(new AddItem(ID, new OrderLine(LANTERN, "Lantern", Quantity.of(1), PRICE)));
            }),
            entry(
                    "an item is added that there is too little of",
                    world -> world.client(new AddItem(ID, new OrderLine(TEAPOT, "Teapot", Quantity.of(4), PRICE)))),
            entry("it is paid, shipped in two parts, and comes back in two parts", world -> {
                pay(world);
                world.run();
                world.client(new ShipOrder(ID, "s1", List.of(new Pieces(HEART, Quantity.of(4))), null, null));
                world.run();
                world.client(new ShipOrder(ID, "s2", List.of(), null, null));
                world.run();
                world.client(new ReturnItems(ID, "r1", List.of(new Pieces(HEART, Quantity.of(5))), "broken"));
                world.run();
                world.client(new ReturnItems(
                        ID,
                        "r2",
                        List.of(new Pieces(HEART, Quantity.of(1)), new Pieces(LANTERN, Quantity.of(2))),
                        "broken"));
            }));

    @TestFactory
    Stream<DynamicTest> whereverItDiesItEndsWell() {
        return BEGINNINGS.entrySet().stream()
                .flatMap(beginning -> MEANWHILE.entrySet().stream()
                        .flatMap(meanwhile -> ENDINGS.entrySet().stream()
                                .map(ending -> DynamicTest.dynamicTest(
                                        "when %s, and while it is down %s, and then %s"
                                                .formatted(beginning.getKey(), meanwhile.getKey(), ending.getKey()),
                                        dyingAnywhere(
                                                beginning.getValue(), meanwhile.getValue(), ending.getValue())))));
    }

    /** Before a command is after the one before it, but for the first one. */
    private static Executable dyingAnywhere(
            Consumer<World> beginning, Consumer<World> meanwhile, Consumer<World> ending) {
        return () -> {
            dies(0, false, beginning, meanwhile, ending);
            int commands = 0;
            while (dies(commands, true, beginning, meanwhile, ending)) {
                commands++;
            }
        };
    }

    /** Whether it did: false if there are fewer commands. */
    private static boolean dies(
            int commands, boolean after, Consumer<World> beginning, Consumer<World> meanwhile, Consumer<World> ending) {
        World world = placed(beginning);
        world.crash(commands, after);
        boolean diedBeforeEnding = !world.run();
        if (diedBeforeEnding) {
            meanwhile.accept(world);
            world.restart();
            world.run();
        }
        ending.accept(world);
        boolean diedAtTheEnd = !world.run();
        if (diedAtTheEnd) {
            meanwhile.accept(world);
            world.restart();
            world.run();
        }
        String where = "died %s command %d".formatted(after ? "after" : "before", commands);
        laws(world, where);
        stock(world, HEART, 20);
        stock(world, LANTERN, 20);
        world.deliverAllCommandsAgain();
        world.run();
        laws(world, where + ", more was received, and all commands came again");
        return diedBeforeEnding || diedAtTheEnd;
    }

    private static void laws(World world, String where) {
        List<Object> events = world.events();
        long confirmed = count(events, OrderConfirmed.class);
        long cancelled = count(events, OrderCancelled.class);
        assertThat(confirmed).as("%s: confirmed at most once", where).isLessThanOrEqualTo(1);
        assertThat(cancelled).as("%s: cancelled at most once", where).isLessThanOrEqualTo(1);
        assertThat(confirmed + cancelled).as("%s: not left pending", where).isPositive();
        Map<Sku, Integer> ordered = ordered(events);
        for (Sku sku : List.of(HEART, LANTERN, TEAPOT)) {
            assertThat(held(events, sku))
                    .as("%s: %s held", where, sku)
                    .isEqualTo(cancelled == 1 ? 0 : ordered.getOrDefault(sku, 0) - shipped(events, sku));
            assertThat(left(events, sku))
                    .as("%s: %s left the stock as often as it was shipped, and came back as often", where, sku)
                    .isEqualTo(shipped(events, sku) - returned(events, sku));
        }
        assertThat(count(events, ChangeConfirmed.class) + count(events, ChangeTakenBack.class))
                .as("%s: each change was decided upon", where)
                .isBetween(changes(events) - cancelled, changes(events));
        assertThat(count(events, PaymentReceived.class))
                .as("%s: money captured and money received", where)
                .isEqualTo(count(events, PaymentCaptured.class));
        assertThat(money(events, PaymentRefunded.class, PaymentRefunded::amount))
                .as("%s: what is owed has gone back, once", where)
                .isEqualTo(money(events, PaymentReceived.class, PaymentReceived::amount)
                        .minus(due(events)));
        assertThat(money(events, RefundRecorded.class, RefundRecorded::amount))
                .as("%s: the order knows what has gone back", where)
                .isEqualTo(money(events, PaymentRefunded.class, PaymentRefunded::amount));
        assertThat(world.isOver(ID))
                .as("%s: the process is over", where)
                .isEqualTo(cancelled == 1 || events.stream().anyMatch(OrderFulfilmentCrashTest::isAllShipped));
    }

    /** What of the money received the order is to keep. */
    private static Money due(List<Object> events) {
        if (count(events, PaymentReceived.class) == 0 || count(events, OrderCancelled.class) == 1) {
            return NOTHING;
        }
        int kept = List.of(HEART, LANTERN, TEAPOT).stream()
                .mapToInt(sku -> ordered(events).getOrDefault(sku, 0) - returned(events, sku))
                .sum();
        return PRICE.times(kept);
    }

    private static <E> Money money(List<Object> events, Class<E> type, Function<E, Money> amount) {
        return events.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .map(amount)
                .reduce(NOTHING, Money::plus);
    }

    private static boolean isAllShipped(Object event) {
        return event instanceof OrderShipped shipped && shipped.complete();
    }

    /** What is on the order, by its events. */
    private static Map<Sku, Integer> ordered(List<Object> events) {
        Map<Sku, Integer> ordered = new HashMap<>();
        for (Object event : events) {
            if (event instanceof OrderPlaced placed) {
                placed.lines()
                        .forEach(line -> ordered.put(line.sku(), line.quantity().value()));
            } else if (event instanceof ItemAdded added) {
                ordered.put(added.sku(), added.quantity().value());
            } else if (event instanceof QuantityChanged changed) {
                ordered.put(changed.sku(), changed.newQuantity().value());
            } else if (event instanceof ItemRemoved removed) {
                ordered.remove(removed.sku());
            } else if (event instanceof ChangeTakenBack back) {
                ordered.remove(back.sku());
                if (back.line() != null) {
                    ordered.put(back.sku(), back.line().quantity().value());
                }
            }
        }
        return ordered;
    }

    private static int shipped(List<Object> events, Sku sku) {
        return pieces(events, OrderShipped.class, OrderShipped::lines, sku);
    }

    private static int returned(List<Object> events, Sku sku) {
        return pieces(events, ItemsReturned.class, ItemsReturned::lines, sku);
    }

    private static <E> int pieces(List<Object> events, Class<E> type, Function<E, List<Pieces>> lines, Sku sku) {
        return events.stream()
                .filter(type::isInstance)
                .map(type::cast)
                .flatMap(event -> lines.apply(event).stream())
                .filter(line -> line.sku().equals(sku))
                .mapToInt(line -> line.quantity().value())
                .sum();
    }

    /** How many pieces have left the stock and not come back. */
    private static int left(List<Object> events, Sku sku) {
        int left = 0;
        for (Object event : events) {
            if (event instanceof StockDeducted deducted && deducted.sku().equals(sku)) {
                left += deducted.quantity().value();
            } else if (event instanceof StockReturned returned && returned.sku().equals(sku)) {
                left -= returned.quantity().value();
            }
        }
        return left;
    }

    private static long changes(List<Object> events) {
        return count(events, ItemAdded.class) + count(events, QuantityChanged.class) + count(events, ItemRemoved.class);
    }

    private static int held(List<Object> events, Sku sku) {
        int held = 0;
        for (Object event : events) {
            if (event instanceof StockReserved reserved
                    && reserved.sku().equals(sku)
                    && isOurs(reserved.reservationId())) {
                held += reserved.quantity().value();
            } else if (event instanceof ReservationChanged changed
                    && changed.sku().equals(sku)
                    && isOurs(changed.reservationId())) {
                held += changed.difference();
            } else if (event instanceof StockDeducted deducted
                    && deducted.sku().equals(sku)
                    && isOurs(deducted.reservationId())) {
                held -= deducted.quantity().value();
            } else if (event instanceof StockReleased released
                    && released.sku().equals(sku)
                    && isOurs(released.reservationId())) {
                held -= released.quantity().value();
            }
        }
        return held;
    }

    private static boolean isOurs(ReservationId id) {
        return id.value().equals(ID.value());
    }

    private static long count(List<Object> events, Class<?> type) {
        return events.stream().filter(type::isInstance).count();
    }

    private static World placed(Consumer<World> beginning) {
        World world = new World();
        list(world, HEART);
        list(world, LANTERN);
        list(world, TEAPOT);
        stock(world, TEAPOT, 3);
        beginning.accept(world);
        world.run();
        world.client(new PlaceOrder(
                ID,
                new CustomerId("17850"),
                null,
                new Encrypted("address"),
                List.of(
                        new OrderLine(HEART, "Heart", Quantity.of(6), PRICE),
                        new OrderLine(LANTERN, "Lantern", Quantity.of(2), PRICE)),
                List.of()));
        return world;
    }

    private static void list(World world, Sku sku) {
        world.client(new ListProduct(sku, "Something", null, PRICE, List.of(), null));
    }

    private static void stock(World world, Sku sku, int pieces) {
        world.client(new ReceiveStock(sku, Quantity.of(pieces)));
    }

    private static void pay(World world) {
        world.client(new StartPayment(ID, new PaymentId("pay-1"), null, new PaymentMethod("card", "tok_ok")));
    }
}
