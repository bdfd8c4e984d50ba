package io.ledgerline.faults;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;

/** What all clients know of: products, and the orders that something may still be done with. */
final class World {

    static final int STOCK = 150;

    /** Few, so that several clients often want the same at the same time. */
    private static final int ORDERS = 40;

    private final List<String> skus =
            IntStream.range(0, 12).mapToObj("F-%02d"::formatted).toList();
    private final List<String> orders = new ArrayList<>();
    private final AtomicInteger prices = new AtomicInteger(250);

    List<String> skus() {
        return skus;
    }

    String sku(Random random) {
        return skus.get(random.nextInt(skus.size()));
    }

    /** One that no product ever had. */
    String newPrice() {
        int pence = prices.incrementAndGet();
        return "%d.%02d".formatted(pence / 100, pence % 100);
    }

    synchronized void add(String order, Random random) {
        if (orders.size() < ORDERS) {
            orders.add(order);
        } else {
            orders.set(random.nextInt(ORDERS), order);
        }
    }

    synchronized void forget(String order) {
        orders.remove(order);
    }

    synchronized Optional<String> order(Random random) {
        return orders.isEmpty() ? Optional.empty() : Optional.of(orders.get(random.nextInt(orders.size())));
    }
}
