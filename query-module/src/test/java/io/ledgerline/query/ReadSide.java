package io.ledgerline.query;

import io.ledgerline.catalog.api.CatalogEvent;
import io.ledgerline.catalog.api.CatalogUpcasters;
import io.ledgerline.kernel.CustomerKeys;
import io.ledgerline.kernel.LogicalTypes;
import io.ledgerline.kernel.evolution.Revisions;
import io.ledgerline.order.api.OrderEvent;
import io.ledgerline.order.api.OrderUpcasters;
import io.ledgerline.payment.api.PaymentEvent;
import io.ledgerline.payment.api.PaymentUpcasters;
import io.r2dbc.pool.ConnectionPool;
import io.r2dbc.pool.ConnectionPoolConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionConfiguration;
import io.r2dbc.postgresql.PostgresqlConnectionFactory;
import io.r2dbc.spi.ConnectionFactory;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.ProcessingGroup;
import org.axonframework.eventhandling.AnnotationEventHandlerAdapter;
import org.axonframework.eventhandling.DomainEventMessage;
import org.axonframework.eventsourcing.eventstore.EmbeddedEventStore;
import org.axonframework.eventsourcing.eventstore.EventStore;
import org.axonframework.eventsourcing.eventstore.inmemory.InMemoryEventStorageEngine;
import org.axonframework.messaging.unitofwork.BatchingUnitOfWork;
import org.axonframework.queryhandling.DefaultQueryGateway;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.queryhandling.QueryGateway;
import org.axonframework.queryhandling.QueryUpdateEmitter;
import org.axonframework.queryhandling.SimpleQueryBus;
import org.axonframework.queryhandling.annotation.AnnotationQueryHandlerAdapter;
import org.axonframework.serialization.Serializer;
import org.axonframework.spring.messaging.unitofwork.SpringTransactionManager;
import org.flywaydb.core.Flyway;
import org.postgresql.ds.PGSimpleDataSource;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.test.web.reactive.server.WebTestClient;
import org.springframework.web.reactive.config.EnableWebFlux;
import org.springframework.web.reactive.config.WebFluxConfigurer;
import org.springframework.web.reactive.result.method.annotation.ArgumentResolverConfigurer;

/** The whole read side on a real PostgreSQL, without a server: events go in, HTTP comes out. One for each test JVM. */
public final class ReadSide {

    private static final ReadSide SHARED = new ReadSide();

    private final AnnotationConfigApplicationContext context;
    private final JdbcTemplate jdbc;
    private final TransactionManager transactions;
    private final List<Object> projections;
    private final List<AnnotationEventHandlerAdapter> handlers;

    @Configuration(proxyBeanMethods = false)
    @EnableWebFlux
    @ComponentScan("io.ledgerline.query")
    static class Wiring {

        private static final List<LogicalTypes> EVENTS = List.of(
                LogicalTypes.of("order", OrderEvent.class),
                LogicalTypes.of("payment", PaymentEvent.class),
                LogicalTypes.of("catalog", CatalogEvent.class));

        @Bean(destroyMethod = "close")
        EmbeddedPostgres postgres() throws IOException {
            return EmbeddedPostgres.start();
        }

        @Bean
        DataSource readDataSource(EmbeddedPostgres postgres) {
            PGSimpleDataSource dataSource = new PGSimpleDataSource();
            dataSource.setPortNumbers(new int[] {postgres.getPort()});
            dataSource.setUser("postgres");
            dataSource.setDatabaseName("postgres");
            dataSource.setCurrentSchema("read");
            dataSource.setReWriteBatchedInserts(true);
            Flyway.configure()
                    .dataSource(dataSource)
                    .defaultSchema("read")
                    .locations("classpath:db/read")
                    .load()
                    .migrate();
            return dataSource;
        }

        @Bean
        TransactionManager transactions(DataSource readDataSource) {
            return new SpringTransactionManager(new JdbcTransactionManager(readDataSource));
        }

        @Bean(destroyMethod = "dispose")
        ConnectionPool readConnectionFactory(EmbeddedPostgres postgres, DataSource migrated) {
            ConnectionFactory connections = new PostgresqlConnectionFactory(PostgresqlConnectionConfiguration.builder()
                    .host("localhost")
                    .port(postgres.getPort())
                    .username("postgres")
                    .database("postgres")
                    .schema("read")
                    .build());
            return new ConnectionPool(
                    ConnectionPoolConfiguration.builder(connections).maxSize(4).build());
        }

        @Bean
        SimpleQueryBus queryBus() {
            return SimpleQueryBus.builder().build();
        }

        @Bean
        QueryUpdateEmitter updates(QueryBus bus) {
            return bus.queryUpdateEmitter();
        }

        @Bean
        QueryGateway queries(QueryBus bus) {
            return DefaultQueryGateway.builder().queryBus(bus).build();
        }

