package io.ledgerline.messaging;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.axonframework.common.IdentifierFactory;
import org.junit.jupiter.api.Test;

class MessageIdsTest {

    @Test
    void whenAxonLooksForAFactory_thenItFindsThisOne() {
        assertThat(IdentifierFactory.getInstance()).isInstanceOf(MessageIds.class);
    }

    @Test
    void whenManyIdsAreMadeAtOnce_thenEachIsAUuidOfItsOwnThatBeginsWithTheTime() {
        MessageIds ids = new MessageIds();
        long before = System.currentTimeMillis();

        List<UUID> made = IntStream.range(0, 10_000)
                .parallel()
                .mapToObj(i -> UUID.fromString(ids.generateIdentifier()))
                .toList();

        long after = System.currentTimeMillis();
        assertThat(made).doesNotHaveDuplicates().allSatisfy(id -> {
            assertThat(id.version()).isEqualTo(7);
            assertThat(id.variant()).isEqualTo(2);
            assertThat(id.getMostSignificantBits() >>> 16).isBetween(before, after);
        });
    }
}
