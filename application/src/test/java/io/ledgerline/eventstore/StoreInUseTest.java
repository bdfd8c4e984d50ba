package io.ledgerline.eventstore;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.TestDatabase;
import io.ledgerline.eventstore.EventStoreProperties.Mode;
import org.junit.jupiter.api.Test;

class StoreInUseTest {

    @Test
    void givenADatabaseOfOneStore_whenStartedWithTheOther_thenItIsRefusedBeforeAnyEventIsPassedOver() {
        try (TestDatabase database = TestDatabase.withWriteSchema()) {
            StoreInUse store = new StoreInUse(database.jdbc());
            store.keep(Mode.POSTGRES);

            assertThatCode(() -> store.keep(Mode.POSTGRES)).doesNotThrowAnyException();
            assertThatThrownBy(() -> store.keep(Mode.AXON_SERVER))
                    .isInstanceOf(StoreChanged.class)
                    .hasMessageContaining("POSTGRES")
                    .hasMessageContaining("AXON_SERVER");
        }
    }
}
