package io.ledgerline.administration;

import io.ledgerline.administration.Vitals.Signs;
import java.time.Clock;
import java.time.Duration;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.boot.health.contributor.ReactiveHealthIndicator;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** What {@code /actuator/health} and its groups tell. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(HealthProperties.class)
class HealthModule {

    /** One of its own: a database that doesn't answer must not take the administration's threads. */
    @Bean(destroyMethod = "dispose")
    Scheduler healthThread() {
        return Schedulers.newBoundedElastic(1, 1, "health");
    }

    @Bean
    LatestSigns latestSigns(
            @Qualifier("writeJdbcClient") JdbcClient write,
            @Qualifier("readJdbcClient") JdbcClient read,
            LogEnd log,
            RunningProcessors processors,
            Serializer serializer,
            HealthProperties properties,
            Clock clock,
            @Qualifier("healthThread") Scheduler thread) {
        Vitals vitals = new Vitals(
                write, read, log, processors, new StoredSegments(write, read, serializer), properties.maxLag(), clock);
        return new LatestSigns(vitals::take, thread, Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    @Bean
    ReactiveHealthIndicator storesHealthIndicator(LatestSigns latest) {
        return () -> latest.get().map(Signs::stores);
    }

    @Bean
    ReactiveHealthIndicator processorsHealthIndicator(LatestSigns latest) {
        return () -> latest.get().map(Signs::processors);
    }
}
