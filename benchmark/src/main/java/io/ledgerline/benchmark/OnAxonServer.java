package io.ledgerline.benchmark;

import io.axoniq.axonserver.connector.AxonServerConnection;
import io.axoniq.axonserver.connector.AxonServerConnectionFactory;
import io.axoniq.axonserver.connector.event.AggregateEventStream;
import io.axoniq.axonserver.connector.impl.ServerAddress;
import io.axoniq.axonserver.grpc.event.Event;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Orders that are placed on Axon Server. The limit is what Axon's own connector, without framework and program, appends to
 * the same server: the same events, each in a transaction of its own.
 */
final class OnAxonServer {

    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final PrintStream out;
    private final Options options;

    OnAxonServer(PrintStream out, Options options) {
        this.out = out;
        this.options = options;
    }

    /** @return true: rates are what they are */
    boolean run() throws Exception {
        Report report = Report.of(options);
        List<Measurement> orders = new ArrayList<>();
        List<Measurement> limits = new ArrayList<>();
        String order;
        try (OpenShop shop = OpenShop.openWithoutProcesses(out, options)) {
            shop.measure(
                    "warming up: POST /orders",
                    () -> shop.generator().inTurn(options.clients(), shop.shop().orders(), options.warmUp()));
            for (int run = 1; run <= options.runs(); run++) {
                shop.settle();
                orders.add(shop.measure(
                        "POST /orders on Axon Server",
                        () -> shop.generator()
                                .inTurn(options.clients(), shop.shop().orders(), options.seconds())));
            }
            order = shop.texts("select max(order_id) from read.orders").get(0);
        }
        // Not before the program has ended: it would read along.
        AxonServerConnectionFactory factory = AxonServerConnectionFactory.forClient("benchmark")
                .routingServers(address(options.axonServer()))
                .build();
        try {
            AxonServerConnection connection = connected(factory.connect("default"));
            Event placed = firstOf(connection, "order-" + order);
            List<Limit.Step> steps = new ArrayList<>();
            for (int i = 0; i < options.clients(); i++) {
                steps.add(random ->
                        connection.eventChannel().appendEvents(another(placed)).get(1, TimeUnit.MINUTES));
            }
            Limit.measure(steps, options.warmUp());
            for (int run = 1; run <= options.runs(); run++) {
                Measurement limit = Limit.measure(steps, options.seconds());
                out.printf("  %-44s %s%n", "limit: the connector appends", limit);
                limits.add(limit);
            }
        } finally {
            factory.shutdown();
        }
        report.add(Row.plain("limit: the plain connector appends to Axon Server", limits));
        report.add(Row.share("POST /orders on Axon Server", orders, limits, Goal.atLeast(0.3, 0.6)));
        report.finish(out, options.report());
        return true;
    }

    private static AxonServerConnection connected(AxonServerConnection connection)
            throws IOException, InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (!connection.isConnected()) {
            if (System.nanoTime() - deadline > 0) {
                throw new IOException("Axon Server can't be reached");
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return connection;
    }

    private static ServerAddress address(String hostAndPort) {
        int colon = hostAndPort.lastIndexOf(':');
        return new ServerAddress(hostAndPort.substring(0, colon), Integer.parseInt(hostAndPort.substring(colon + 1)));
    }

    private static Event firstOf(AxonServerConnection connection, String stream) throws InterruptedException {
        AggregateEventStream events = connection.eventChannel().openAggregateStream(stream);
        try {
            return events.next();
        } finally {
            events.cancel();
        }
    }

    private static Event another(Event event) {
        return event.toBuilder()
                .setMessageIdentifier(UUID.randomUUID().toString())
                .setAggregateIdentifier("order-" + UUID.randomUUID())
                .setTimestamp(System.currentTimeMillis())
                .build();
    }
}
