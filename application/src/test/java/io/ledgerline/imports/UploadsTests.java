package io.ledgerline.imports;

import static io.ledgerline.imports.ImportFixture.HEADER;
import static io.ledgerline.imports.ImportFixture.body;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.core.io.buffer.DataBuffer;
import org.springframework.core.io.buffer.DefaultDataBufferFactory;
import org.springframework.web.server.ContentTooLargeException;
import reactor.core.Disposable;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

class UploadsTests {

    private static final String ROW = "536365,22745,POPPY,6,2010-12-01 08:26:00,2.10,17850.0,France\n";

    @TempDir
    Path directory;

    private ImportFixture given;

    @BeforeEach
    void open() {
        given = new ImportFixture(directory, 100);
    }

    @AfterEach
    void close() {
        given.close();
    }

    @Test
    void all_rows_are_stored_before_the_import_is_begun() {
        ImportProgress begun = given.upload(HEADER + ROW.repeat(25_000));

        assertThat(begun.status()).isEqualTo(ImportProgress.Status.RUNNING);
        assertThat(begun.id()).matches("[0-9a-f]{32}");
        assertThat(begun.rowsTotal()).isEqualTo(25_000);
        assertThat(begun.rowsRead()).isZero();
        assertThat(begun.startedAt()).isEqualTo(ImportFixture.NOW);
        assertThat(Database.count("import_line")).isEqualTo(25_000);
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void the_same_content_again_is_the_same_import() {
        ImportProgress first = given.upload(HEADER + ROW);
        ImportProgress second = given.upload(HEADER + ROW);

        assertThat(second).isEqualTo(first);
        assertThat(Database.count("import")).isEqualTo(1);
        assertThat(Database.count("import_line")).isEqualTo(1);
    }

    @Test
    void the_same_content_twice_at_once_is_one_import() {
        String csv = HEADER + ROW.repeat(3_000);
        List<ImportProgress> both = Mono.zip(
                        given.uploads.receive(body(csv), new Sender("ada", "a")),
                        given.uploads.receive(body(csv), new Sender("bob", "b")),
                        List::of)
                .block(Duration.ofSeconds(20));

        assertThat(both).extracting(ImportProgress::id).containsOnly(both.get(0).id());
        assertThat(Database.count("import")).isEqualTo(1);
        assertThat(Database.count("import_file")).isEqualTo(1);
        assertThat(Database.count("import_line")).isEqualTo(3_000);
    }

    @Test
    void a_file_that_is_malformed_in_its_last_line_leaves_nothing() {
        assertThatThrownBy(() -> given.upload(HEADER + ROW.repeat(12_000) + "\"unclosed"))
                .isInstanceOfSatisfying(
                        UnreadableFile.class,
                        unreadable -> assertThat(unreadable.line()).isEqualTo(12_002));
        assertNothingIsLeft();
    }

    @Test
    void an_upload_that_breaks_off_leaves_nothing() {
        Flux<DataBuffer> broken =
                body(HEADER + ROW.repeat(1_000)).concatWith(Mono.error(new IOException("connection reset by peer")));

        assertThatThrownBy(
                        () -> given.uploads.receive(broken, ImportFixture.ADA).block(Duration.ofSeconds(20)))
                .hasRootCauseInstanceOf(IOException.class);
        assertNothingIsLeft();
    }

    @Test
    void an_upload_that_is_given_up_makes_room_for_another() {
        Flux<DataBuffer> slow = body(HEADER + ROW).concatWith(Flux.never());
        Disposable one = given.uploads.receive(slow, ImportFixture.ADA).subscribe();
        Disposable other = given.uploads.receive(slow, ImportFixture.ADA).subscribe();

        assertThatThrownBy(() -> given.upload(HEADER + ROW)).isInstanceOf(RejectedExecutionException.class);
        assertNothingIsLeft();
        one.dispose();
        other.dispose();
        Awaitility.await()
                .ignoreExceptionsInstanceOf(RejectedExecutionException.class)
                .untilAsserted(
                        () -> assertThat(given.upload(HEADER + ROW).rowsTotal()).isEqualTo(1));
    }

    @Test
    void a_file_that_is_too_large_leaves_nothing() {
        Flux<DataBuffer> endless = Flux.<DataBuffer>generate(
                sink -> sink.next(DefaultDataBufferFactory.sharedInstance.wrap(new byte[4096])));

        assertThatThrownBy(
                        () -> given.uploads.receive(endless, ImportFixture.ADA).block(Duration.ofSeconds(60)))
                .isInstanceOf(ContentTooLargeException.class);
        assertNothingIsLeft();
    }

    @Test
    void what_a_dead_upload_has_left_is_dropped_some_time_later() {
        given.upload(HEADER + ROW);
        long dead = Database.jdbc()
                .sql("insert into import_file (touched_at) values (now() - interval '1 day') returning id")
                .query(Long.class)
                .single();
        Database.jdbc()
                .sql("insert into import_line (file_id, line_number, columns, amount) values (?, 2, '{}', 0)")
                .param(dead)
                .update();
        Database.jdbc().sql("insert into import_file default values").update();
        Database.jdbc()
                .sql(
                        "update import_file set touched_at = now() - interval '1 day' where id in (select file_id from import)")
                .update();

        given.files.dropAbandoned();

        assertThat(Database.count("import_line")).isEqualTo(1);
        assertThat(Database.count("import_file")).isEqualTo(2);
    }

    @Test
    void whatever_stands_in_a_column_is_kept_as_it_is() throws IOException {
        String odd = "x,\"a\\b\",\"tab\there\",\"{\"\"x\"\",NULL}\",\\N,\\.,\"line\r\nbreak\",é€😀\n";
        String id = given.upload(HEADER + odd).id();
        given.worker().start();

        assertThat(given.awaitEnd(id).rowsRejected()).isEqualTo(1);
        assertThat(given.imports.rejectedAfter(id, 0, 10))
                .extracting(Imports.RejectedRow::columns)
                .containsExactly(
                        List.of("x", "a\\b", "tab\there", "{\"x\",NULL}", "\\N", "\\.", "line\r\nbreak", "é€😀"));
        assertThat(given.rejections(id)).contains("\"line\r\nbreak\",é€😀");
    }

    @Test
    void a_header_alone_is_an_import_of_nothing() {
        String id = given.upload(HEADER).id();
        given.worker().start();

        ImportProgress end = given.awaitEnd(id);
        assertThat(end.status()).isEqualTo(ImportProgress.Status.COMPLETED);
        assertThat(end.amounts().file().amount()).isEqualTo("0.00");
    }

    private void assertNothingIsLeft() {
        assertThat(Database.count("import")).isZero();
        assertThat(Database.count("import_file")).isZero();
        assertThat(Database.count("import_line")).isZero();
        assertThat(directory).isEmptyDirectory();
    }
}
