package io.ledgerline.eventstore;

import io.ledgerline.nodes.Signals;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventhandling.EventBusSpanFactory;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/** The log in PostgreSQL. */
@Configuration(proxyBeanMethods = false)
@ConditionalOnProperty(name = "ledgerline.event-store", havingValue = "postgres", matchIfMissing = true)
class PostgresEventStore {

    private static final String LOG = "log";
    private static final String APPENDED = "appended";

    /** For readers that are about a second behind at most: what is kept for longer outlives most collections. */
    private static final int EVENTS_IN_MEMORY = 4_000;

    @Bean
    PostgresEventStorageEngine eventStorageEngine(
            org.axonframework.config.Configuration axon,
            EventStoreProperties properties,
            @Qualifier("eventSerializer") Serializer serializer,
            @Qualifier("writeConnections") ConnectionProvider connections,
            @Qualifier("writeTransactions") TransactionManager transactions,
            @Qualifier("writeDataSource") DataSource writeDataSource) {
        return new PostgresEventStorageEngine(
                JdbcEventStorageEngine.builder()
                        .eventSerializer(serializer)
                        .snapshotSerializer(serializer)
                        .upcasterChain(axon.upcasterChain())
                        .snapshotFilter(axon.snapshotFilter())
                        .batchSize(properties.log().batchSize()),
                connections,
                transactions,
                JdbcClient.create(writeDataSource));
    }

    @Bean(name = "eventBus")
    @Qualifier("eventStore")
    EventStore eventStore(
            EventStorageEngine engine,
            org.axonframework.config.Configuration axon,
            EventStoreProperties properties,
            @Qualifier("writeSignals") Signals signals) {
        PromptEventStore store = new PromptEventStore(
                EmbeddedEventStore.builder()
                        .storageEngine(engine)
                        .cachedEvents(EVENTS_IN_MEMORY)
                        .fetchDelay(properties.log().pollInterval().toMillis())
                        .messageMonitor(axon.messageMonitor(EventStore.class, "eventStore"))
                        .spanFactory(axon.getComponent(EventBusSpanFactory.class)),
                () -> signals.send(LOG, APPENDED));
        signals.listen(LOG, new Signals.Listener() {

            @Override
            public void told(String what) {
                store.look();
            }

            @Override
            public void mayHaveMissedSome() {
                store.look();
            }
        });
        return store;
    }
}
