package io.ledgerline.query;

import static io.ledgerline.query.Samples.gbp;
import static io.ledgerline.query.Samples.line;
import static io.ledgerline.query.Samples.placed;
import static java.util.concurrent.Executors.newSingleThreadScheduledExecutor;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.ledgerline.order.api.OrderEvent.OrderConfirmed;
import io.ledgerline.order.api.OrderEvent.OrderPlaced;
import io.ledgerline.order.api.OrderId;
import java.util.List;
import java.util.concurrent.ScheduledExecutorService;
import javax.sql.DataSource;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.EventMessage;
import org.axonframework.eventhandling.deadletter.DeadLetteringEventHandlerInvoker;
import org.axonframework.eventhandling.deadletter.jdbc.DeadLetterSchema;
import org.axonframework.eventhandling.deadletter.jdbc.JdbcSequencedDeadLetterQueue;
import org.axonframework.eventhandling.pooled.PooledStreamingEventProcessor;
import org.axonframework.eventhandling.tokenstore.jdbc.JdbcTokenStore;
import org.axonframework.eventhandling.tokenstore.jdbc.TokenSchema;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.serialization.Serializer;
import org.axonframework.serialization.jackson3.Jackson3Serializer;
import org.axonframework.spring.jdbc.SpringDataSourceConnectionProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.jsontype.BasicPolymorphicTypeValidator;

/** The orders' view under a real processor, with its tokens and dead letters in the read schema. */
class DeadLettersTest {

    private final ReadSide readSide = ReadSide.empty();
    private final EmbeddedEventStore store = EmbeddedEventStore.builder()
            .storageEngine(new InMemoryEventStorageEngine())
            .build();
    private final ScheduledExecutorService thread = newSingleThreadScheduledExecutor();
    private PooledStreamingEventProcessor processor;

    @BeforeEach
    void wire() {
        TransactionManager transactions = readSide.bean(TransactionManager.class);
        ConnectionProvider connections = new SpringDataSourceConnectionProvider(readSide.bean(DataSource.class));
        JdbcSequencedDeadLetterQueue<EventMessage<?>> queue = JdbcSequencedDeadLetterQueue.builder()
                .processingGroup("orders-view")
                .connectionProvider(connections)
                .transactionManager(transactions)
                .schema(letters())
                .genericSerializer(serializer())
                .eventSerializer(serializer())
                .build();
        var invoker = DeadLetteringEventHandlerInvoker.builder()
                .eventHandlers(List.of(ordersProjection()))
                .queue(queue)
                .transactionManager(transactions)
                .build();
        processor = PooledStreamingEventProcessor.builder()
                .name("orders-view")
                .eventHandlerInvoker(invoker)
                .messageSource(store)
                .transactionManager(transactions)
                .tokenStore(JdbcTokenStore.builder()
                        .connectionProvider(connections)
                        .serializer(serializer())
                        .schema(tokens())
                        .build())
                .initialSegmentCount(1)
                .batchSize(100)
                .coordinatorExecutor(thread)
                .workerExecutor(thread)
                .build();
    }

    @AfterEach
    void stop() {
        processor.shutDown();
        thread.shutdown();
        store.shutDown();
    }

    @Test
    void anEventThatCannotBeAppliedIsKeptAsideWithThoseOfItsOrderAndTheOthersGoOn() {
        Log log = new Log();
        OrderPlaced good = placed("good", line("MUG", 1, "4"));
        store.publish(
                log.append(good),
                log.append(wrongTotal(placed("bad", line("MUG", 1, "4")))),
                log.append(new OrderConfirmed(new OrderId("good"))),
                log.append(new OrderConfirmed(new OrderId("bad"))),
                log.append(placed("last", line("MUG", 1, "4"))));

        processor.start();

        await().untilAsserted(() -> assertThat(readSide.jdbc()
                        .queryForList("select order_id || ' ' || status from orders order by 1", String.class))
                .containsExactly("good CONFIRMED", "last PENDING"));
        assertThat(readSide.jdbc()
                        .queryForList(
                                "select aggregate_identifier || ' ' || sequence_number from dead_letter_entry"
                                        + " order by sequence_index",
                                String.class))
                .containsExactly("order-bad 0", "order-bad 1");
        assertThat(readSide.jdbc()
                        .queryForList(
                                "select cause_type from dead_letter_entry where cause_type is not null", String.class))
                .containsExactly("java.lang.IllegalStateException");
    }

    private Object ordersProjection() {
        return readSide.projections().stream()
                .filter(bean -> bean.getClass()
                        .getAnnotation(ProcessingGroup.class)
                        .value()
                        .equals("orders-view"))
                .findFirst()
                .orElseThrow();
    }

    private static OrderPlaced wrongTotal(OrderPlaced placed) {
        return new OrderPlaced(
                placed.orderId(),
                placed.customerId(),
                placed.customerName(),
                placed.shippingAddress(),
                placed.lines(),
                placed.charges(),
                gbp("0.01"));
    }

    private static Serializer serializer() {
        return Jackson3Serializer.builder()
                .jsonMapperBuilderCustomizer(
                        mapper -> mapper.polymorphicTypeValidator(BasicPolymorphicTypeValidator.builder()
                                .allowIfSubType("org.axonframework.")
                                .build()))
                .build();
    }

    private static TokenSchema tokens() {
        return TokenSchema.builder()
                .setTokenTable("token_entry")
                .setProcessorNameColumn("processor_name")
                .setTokenTypeColumn("token_type")
                .build();
    }

    private static DeadLetterSchema letters() {
        return DeadLetterSchema.builder()
                .deadLetterTable("dead_letter_entry")
                .deadLetterIdentifierColumn("dead_letter_id")
                .processingGroupColumn("processing_group")
                .sequenceIdentifierColumn("sequence_identifier")
                .sequenceIndexColumn("sequence_index")
                .messageTypeColumn("message_type")
                .eventIdentifierColumn("event_identifier")
                .timestampColumn("timestamp")
                .payloadTypeColumn("payload_type")
                .payloadRevisionColumn("payload_revision")
                .payloadColumn("payload")
                .metaDataColumn("meta_data")
                .aggregateTypeColumn("aggregate_type")
                .aggregateIdentifierColumn("aggregate_identifier")
                .sequenceNumberColumn("sequence_number")
                .tokenTypeColumn("token_type")
                .tokenColumn("token")
                .enqueuedAtColumn("enqueued_at")
                .lastTouchedColumn("last_touched")
                .processingStartedColumn("processing_started")
                .causeTypeColumn("cause_type")
                .causeMessageColumn("cause_message")
                .diagnosticsColumn("diagnostics")
                .build();
    }
}