        @Bean
        OtherNode otherNode() {
            return new OtherNode();
        }

        @Bean
        CustomerKeys customerKeys() {
            return new TestKeys();
        }

        /** Stored as it is in the log: JSON under logical names. */
        @Bean
        Serializer eventSerializer() {
            return new NamedJson(EVENTS.toArray(LogicalTypes[]::new));
        }

        @Bean
        Revisions revisions() {
            return new Revisions(EVENTS, List.of(OrderUpcasters.ALL, PaymentUpcasters.ALL, CatalogUpcasters.ALL));
        }

        /** Nothing ever happened, for those who don't bring a log of their own. */
        @Bean
        EventStore eventStore() {
            return EmbeddedEventStore.builder()
                    .storageEngine(new InMemoryEventStorageEngine())
                    .build();
        }

        @Bean
        Problems problems() {
            return new Problems();
        }

        /** Whoever has logged in, as the program's front would say it. */
        @Bean
        WebFluxConfigurer callers() {
            return new WebFluxConfigurer() {

                @Override
                public void configureArgumentResolvers(ArgumentResolverConfigurer configurer) {
                    configurer.addCustomResolver(new CallerArgument());
                }
            };
        }
    }

    private ReadSide() {
        System.setProperty("ledgerline.query.heartbeat", "PT0.1S");
        context = new AnnotationConfigApplicationContext(Wiring.class);
        Runtime.getRuntime().addShutdownHook(new Thread(context::close));
        jdbc = new JdbcTemplate(context.getBean(DataSource.class));
        transactions = context.getBean(TransactionManager.class);
        projections = List.copyOf(
                context.getBeansWithAnnotation(ProcessingGroup.class).values());
        handlers = handlers(projections);
        context.getBeansOfType(Object.class).forEach((name, bean) -> {
            if (name.endsWith("Queries")) {
                new AnnotationQueryHandlerAdapter<>(bean).subscribe(context.getBean(QueryBus.class));
            }
        });
    }

    /** Empty, with all keys forgotten, and nothing remembered. */
    public static ReadSide empty() {
        SHARED.jdbc.execute(
                "truncate orders, products, stock, payments, orders_history, products_history, stock_history, payments_history, audit, processor_token, dead_letter, view_rebuild restart identity");
        SHARED.keys().forgetAll();
        SHARED.bean(OtherNode.class).wasNotHeard();
        return SHARED;
    }

    public <T> T bean(Class<T> type) {
        return context.getBean(type);
    }

    public TestKeys keys() {
        return context.getBean(TestKeys.class);
    }

    public JdbcTemplate jdbc() {
        return jdbc;
    }

    public WebTestClient client() {
        return WebTestClient.bindToApplicationContext(context)
                .configureClient()
                .responseTimeout(Duration.ofSeconds(30))
                .build();
    }

    public OtherNode otherNode() {
        return bean(OtherNode.class);
    }

    public int followers() {
        return bean(QueryUpdateEmitter.class).activeSubscriptions().size();
    }

    /** The beans whose handlers make a view. */
    public List<Object> projections() {
        return projections;
    }

    public void project(DomainEventMessage<?>... batch) {
        project(List.of(batch));
    }

    /** As a processor does it: one batch is one unit of work and one transaction. */
    public void project(List<? extends DomainEventMessage<?>> batch) {
        handle(handlers, batch);
    }

    /** As another node does it: nobody here is told. */
    public void projectElsewhere(List<? extends DomainEventMessage<?>> batch) {
        Filling filled = new Filling(bean(DataSource.class), 0);
        filled.end();
        handle(
                handlers(projections.stream()
                        .map(bean -> ((View) bean).into(filled))
                        .toList()),
                batch);
    }

    /** Axon looks through all of their methods for it, which takes longer than most batches. */
    private static List<AnnotationEventHandlerAdapter> handlers(List<?> projections) {
        return projections.stream().map(AnnotationEventHandlerAdapter::new).toList();
    }

    private void handle(List<AnnotationEventHandlerAdapter> handlers, List<? extends DomainEventMessage<?>> batch) {
        BatchingUnitOfWork<DomainEventMessage<?>> unit = new BatchingUnitOfWork<>(new ArrayList<>(batch));
        unit.attachTransaction(transactions);
        var result = unit.executeWithResult(() -> {
            for (AnnotationEventHandlerAdapter handler : handlers) {
                if (handler.canHandle(unit.getMessage())) {
                    handler.handle(unit.getMessage());
                }
            }
            return null;
        });
        if (result.isExceptional()) {
            throw new IllegalStateException("the batch was rolled back", result.exceptionResult());
        }
    }

    /** Forgets all rows, as a reset of the processors does. */
    public void reset() {
        transactions.executeInTransaction(() -> handlers.forEach(handler -> handler.prepareReset(null)));
    }
}
