package io.ledgerline.administration;

import io.axoniq.axonserver.connector.event.EventChannel;
import io.axoniq.axonserver.connector.event.EventStream;
import io.axoniq.axonserver.grpc.event.EventWithToken;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;

final class AxonServerLogEnd implements LogEnd {

    private static final long PATIENCE_SECONDS = 5;

    private final AxonServerConnectionManager connections;

    AxonServerLogEnd(AxonServerConnectionManager connections) {
        this.connections = connections;
    }

    @Override
    public long beforeFirst() {
        return -1;
    }

    @Override
    public long position() {
        return channel()
                .getLastToken()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
    }

    @Override
    public Optional<Instant> recordedAfter(long position) {
        try (EventStream stream = channel().openStream(position, 1)) {
            return Optional.ofNullable(stream.nextIfAvailable(PATIENCE_SECONDS, TimeUnit.SECONDS))
                    .map(EventWithToken::getEvent)
                    .map(event -> Instant.ofEpochMilli(event.getTimestamp()));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }

    private EventChannel channel() {
        return connections.getConnection().eventChannel();
    }
}
