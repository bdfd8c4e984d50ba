package io.ledgerline.benchmark;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/**
 * A shop that is open: so many reads and commands a second, whether those before are answered or not. Times are counted
 * from when a request was due, so one that is slow makes those behind it slow, too. Each command is followed by a read of
 * what it wrote: how long that takes is how stale views are.
 */
final class Traffic implements AutoCloseable {

    private static final int THREADS_OF_EACH = 24;
    private static final long LONGEST_MICROS = TimeUnit.MINUTES.toMicros(5);

    /**
     * @param stale from a command's answer until the view shows what it did
     */
    record Lap(Histogram reads, Histogram commands, Histogram stale, Failures failures) {}

    /** Something to do at a rate. */
    private interface Work {
        void run(SplittableRandom random, long due) throws IOException, InterruptedException;
    }

    private final Api api;
    private final Shop shop;
    private final Options options;
    private final List<String> orders;
    private final List<String> openOrders;
    private final Recorder reads = new Recorder(LONGEST_MICROS, 3);
    private final Recorder commands = new Recorder(LONGEST_MICROS, 3);
    private final Recorder stale = new Recorder(LONGEST_MICROS, 3);
    private Failures failures = new Failures();
    private final ExecutorService threads = Executors.newFixedThreadPool(2 * THREADS_OF_EACH);
    private volatile boolean over;

    /**
     * @param orders to be read
     * @param openOrders to be changed
     */
    Traffic(Api api, Shop shop, Options options, List<String> orders, List<String> openOrders) {
        this.api = api;
        this.shop = shop;
        this.options = options;
        this.orders = orders;
        this.openOrders = openOrders;
    }

    void begin() {
        atRate(Math.max(1, options.reads() - options.commands()), this::read);
        atRate(options.commands(), this::command);
    }

    private void atRate(int perSecond, Work work) {
        AtomicLong next = new AtomicLong();
        long began = System.nanoTime();
        for (int i = 0; i < THREADS_OF_EACH; i++) {
            SplittableRandom random = new SplittableRandom(i);
            threads.submit(() -> {
                while (!over) {
                    long due = began + next.getAndIncrement() * TimeUnit.SECONDS.toNanos(1) / perSecond;
                    TimeUnit.NANOSECONDS.sleep(Math.max(0, due - System.nanoTime()));
                    try {
                        work.run(random, due);
                    } catch (IOException e) {
                        fail(e.toString());
                    }
                }
                return null;
            });
        }
    }

    private void read(SplittableRandom random, long due) throws IOException, InterruptedException {
        String order = "/orders/" + any(orders, random);
        int what = random.nextInt(20);
        if (what < 12) {
            reading(due, order);
        } else if (what < 15) {
            reading(due, "/products/" + Shop.sku(random.nextInt(options.products())));
        } else if (what < 17) {
            reading(due, order + "/history");
        } else if (what < 19) {
            reading(due, order + "?version=0");
        } else {
            reading(due, "/orders?limit=20");
        }
    }

    private void reading(long due, String path) throws IOException, InterruptedException {
        if (succeeded("GET", api.get(path))) {
            reads.recordValue(micros(due));
        }
    }

    private void command(SplittableRandom random, long due) throws IOException, InterruptedException {
        Answer answer = random.nextBoolean()
                ? api.post("/orders", shop.order(random))
                : api.put(
                        "/orders/" + any(openOrders, random) + "/shipping-address",
                        Shop.address(random.nextInt(options.customers())));
        if (!succeeded("command", answer)) {
            return;
        }
        commands.recordValue(micros(due));
        long done = System.nanoTime();
        String written = "/orders/%s?minVersion=%d"
                .formatted(
                        answer.json().path("id").asString(),
                        answer.json().path("version").asLong());
        if (succeeded("GET of what was written", api.get(written, "Prefer", "wait=10"))) {
            stale.recordValue(micros(done));
        }
    }

    private static String any(List<String> some, SplittableRandom random) {
        return some.get(random.nextInt(some.size()));
    }

    private static long micros(long since) {
        return Math.min(LONGEST_MICROS, (System.nanoTime() - since) / 1_000);
    }

    private boolean succeeded(String what, Answer answer) {
        if (!answer.succeeded()) {
            fail(what + ": " + answer.problem());
        }
        return answer.succeeded();
    }

    private synchronized void fail(String what) {
        failures.add(what);
    }

    /** What was measured since the last one. */
    synchronized Lap lap() {
        Failures now = failures;
        failures = new Failures();
        return new Lap(
                reads.getIntervalHistogram(), commands.getIntervalHistogram(), stale.getIntervalHistogram(), now);
    }

    /** Returns when all that was under way is answered. */
    @Override
    public void close() throws InterruptedException {
        over = true;
        threads.shutdown();
        threads.awaitTermination(1, TimeUnit.MINUTES);
        threads.shutdownNow();
    }
}
