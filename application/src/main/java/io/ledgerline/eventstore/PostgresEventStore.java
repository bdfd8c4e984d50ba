package io.ledgerline.eventstore;

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
            EventStorageEngine engine, org.axonframework.config.Configuration axon, EventStoreProperties properties) {
        return new PromptEventStore(EmbeddedEventStore.builder()
                .storageEngine(engine)
                .fetchDelay(properties.log().pollInterval().toMillis())
                .messageMonitor(axon.messageMonitor(EventStore.class, "eventStore"))
                .spanFactory(axon.getComponent(EventBusSpanFactory.class)));
    }
}
