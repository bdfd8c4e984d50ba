package io.ledgerline.faults;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.axoniq.axonserver.connector.AxonServerConnection;
import io.axoniq.axonserver.connector.AxonServerConnectionFactory;
import io.axoniq.axonserver.connector.event.EventChannel;
import io.axoniq.axonserver.connector.event.EventStream;
import io.axoniq.axonserver.connector.impl.ServerAddress;
import io.axoniq.axonserver.grpc.event.Event;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** In an Axon Server, past all of the program's code. */
final class AxonServerLog implements Log, AutoCloseable {

    private static final JsonMapper JSON = new JsonMapper();
    private static final int BUFFER = 1000;
    private static final int PATIENCE_SECONDS = 30;

    private final String address;
    private final AxonServerConnectionFactory connections;
    private final AxonServerConnection connection;

    private AxonServerLog(String address) {
        this.address = address;
        int colon = address.lastIndexOf(':');
        connections = AxonServerConnectionFactory.forClient("faults")
                .routingServers(
                        new ServerAddress(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1))))
                .build();
        connection = connections.connect("default");
    }

    /** Where {@code AXON_SERVER} (host:port) says. The test is skipped if it doesn't. */
    static String address() {
        String given = System.getenv("AXON_SERVER");
        assumeTrue(given != null && !given.isBlank(), "AXON_SERVER=host:port says which one, whose log is empty");
        return given.strip();
    }

    /** @throws IllegalStateException if something is in it: laws are about all of a log, and about the views of all of it */
    static AxonServerLog empty(String address) throws ExecutionException, InterruptedException, TimeoutException {
        AxonServerLog log = new AxonServerLog(address);
        if (log.last() >= 0) {
            log.close();
            throw new IllegalStateException("The log of Axon Server at %s isn't empty".formatted(address));
        }
        return log;
    }

    /** What makes a program work on it. */
    List<String> options() {
        return List.of("--ledgerline.event-store=axon-server", "--axon.axonserver.servers=" + address);
    }

    @Override
    public Replay follow(Findings findings) throws Exception {
        Replay replay = new Replay(findings);
        long last = last();
        if (last >= 0) {
            try (EventStream events = channel().openStream(-1, BUFFER)) {
                for (long position = -1; position < last; ) {
                    EventWithToken next = events.nextIfAvailable(PATIENCE_SECONDS, TimeUnit.SECONDS);
                    if (next == null) {
                        throw new TimeoutException("Nothing comes after position " + position);
                    }
                    position = next.getToken();
                    replay.on(event(position, next.getEvent()));
                }
            }
        }
        return replay;
    }

    private static LogEvent event(long position, Event event) {
        ObjectNode metadata = JSON.createObjectNode();
        event.getMetaDataMap().forEach((key, value) -> metadata.put(key, value.getTextValue()));
        return new LogEvent(
                position,
                event.getAggregateIdentifier(),
                event.getAggregateSequenceNumber(),
                event.getPayload().getType(),
                JSON.readTree(event.getPayload().getData().toStringUtf8()),
                metadata,
                Instant.ofEpochMilli(event.getTimestamp()));
    }

    @Override
    public long end() throws ExecutionException, InterruptedException, TimeoutException {
        return Math.max(0, last());
    }

    private long last() throws ExecutionException, InterruptedException, TimeoutException {
        return channel().getLastToken().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private EventChannel channel() {
        return connection.eventChannel();
    }

    @Override
    public void close() {
        connections.shutdown();
    }
}
