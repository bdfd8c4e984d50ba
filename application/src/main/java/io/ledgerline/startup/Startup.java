package io.ledgerline.startup;

import io.ledgerline.database.DatabaseAccess;
import io.ledgerline.database.DatabaseProperties;
import io.ledgerline.eventstore.EventStoreProperties;
import io.ledgerline.nodes.NodeId;
import io.ledgerline.processing.ProcessorProperties;
import io.r2dbc.spi.ConnectionFactory;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import org.axonframework.commandhandling.CommandBus;
import org.axonframework.common.jdbc.ConnectionProvider;
import org.axonframework.common.transaction.TransactionManager;
import org.axonframework.config.EventProcessingConfiguration;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.axonframework.queryhandling.QueryBus;
import org.axonframework.serialization.Serializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;

@Configuration(proxyBeanMethods = false)
class Startup {

    private static final Logger log = LoggerFactory.getLogger(Startup.class);

    /** Before anything is started: no processor has run and no request has been answered yet. */
    @Bean
    SmartInitializingSingleton wiringCheck(
            org.axonframework.config.Configuration axon,
            ListableBeanFactory beans,
            EventStoreProperties store,
            ProcessorProperties processors) {
        return () -> WiringCheck.verify(wiring(axon, beans, store, processors));
    }

    private static Wiring wiring(
            org.axonframework.config.Configuration axon,
            ListableBeanFactory beans,
            EventStoreProperties store,
            ProcessorProperties declared) {
        EventProcessingConfiguration processing = axon.eventProcessingConfiguration();
        Map<String, Serializer> serializers = new LinkedHashMap<>();
        serializers.put("serializer", axon.serializer());
        serializers.put("message serializer", axon.messageSerializer());
        serializers.put("event serializer", axon.eventSerializer());
        Map<String, Wiring.Processor> processors = new LinkedHashMap<>();
        processing
                .eventProcessors()
                .forEach((name, processor) -> processors.put(
                        name,
                        new Wiring.Processor(
                                processor,
                                declared.processors().containsKey(name),
                                declared.processors().containsKey(name)
                                        && declared.processors().get(name).deadLetters(),
                                processing.transactionManager(name),
                                processing.tokenStore(name),
                                processing.deadLetterQueue(name).orElse(null))));
        return new Wiring(
                store.eventStore(),
                axon.eventStore(),
                beans.getBeanProvider(EventStorageEngine.class).getIfAvailable(),
                beans.getBeanProvider(TransactionManager.class).getIfAvailable(),
                beans.getBeanProvider(ConnectionProvider.class).getIfAvailable(),
                processing.sagaStore(),
                serializers,
                axon.getComponent(CommandBus.class),
                beans.containsBean("commandExecutor") ? beans.getBean("commandExecutor", ExecutorService.class) : null,
                axon.getComponent(QueryBus.class),
                beans.getBean("readConnectionFactory", ConnectionFactory.class),
                processors);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> addresses(
            Environment environment,
            DatabaseAccess databases,
            DatabaseProperties properties,
            EventStoreProperties store,
            NodeId node) {
        return ready -> {
            int port = ((WebServerApplicationContext) ready.getApplicationContext())
                    .getWebServer()
                    .getPort();
            String address = "http://%s:%d".formatted(environment.getProperty("server.address", "127.0.0.1"), port);
            log.info("Ledgerline is ready at {}", address);
            log.info("API documentation     {}/swagger-ui.html", address);
            log.info("Event store           {}", describe(store, databases, environment));
            log.info(
                    "Data                  {}",
                    properties.isEmbedded()
                            ? "embedded PostgreSQL in "
                                    + properties
                                            .dataDirectory()
                                            .toAbsolutePath()
                                            .normalize()
                            : databases);
            log.info("Node                  {}", node.value());
        };
    }

    private static String describe(EventStoreProperties store, DatabaseAccess databases, Environment environment) {
        return switch (store.eventStore()) {
            case POSTGRES -> "PostgreSQL, " + databases.write().url();
            case AXON_SERVER -> "Axon Server, " + environment.getProperty("axon.axonserver.servers", "localhost");
        };
    }
}
