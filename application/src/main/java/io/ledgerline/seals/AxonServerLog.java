package io.ledgerline.seals;

import io.axoniq.axonserver.connector.event.EventChannel;
import io.axoniq.axonserver.connector.event.EventStream;
import io.axoniq.axonserver.grpc.event.Event;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;

/** Events as Axon Server holds them. Its positions have no gaps, and what it tells of is there for good. */
final class AxonServerLog implements SealableLog {

    private static final int PAGE = 2_000;
    private static final long PATIENCE_SECONDS = 10;

    private final AxonServerConnectionManager connections;

    AxonServerLog(AxonServerConnectionManager connections) {
        this.connections = connections;
    }

    @Override
    public long beforeFirst() {
        return -1;
    }

    @Override
    public long decided() {
        return channel()
                .getLastToken()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public List<LoggedEvent> read(long after, long upTo) {
        long from = Math.max(after, beforeFirst());
        long last = Math.min(upTo, from + PAGE);
        List<LoggedEvent> events = new ArrayList<>();
        if (last <= from) {
            return events;
        }
        try (EventStream stream = channel().openStream(from, PAGE)) {
            for (EventWithToken next = next(stream); next.getToken() <= upTo; next = next(stream)) {
                events.add(new LoggedEvent(next.getToken(), fields(next.getEvent())));
                if (next.getToken() >= last) {
                    break;
                }
            }
            return events;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    private static EventWithToken next(EventStream stream) throws InterruptedException {
        EventWithToken next = stream.nextIfAvailable(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (next == null) {
            throw new IllegalStateException("Axon Server does not answer with events that it says it has");
        }
        return next;
    }

    private static Object[] fields(Event event) {
        StringBuilder metadata = new StringBuilder();
        new TreeMap<>(event.getMetaDataMap())
                .forEach((key, value) ->
                        metadata.append(key).append('=').append(value).append('\n'));
        return new Object[] {
            event.getAggregateIdentifier(),
            event.getAggregateType(),
            event.getAggregateSequenceNumber(),
            event.getMessageIdentifier(),
            event.getPayload().getType(),
            event.getPayload().getRevision(),
            event.getPayload().getData().toByteArray(),
            metadata,
            event.getTimestamp()
        };
    }

    private EventChannel channel() {
        return connections.getConnection().eventChannel();
    }
}
