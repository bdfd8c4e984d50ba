package io.ledgerline.seals;

import io.ledgerline.eventstore.LogStorage;
import java.time.Clock;
import org.axonframework.axonserver.connector.AxonServerConnectionManager;
import org.axonframework.eventsourcing.eventstore.EventStorageEngine;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.autoconfigure.condition.ConditionalOnProperty;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(SealProperties.class)
class SealsModule {

    /** Axon knows the storage as its engine; that it is one that knows its horizon is checked at the start. */
    @Bean
    @ConditionalOnProperty(name = "ledgerline.event-store", havingValue = "postgres", matchIfMissing = true)
    SealableLog postgresLog(@Qualifier("writeJdbcClient") JdbcClient jdbc, EventStorageEngine engine) {
        return new PostgresLog(jdbc, (LogStorage) engine);
    }

    @Bean
    @ConditionalOnProperty(name = "ledgerline.event-store", havingValue = "axon-server")
    SealableLog axonServerLog(AxonServerConnectionManager connections) {
        return new AxonServerLog(connections);
    }

    @Bean
    Seals seals(
            @Qualifier("writeJdbcClient") JdbcClient jdbc,
            @Qualifier("writeTransactionManager") PlatformTransactionManager transactions) {
        return new Seals(jdbc, new TransactionTemplate(transactions));
    }

    @Bean
    Sealer sealer(SealableLog log, Seals seals, Clock clock) {
        return new Sealer(log, seals, clock);
    }

    @Bean
    SealingLoop sealingLoop(Sealer sealer, SealProperties properties) {
        return new SealingLoop(sealer, properties.interval());
    }
}
