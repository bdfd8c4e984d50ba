package io.ledgerline.processing;

import io.ledgerline.database.Connections;
import io.ledgerline.nodes.NodeId;
import io.ledgerline.nodes.Signals;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventhandling.deadletter.jdbc.DeadLetterSchema;
import org.axonframework.eventhandling.tokenstore.TokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.modelling.saga.repository.jdbc.JdbcSagaStore;
import org.axonframework.modelling.saga.repository.jdbc.PostgresSagaSqlSchema;
import org.axonframework.modelling.saga.repository.jdbc.SagaSchema;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;

/**
 * Where processors keep what they must not forget. Each side has its own: a token is written in the transaction of the
 * rows that it stands for.
 */
@Configuration(proxyBeanMethods = false)
class Stores {

    static final DeadLetterSchema DEAD_LETTERS = DeadLetterSchema.builder()
            .deadLetterTable("dead_letter")
            .deadLetterIdentifierColumn("dead_letter_id")
            .processingGroupColumn("processing_group")
            .sequenceIdentifierColumn("sequence_identifier")
            .sequenceIndexColumn("sequence_index")
            .messageTypeColumn("message_type")
            .eventIdentifierColumn("event_id")
            .timestampColumn("recorded_at")
            .payloadTypeColumn("type")
            .payloadRevisionColumn("revision")
            .payloadColumn("payload")
            .metaDataColumn("metadata")
            .aggregateTypeColumn("stream_type")
            .aggregateIdentifierColumn("stream_id")
            .sequenceNumberColumn("sequence")
            .tokenTypeColumn("token_type")
            .tokenColumn("token")
            .enqueuedAtColumn("enqueued_at")
            .lastTouchedColumn("last_touched")
            .processingStartedColumn("processing_started")
            .causeTypeColumn("cause_type")
            .causeMessageColumn("cause_message")
            .diagnosticsColumn("diagnostics")
            .build();

    private static final TokenSchema TOKENS = TokenSchema.builder()
            .setTokenTable("processor_token")
            .setProcessorNameColumn("processor_name")
            .setSegmentColumn("segment")
            .setTokenColumn("token")
            .setTokenTypeColumn("token_type")
            .setTimestampColumn("updated_at")
            .setOwnerColumn("owner")
            .build();

    private static final SagaSchema SAGAS = SagaSchema.builder()
            .sagaEntryTable("saga")
            .sagaIdColumn("saga_id")
            .sagaTypeColumn("saga_type")
            .revisionColumn("revision")
            .serializedSagaColumn("state")
            .associationValueEntryTable("saga_association")
            .associationKeyColumn("association_key")
            .associationValueColumn("association_value")
            .build();

    /** The plain one: Axon's unit-of-work aware wrapper keeps one connection for all databases. */
    @Bean
    @Primary
    ConnectionProvider writeConnections(@Qualifier("writeDataSource") DataSource dataSource) {
        return new SpringDataSourceConnectionProvider(dataSource);
    }

    @Bean
    ConnectionProvider readConnections(@Qualifier("readDataSource") DataSource dataSource) {
        return new SpringDataSourceConnectionProvider(dataSource);
    }

    @Bean
    @Primary
    TransactionManager writeTransactions(@Qualifier("writeTransactionManager") PlatformTransactionManager manager) {
        return new SpringTransactionManager(manager);
    }

    @Bean
    TransactionManager readTransactions(@Qualifier("readTransactionManager") PlatformTransactionManager manager) {
        return new SpringTransactionManager(manager);
    }

    @Bean
    Agreements agreements(@Qualifier("writeJdbcClient") JdbcClient write, NodeId node) {
        return new Agreements(write, node.value());
    }

    /** As it is before any processor starts, and kept up to date by {@link SharedProcessors}. */
    @Bean
    Held heldProcessors(Agreements agreements, ProcessorProperties properties, NodeId node) {
        new Singular(agreements, properties.claimInterval()).check(node);
        Held held = new Held();
        held.become(agreements.held());
        return held;
    }

    @Bean
    SharedProcessors sharedProcessors(
            EventProcessingConfiguration processing,
            Agreements agreements,
            Held held,
            @Qualifier("writeJdbcClient") JdbcClient write,
            @Qualifier("readJdbcClient") JdbcClient read,
            ProcessorProperties properties,
            @Qualifier("writeSignals") Signals signals,
            NodeId node,
            Connections connections,
            ObjectProvider<EventStore> events) {
        return new SharedProcessors(
                processing,
                agreements,
                new Claims(write, read, properties),
                properties,
                signals,
                node,
                held,
                new Silence(connections, properties.claimTimeout(), System::nanoTime),
                () -> canBeRead(events.getObject()));
    }

    /** With the log in PostgreSQL nothing is asked: who looks after segments has just asked the same database. */
    private static boolean canBeRead(EventStore events) {
        try {
            events.createTailToken();
            return true;
        } catch (RuntimeException away) {
            return false;
        }
    }

    @Bean
    @Primary
    TokenStore writeTokenStore(
            @Qualifier("writeConnections") ConnectionProvider connections,
            Serializer serializer,
            ProcessorProperties properties,
            NodeId node,
            Held held) {
        return tokenStore(connections, serializer, properties, node, held);
    }

    @Bean
    TokenStore readTokenStore(
            @Qualifier("readConnections") ConnectionProvider connections,
            Serializer serializer,
            ProcessorProperties properties,
            NodeId node,
            Held held) {
        return tokenStore(connections, serializer, properties, node, held);
    }

    private static TokenStore tokenStore(
            ConnectionProvider connections,
            Serializer serializer,
            ProcessorProperties properties,
            NodeId node,
            Held held) {
        return new HeldTokenStore(
                JdbcTokenStore.builder()
                        .connectionProvider(connections)
                        .serializer(serializer)
                        .schema(TOKENS)
                        .claimTimeout(properties.claimTimeout())
                        .nodeId(node.value()),
                held);
    }

    @Bean
    BatchedSagaStore sagaStore(
            @Qualifier("writeConnections") ConnectionProvider connections,
            @Qualifier("writeDataSource") DataSource dataSource,
            Serializer serializer) {
        return new BatchedSagaStore(
                JdbcSagaStore.builder().connectionProvider(connections).sqlSchema(new PostgresSagaSqlSchema(SAGAS)),
                new JdbcTemplate(dataSource),
                serializer);
    }
}
