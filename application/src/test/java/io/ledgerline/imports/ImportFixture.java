package io.ledgerline.imports;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.awaitility.Awaitility;
import org.springframework.core.io.ByteArrayResource;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.util.unit.DataSize;
import reactor.core.publisher.Flux;
import reactor.core.scheduler.Scheduler;
import reactor.core.scheduler.Schedulers;

/** The import on a real database, in front of a log that records; workers come and go as nodes do. */
final class ImportFixture implements AutoCloseable {

    static final Sender ADA = new Sender("ada", "request-1");

    static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    static final String HEADER = "InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n";

    final ExecutorService threads = Executors.newFixedThreadPool(8);
    final RecordingGateway gateway = new RecordingGateway(threads);
    final Scheduler scheduler = Schedulers.newBoundedElastic(8, 1000, "import-test");
    final Clock clock = Clock.fixed(NOW, ZoneOffset.UTC);
    final StagedFiles files = new StagedFiles(Database.dataSource(), Database.transaction());
    final Imports imports = new Imports(Database.dataSource(), Database.transaction());
    final CreditNotes creditNotes = new CreditNotes(Database.dataSource(), Database.transaction(), imports);
    final ImportProperties settings;
    final Uploads uploads;
    private final List<ImportWorker> workers = new ArrayList<>();

    ImportFixture(Path directory, int batchSize) {
        this(directory, batchSize, Duration.ofHours(1));
    }

    ImportFixture(Path directory, int batchSize, Duration giveUpAfter) {
        Database.clear();
        settings = new ImportProperties(
                DataSize.ofMegabytes(8),
                2,
                4,
                batchSize,
                Duration.ofMillis(400),
                Duration.ofMillis(50),
                Duration.ofSeconds(10),
                giveUpAfter);
        uploads = new Uploads(imports, files, Database.transaction(), worker(), scheduler, directory, settings, clock);
    }

    ImportWorker worker() {
        ImportWorker worker = new ImportWorker(
                imports,
                creditNotes,
                files,
                new ImportCommands(gateway, settings.commandTimeout()),
                settings,
                clock,
                true);
        workers.add(worker);
        return worker;
    }

    ImportProgress upload(String csv) {
        return uploads.receive(body(csv), ADA).block(Duration.ofSeconds(20));
    }

    ImportProgress upload(Path file) {
        Flux<DataBuffer> body = DataBufferUtils.read(file, DefaultDataBufferFactory.sharedInstance, 8192);
        return uploads.receive(body, ADA).block(Duration.ofSeconds(60));
    }

    /** In small pieces, as it comes over a network. */
    static Flux<DataBuffer> body(String csv) {
        return DataBufferUtils.read(
                new ByteArrayResource(csv.getBytes(StandardCharsets.UTF_8)),
                DefaultDataBufferFactory.sharedInstance,
                100);
    }

    ImportProgress awaitEnd(String id) {
        return Awaitility.await()
                .atMost(Duration.ofSeconds(60))
                .until(() -> imports.find(id).orElseThrow(), ImportProgress::isOver);
    }

    String rejections(String id) throws IOException {
        return new Rejections(imports, scheduler)
                .of(id)
                .map(bytes -> new String(bytes, StandardCharsets.UTF_8))
                .collectList()
                .map(parts -> String.join("", parts))
                .block(Duration.ofSeconds(20));
    }

    @Override
    public void close() {
        workers.forEach(ImportWorker::stop);
        scheduler.dispose();
        threads.shutdownNow();
    }
}
