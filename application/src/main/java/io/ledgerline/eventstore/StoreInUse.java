package io.ledgerline.eventstore;

import io.ledgerline.eventstore.EventStoreProperties.Mode;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * Remembers in the database which log its tokens, sagas and views belong to. With another log they would pass over its
 * first events in silence.
 */
final class StoreInUse {

    private final JdbcClient jdbc;

    StoreInUse(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** @throws StoreChanged if the database was used with another store before */
    void keep(Mode mode) {
        jdbc.sql("insert into event_store (mode) values (?) on conflict do nothing")
                .param(mode.name())
                .update();
        String kept =
                jdbc.sql("select mode from event_store").query(String.class).single();
        if (!kept.equals(mode.name())) {
            throw new StoreChanged(kept, mode);
        }
    }
}
