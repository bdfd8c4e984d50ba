package io.ledgerline.http;

import io.ledgerline.kernel.process.Alarms;
import io.ledgerline.roles.Role;
import io.ledgerline.roles.Roles;
import java.time.Clock;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.axonframework.common.AxonThreadFactory;
import org.axonframework.serialization.Serializer;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.ApplicationListener;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.json.JsonMapper;

/** Where commands are kept that are carried out later, or that someone may want to look at. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(LaterProperties.class)
class Later {

    private static final int THREADS = 2;
    private static final int QUEUE = 1_000;

    @Bean(destroyMethod = "shutdown")
    ExecutorService laterExecutor() {
        return new ThreadPoolExecutor(
                THREADS,
                THREADS,
                0,
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(QUEUE),
                new AxonThreadFactory("accepting-commands"));
    }

    @Bean
    StoredCommands storedCommands(
            @Qualifier("writeJdbcClient") JdbcClient database,
            @Qualifier("messageSerializer") Serializer serializer,
            JsonMapper json) {
        return new StoredCommands(database, new SubmissionJson(serializer), json);
    }

    @Bean
    CommandWorker commandWorker(
            StoredCommands commands, CommandSender sender, LaterProperties properties, Roles roles) {
        return new CommandWorker(commands, sender, properties, roles.include(Role.COMMAND));
    }

    @Bean
    LaterCommands laterCommands(
            StoredCommands commands,
            CommandWorker worker,
            LaterProperties properties,
            @Qualifier("laterExecutor") ExecutorService executor) {
        return new LaterCommands(commands, worker, properties.log(), executor);
    }

    @Bean
    Sweep oldCommands(StoredCommands commands, LaterProperties properties, Clock clock) {
        return new Sweep(Sweep.COMMANDS, most -> commands.forget(properties.retention(), most), clock);
    }

    @Bean
    ApplicationListener<ApplicationReadyEvent> sweepsOldCommands(Alarms alarms, Clock clock) {
        return ready -> alarms.set(Sweep.COMMANDS, "all", clock.instant(), new Sweep.Nothing());
    }
}
