package io.ledgerline.imports;

import io.ledgerline.imports.StagedFiles.Staged;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DataBufferUtils;
import org.springframework.transaction.support.TransactionTemplate;
import org.springframework.web.server.ContentTooLargeException;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;
import reactor.core.scheduler.Scheduler;

/** Receives files and makes imports of them: either all of a file is stored, or nothing. */
final class Uploads {

    /** Enough of the hash to name a file by. */
    private static final int ID_LENGTH = 32;

    private final Imports imports;
    private final StagedFiles files;
    private final TransactionTemplate transaction;
    private final ImportWorker worker;
    private final Scheduler scheduler;
    private final Path directory;
    private final long maxFileSize;
    private final Semaphore free;
    private final Clock clock;

    Uploads(
            Imports imports,
            StagedFiles files,
            TransactionTemplate transaction,
            ImportWorker worker,
            Scheduler scheduler,
            Path directory,
            ImportProperties settings,
            Clock clock) {
        this.imports = imports;
        this.files = files;
        this.transaction = transaction;
        this.worker = worker;
        this.scheduler = scheduler;
        this.directory = directory;
        this.maxFileSize = settings.maxFileSize().toBytes();
        this.free = new Semaphore(settings.maxUploads());
        this.clock = clock;
    }

    /**
     * The import of this content, begun now or earlier. Fails with {@link UnreadableFile}, {@link RejectedExecutionException} (try again later) or
     * {@link ContentTooLargeException}. A body that breaks off, or a caller who cancels, leaves nothing behind.
     */
    Mono<ImportProgress> receive(Flux<DataBuffer> body, Sender sender) {
        return Mono.using(this::admit, admitted -> receiveAdmitted(body, sender), Semaphore::release);
    }

    private Semaphore admit() {
        if (!free.tryAcquire()) {
            throw new RejectedExecutionException("as many files are being received as may be");
        }
        return free;
    }

    private Mono<ImportProgress> receiveAdmitted(Flux<DataBuffer> body, Sender sender) {
        return Mono.usingWhen(
                Mono.fromCallable(() -> UploadedFile.in(directory, maxFileSize)).subscribeOn(scheduler),
                file -> body.publishOn(scheduler, 16)
                        .doOnDiscard(DataBuffer.class, DataBufferUtils::release)
                        .concatMap(bytes -> write(bytes, file), 0)
                        .then(Mono.fromFuture(() -> store(file, sender), true)),
                file -> Mono.fromRunnable(() -> close(file)).subscribeOn(scheduler));
    }

    private static Mono<Void> write(DataBuffer bytes, UploadedFile file) {
        try (DataBuffer.ByteBufferIterator parts = bytes.readableByteBuffers()) {
            while (parts.hasNext()) {
                if (!file.append(parts.next())) {
                    return Mono.error(new ContentTooLargeException(null));
                }
            }
            return Mono.empty();
        } catch (IOException e) {
            return Mono.error(e);
        } finally {
            DataBufferUtils.release(bytes);
        }
    }

    /**
     * Not interrupted when the caller goes away: an interrupt in the middle of a conversation with the database does
     * harm. The file is closed then, and storing it ends by itself.
     */
    private CompletableFuture<ImportProgress> store(UploadedFile file, Sender sender) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return stored(file, sender);
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                scheduler::schedule);
    }

    private ImportProgress stored(UploadedFile file, Sender sender) throws IOException {
        String sha256 = file.sha256();
        String id = sha256.substring(0, ID_LENGTH);
        if (imports.find(id).isPresent()) {
            imports.resume(id);
        } else {
            Instant now = clock.instant();
            Staged staged = files.stage(new CsvFile(file::content, OnlineRetail.HEADER), now);
            if (!begin(id, sha256, staged, now, sender)) {
                files.drop(staged.fileId());
            }
        }
        worker.wake();
        return imports.find(id).orElseThrow();
    }

    private boolean begin(String id, String sha256, Staged staged, Instant now, Sender sender) {
        return Boolean.TRUE.equals(transaction.execute(status -> {
            files.keep(staged.fileId());
            return imports.begin(id, sha256, staged, now, sender);
        }));
    }

    private static void close(UploadedFile file) {
        try {
            file.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
