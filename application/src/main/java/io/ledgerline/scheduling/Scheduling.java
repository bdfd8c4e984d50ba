package io.ledgerline.scheduling;

import com.github.kagkarlsson.scheduler.Scheduler;
import com.github.kagkarlsson.scheduler.SchedulerBuilder;
import com.github.kagkarlsson.scheduler.SchedulerName;
import com.github.kagkarlsson.scheduler.event.SchedulerListener;
import com.github.kagkarlsson.scheduler.task.Task;
import io.ledgerline.kernel.process.Alarm;
import io.ledgerline.kernel.process.Alarms;
import io.ledgerline.nodes.NodeId;
import io.ledgerline.roles.Role;
import io.ledgerline.roles.Roles;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.context.SmartLifecycle;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.TransactionAwareDataSourceProxy;

@Configuration(proxyBeanMethods = false)
class Scheduling {

    private static final String TABLE = "alarms";

    /** The least that db-scheduler takes. */
    private static final int MISSED_HEARTBEATS = 4;

    private static final Duration SHUTDOWN = Duration.ofSeconds(10);

    @Bean
    Alarms alarms(
            ObjectProvider<Scheduler> scheduler,
            @Qualifier("writeDataSource") DataSource writeDataSource,
            Clock clock) {
        return new StoredAlarms(scheduler::getObject, new JdbcTemplate(writeDataSource), clock);
    }

    @Bean
    Scheduler scheduler(
            @Qualifier("writeDataSource") DataSource writeDataSource,
            List<Alarm<?>> alarms,
            SchedulingProperties properties,
            NodeId node,
            Clock clock,
            MeterRegistry meters) {
        return scheduler(writeDataSource, alarms, properties, node.value(), clock, new AlarmMetrics(meters));
    }

    /** What sets an alarm within a transaction sets it with that. */
    static Scheduler scheduler(
            DataSource writeDataSource,
            List<Alarm<?>> alarms,
            SchedulingProperties properties,
            String nodeId,
            Clock clock,
            SchedulerListener... listeners) {
        List<Task<?>> tasks = new ArrayList<>();
        AlarmTask.Failures failures = new AlarmFailures(JdbcClient.create(writeDataSource))::keep;
        alarms.forEach(alarm -> tasks.add(AlarmTask.of(alarm, failures)));
        SchedulerBuilder scheduler = Scheduler.create(new TransactionAwareDataSourceProxy(writeDataSource), tasks);
        for (SchedulerListener listener : listeners) {
            scheduler.addSchedulerListener(listener);
        }
        return scheduler
                .tableName(TABLE)
                .serializer(new AlarmData())
                .schedulerName(new SchedulerName.Fixed(nodeId))
                .clock(clock::instant)
                .threads(properties.threads())
                .pollingInterval(properties.pollInterval())
                .pollUsingLockAndFetch(0.5, 1.0)
                .heartbeatInterval(properties.heartbeat())
                .missedHeartbeatsLimit(MISSED_HEARTBEATS)
                .shutdownMaxWait(SHUTDOWN)
                .build();
    }

    @Bean
    PendingAlarms pendingAlarms(
            Scheduler scheduler,
            @Qualifier("writeDataSource") DataSource writeDataSource,
            List<Alarm<?>> alarms,
            Clock clock) {
        return new PendingAlarms(scheduler, JdbcClient.create(writeDataSource), alarms, clock);
    }

    /** Alarms can be set in any role; they ring where processes run. */
    @Bean
    SmartLifecycle schedulerLifecycle(Scheduler scheduler, Roles roles) {
        return new SchedulerLifecycle(scheduler, roles.include(Role.PROCESS));
    }
}
