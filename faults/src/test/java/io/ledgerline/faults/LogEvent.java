package io.ledgerline.faults;

import java.math.BigDecimal;
import java.time.Instant;
import tools.jackson.databind.JsonNode;

/** An event as the log has it, read past all of the program's code. */
record LogEvent(
        long position,
        String stream,
        long sequence,
        String type,
        JsonNode data,
        JsonNode metadata,
        Instant recordedAt) {

    String text(String member) {
        return data.path(member).asString();
    }

    int number(String member) {
        return data.path(member).asInt();
    }

    BigDecimal money(String member) {
        return amount(data.path(member));
    }

    /** Empty if it isn't there. */
    String meta(String key) {
        return metadata.path(key).asString("");
    }

    /** What comes after the stream's type. */
    String id() {
        return stream.substring(stream.indexOf('-') + 1);
    }

    static BigDecimal amount(JsonNode money) {
        return new BigDecimal(money.path("amount").asString()).stripTrailingZeros();
    }

    @Override
    public String toString() {
        return "%d: %s %d %s %s".formatted(position, stream, sequence, type, data);
    }
}
