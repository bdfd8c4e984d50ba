package io.ledgerline.http;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CommandIdsTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final CommandIds ids = idsAt(NOON);

    @Test
    void newIdsAreUuidsThatBeginWithTheTime() {
        UUID id = UUID.fromString(ids.next());

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOON.toEpochMilli());
        assertThat(idsAt(NOON.plusMillis(1)).next()).isGreaterThan(ids.next());
    }

    @Test
    void newIdsDiffer() {
        assertThat(Stream.generate(ids::next).limit(10_000)).doesNotHaveDuplicates();
    }

    @Test
    void derivedIdsAreTheSameForTheSamePartsOnly() {
        assertThat(CommandIds.derived("a", "bc"))
                .isEqualTo(CommandIds.derived("a", "bc"))
                .isNotEqualTo(CommandIds.derived("ab", "c"))
                .isNotEqualTo(CommandIds.derived("abc"));
        assertThat(UUID.fromString(CommandIds.derived("a")).version()).isEqualTo(8);
    }

    private static CommandIds idsAt(Instant time) {
        return new CommandIds(Clock.fixed(time, ZoneOffset.UTC));
    }
}
