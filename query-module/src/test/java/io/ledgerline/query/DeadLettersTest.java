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
    private DeadLetteringEventHandlerInvoker invoker;
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
        invoker = DeadLetteringEventHandlerInvoker.builder()
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
        publishAnOrderThatCannotBeAppliedAmongOthers();

        processor.start();

        await().untilAsserted(() -> assertThat(orders()).containsExactly("good CONFIRMED", "last PENDING"));
        assertThat(letters("stream_id || ' ' || sequence")).containsExactly("order-bad 0", "order-bad 1");
        // The second letter has no cause of its own.
        assertThat(letters("cause_type")).containsExactly("java.lang.IllegalStateException", null);
    }

    @Test
    void whatWasKeptAsideIsAppliedOnceItsReasonIsGone() {
        publishAnOrderThatCannotBeAppliedAmongOthers();
        processor.start();
        await().untilAsserted(() -> assertThat(letters("stream_id")).hasSize(2));

        assertThat(invoker.processAny()).isFalse();
        assertThat(letters("stream_id")).hasSize(2);
        readSide.jdbc()
                .update("update dead_letter set payload = convert_to(replace(convert_from(payload, 'UTF8'),"
                        + " '\"0.01\"', '\"4.00\"'), 'UTF8')");

        assertThat(invoker.processAny()).isTrue();
        assertThat(orders()).containsExactly("bad CONFIRMED", "good CONFIRMED", "last PENDING");
        assertThat(letters("stream_id")).isEmpty();
    }

    private void publishAnOrderThatCannotBeAppliedAmongOthers() {
        Log log = new Log();
        store.publish(
                log.append(placed("good", line("MUG", 1, "4"))),
                log.append(wrongTotal(placed("bad", line("MUG", 1, "4")))),
                log.append(new OrderConfirmed(new OrderId("good"))),
                log.append(new OrderConfirmed(new OrderId("bad"))),
                log.append(placed("last", line("MUG", 1, "4"))));
    }

    private List<String> orders() {
        return readSide.jdbc().queryForList("select order_id || ' ' || status from orders order by 1", String.class);
    }

    private List<String> letters(String column) {
        return readSide.jdbc()
                .queryForList("select " + column + " from dead_letter order by sequence_index", String.class);
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
                .setTokenTable("processor_token")
                .setProcessorNameColumn("processor_name")
                .setTokenTypeColumn("token_type")
                .setTimestampColumn("updated_at")
                .build();
    }

    private static DeadLetterSchema letters() {
        return DeadLetterSchema.builder()
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
    }
}
