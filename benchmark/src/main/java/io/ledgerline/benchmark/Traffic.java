package io.ledgerline.benchmark;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * A shop that is open: so many reads and commands a second, whether those before are answered or not. Times are counted
 * from when a request was due, so one that is slow makes those behind it slow, too. Each command is followed by a read of
 * what it wrote: how long that takes is how stale views are.
 */
final class Traffic implements AutoCloseable {

    /**
     * @param stale from a command's answer until the view shows what it did
     */
    record Lap(Histogram reads, Histogram commands, Histogram stale, Failures failures) {

        Lap() {
            this(Measurement.histogram(), Measurement.histogram(), Measurement.histogram(), new Failures());
        }
    }

    private final Http http;
    private final Shop shop;
    private final Options options;
    private final List<String> orders;
    private final List<String> openOrders;
    private final SplittableRandom random = new SplittableRandom();
    private final CompletableFuture<Void> allAnswered = new CompletableFuture<>();
    private volatile boolean over;

    /** Touched by the thread that sends alone, as all that follows. */
    private Lap lap = new Lap();

    private int underWay;

    /**
     * @param orders to be read
     * @param openOrders to be changed
     */
    Traffic(OpenShop shop, Options options, List<String> orders, List<String> openOrders) {
        this.http = shop.http();
        this.shop = shop.shop();
        this.options = options;
        this.orders = orders;
        this.openOrders = openOrders;
    }

    void begin() {
        atRate("reads", Math.max(1, options.reads() - options.commands()), this::read);
        atRate("commands", options.commands(), this::command);
    }

    private void atRate(String name, int perSecond, LongConsumer work) {
        http.run(() -> underWay++);
        Thread pacer = new Thread(
                () -> {
                    Generator.pace(perSecond, System.nanoTime(), due -> !over, due -> http.run(() -> work.accept(due)));
                    http.run(this::ended);
                },
                name);
        pacer.setDaemon(true);
        pacer.start();
    }

    private void read(long due) {
        String order = "/orders/" + any(orders);
        int what = random.nextInt(20);
        String path = what < 12
                ? order
                : what < 15
                        ? "/products/" + Shop.sku(random.nextInt(options.products()))
                        : what < 17 ? order + "/history" : what < 19 ? order + "?version=0" : "/orders?limit=20";
        send("GET", Request.get(path), answer -> Measurement.record(lap.reads(), due));
    }

    private void command(long due) {
        Request command = random.nextBoolean()
                ? Request.post("/orders", shop.order(random))
                : Request.put(
                        "/orders/" + any(openOrders) + "/shipping-address",
                        Shop.address(random.nextInt(options.customers())));
        send("command", command, answer -> {
            Measurement.record(lap.commands(), due);
            long done = System.nanoTime();
            send(
                    "GET of what was written",
                    Shop.readOfWhatWasWritten(answer),
                    seen -> Measurement.record(lap.stale(), done));
        });
    }

    private void send(String what, Request request, Consumer<Answer> then) {
        underWay++;
        http.send(request, answer -> {
            if (answer.status() == request.success()) {
                then.accept(answer);
            } else {
                lap.failures().add(what + ": " + answer.problem());
            }
            ended();
        });
    }

    private void ended() {
        underWay--;
        if (underWay == 0) {
            allAnswered.complete(null);
        }
    }

    private String any(List<String> some) {
        return some.get(random.nextInt(some.size()));
    }

    /** What was measured since the last one. */
    Lap lap() {
        CompletableFuture<Lap> last = new CompletableFuture<>();
        http.run(() -> {
            last.complete(lap);
            lap = new Lap();
        });
        return last.join();
    }

    /** Returns when all that was under way is answered. */
    @Override
    public void close() {
        over = true;
        allAnswered.join();
    }
}
