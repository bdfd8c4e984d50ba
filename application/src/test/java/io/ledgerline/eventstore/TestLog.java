package io.ledgerline.eventstore;

import io.ledgerline.TestDatabase;
import io.ledgerline.kernel.LogicalTypes;
import java.util.List;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.jdbc.JdbcEventStorageEngine;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.jdbc.support.JdbcTransactionManager;

/**
 * The log as one node has it.
 *
 * @param events without anyone who reads along
 */
public record TestLog(EventStore events, Streams streams, TransactionManager transactions) {

    public static TestLog on(TestDatabase database, LogicalTypes types) {
        TransactionManager transactions =
                new SpringTransactionManager(new JdbcTransactionManager(database.dataSource()));
        LogicalNameSerializer serializer = LogicalNameSerializer.of(new LogicalNames(List.of(types)));
        PostgresEventStorageEngine engine = new PostgresEventStorageEngine(
                JdbcEventStorageEngine.builder()
                        .eventSerializer(serializer)
                        .snapshotSerializer(serializer)
                        .batchSize(50),
                new SpringDataSourceConnectionProvider(database.dataSource()),
                transactions,
                database.jdbc());
        return new TestLog(EmbeddedEventStore.builder().storageEngine(engine).build(), engine, transactions);
    }
}
