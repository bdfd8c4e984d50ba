package io.ledgerline.http;

import io.ledgerline.kernel.process.Alarms;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.AxonThreadFactory;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Where answers to requests with an {@code Idempotency-Key} are kept. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(IdempotencyProperties.class)
class Idempotency {

    @Bean(destroyMethod = "shutdown")
    ExecutorService idempotencyExecutor(IdempotencyProperties properties) {
        return new ThreadPoolExecutor(
                properties.threads(),
                properties.threads(),
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(properties.queueCapacity()),
                new AxonThreadFactory("idempotency"));
    }

    @Bean
    StoredAnswers keptAnswers(
            @Qualifier("writeJdbcClient") JdbcClient database,
            JsonMapper json,
            IdempotencyProperties properties,
            Environment environment,
            @Qualifier("idempotencyExecutor") ExecutorService executor) {
        boolean logIsElsewhere = "axon-server".equals(environment.getProperty("ledgerline.event-store"));
        return new StoredAnswers(
                database, json, properties.retention(), logIsElsewhere, executor, properties.queueCapacity());
    }

    @Bean
    Sweep oldKeys(StoredAnswers answers, Clock clock) {
        return new Sweep(Sweep.KEYS, answers::forgetOld, clock);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> sweepsOldKeys(Alarms alarms, Clock clock) {
        return ready -> alarms.set(Sweep.KEYS, "all", clock.instant(), new Sweep.Nothing());
    }
}
