package io.ledgerline.eventstore;

import io.ledgerline.kernel.LogicalTypes;
import java.util.List;
import org.axonframework.serialization.Serializer;

/** The program's own serializer, for tests of what is stored elsewhere. */
public final class LogicalSerializer {

    private LogicalSerializer() {}

    public static Serializer of(LogicalTypes... modules) {
        return LogicalNameSerializer.of(new LogicalNames(List.of(modules)));
    }
}
