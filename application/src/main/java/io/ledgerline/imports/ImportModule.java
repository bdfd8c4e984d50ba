package io.ledgerline.imports;

import io.ledgerline.database.DatabaseProperties;
import io.ledgerline.roles.Role;
import io.ledgerline.roles.Roles;
import java.nio.file.Path;
import java.time.Clock;
import javax.sql.DataSource;
import org.axonframework.commandhandling.gateway.CommandGateway;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** Wires the import. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(ImportProperties.class)
class ImportModule {

    /** Beside uploads, somebody may look at progress and rejections. */
    private static final int THREADS_FOR_READERS = 4;

    private static final int MOST_WAITING_TASKS = 10_000;

    @Bean
    Scheduler importScheduler(ImportProperties settings) {
        return Schedulers.newBoundedElastic(settings.maxUploads() + THREADS_FOR_READERS, MOST_WAITING_TASKS, "import");
    }

    @Bean
    StagedFiles stagedFiles(
            @Qualifier("writeDataSource") DataSource dataSource,
            @Qualifier("writeTransactionManager") PlatformTransactionManager transactions) {
        return new StagedFiles(dataSource, new TransactionTemplate(transactions));
    }

    @Bean
    Imports imports(
            @Qualifier("writeDataSource") DataSource dataSource,
            @Qualifier("writeTransactionManager") PlatformTransactionManager transactions) {
        return new Imports(dataSource, new TransactionTemplate(transactions));
    }

    @Bean
    CreditNotes creditNotes(
            Imports imports,
            @Qualifier("writeDataSource") DataSource dataSource,
            @Qualifier("writeTransactionManager") PlatformTransactionManager transactions) {
        return new CreditNotes(dataSource, new TransactionTemplate(transactions), imports);
    }

    @Bean
    ImportWorker importWorker(
            Imports imports,
            CreditNotes creditNotes,
            StagedFiles files,
            CommandGateway gateway,
            ImportProperties settings,
            Clock clock,
            Roles roles) {
        return new ImportWorker(
                imports,
                creditNotes,
                files,
                new ImportCommands(gateway, settings.commandTimeout()),
                settings,
                clock,
                roles.include(Role.PROCESS));
    }

    @Bean
    Uploads uploads(
            Imports imports,
            StagedFiles files,
            ImportWorker worker,
            ImportProperties settings,
            Clock clock,
            DatabaseProperties database,
            @Qualifier("importScheduler") Scheduler scheduler,
            @Qualifier("writeTransactionManager") PlatformTransactionManager transactions) {
        return new Uploads(
                imports,
                files,
                new TransactionTemplate(transactions),
                worker,
                scheduler,
                directory(database),
                settings,
                clock);
    }

    @Bean
    LiveProgress liveProgress(Imports imports, @Qualifier("importScheduler") Scheduler scheduler) {
        return new LiveProgress(imports, scheduler);
    }

    @Bean
    Rejections rejections(Imports imports, @Qualifier("importScheduler") Scheduler scheduler) {
        return new Rejections(imports, scheduler);
    }

    /** With a database elsewhere there may be no data directory. */
    private static Path directory(DatabaseProperties database) {
        return database.isEmbedded()
                ? database.dataDirectory().resolve("tmp")
                : Path.of(System.getProperty("java.io.tmpdir"));
    }
}
