package io.ledgerline.imports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.ledgerline.kernel.Rejection;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvFileTests {

    private record Row(int line, List<String> columns) {}

    @Test
    void rows_come_with_the_line_on_which_they_begin() throws IOException {
        assertThat(rows("a,b\n1,2\n\n\"x\ny\",\"say \"\"hi\"\"\"\n3,4"))
                .containsExactly(
                        new Row(2, List.of("1", "2")),
                        new Row(4, List.of("x\ny", "say \"hi\"")),
                        new Row(6, List.of("3", "4")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"a,b\r\n1,2\r\n", "\uFEFFa,b\n1,2", "\uFEFF\"a\",\"b\"\n1,2\n\n\n", " a , b \n1,2"})
    void line_ends_byte_order_marks_and_spaces_in_the_header_make_no_difference(String text) throws IOException {
        assertThat(rows(text)).containsExactly(new Row(2, List.of("1", "2")));
    }

    @Test
    void rows_of_another_length_are_passed_on() throws IOException {
        assertThat(rows("a,b\n1\n1,2,3\n \n"))
                .containsExactly(
                        new Row(2, List.of("1")), new Row(3, List.of("1", "2", "3")), new Row(4, List.of(" ")));
    }

    @Test
    void a_file_may_have_no_rows() throws IOException {
        assertThat(rows("a,b\n")).isEmpty();
    }

    @Test
    void an_empty_file_is_malformed() {
        assertUnreadable("", "malformed_csv", 1);
        assertUnreadable("\n\n", "malformed_csv", 1);
    }

    @Test
    void another_header_is_malformed() {
        assertUnreadable("a,c\n1,2", "malformed_csv", 1);
        assertUnreadable("a;b\n1;2", "malformed_csv", 1);
        assertUnreadable("1,2\n1,2", "malformed_csv", 1);
    }

    @Test
    void a_quote_that_is_never_closed_is_malformed_where_its_row_begins() {
        assertUnreadable("a,b\n1,2\n3,\"4\n5,6\n7,8", "malformed_csv", 3);
        assertUnreadable("a,b\n1,2\n3,\"4\n" + "5,6\n".repeat(100_000), "malformed_csv", 3);
    }

    @Test
    void text_after_a_closed_quote_is_malformed() {
        assertUnreadable("a,b\n1,2\n3,\"4\"5\n", "malformed_csv", 3);
    }

    @Test
    void a_row_of_absurd_length_is_malformed() {
        assertUnreadable("a,b\n1,2\n" + "x".repeat(1_000_000), "malformed_csv", 3);
        assertUnreadable("a,b\n1,2\n" + ",".repeat(1_000_000), "malformed_csv", 3);
    }

    @Test
    void nul_bytes_are_malformed() {
        assertUnreadable("a,b\n1,2\n3,\0\n", "malformed_csv", 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ISO-8859-1", "windows-1252"})
    void another_encoding_is_refused_with_the_line(String charset) {
        byte[] bytes = ("a,b\n1,2\n" + "3,4\n".repeat(10_000) + "caf\u00e9,5\n").getBytes(Charset.forName(charset));

        assertUnreadable(bytes, "unsupported_encoding", 10_003);
    }

    @Test
    void utf_16_is_refused() {
        assertUnreadable("a,b\n1,2".getBytes(StandardCharsets.UTF_16), "unsupported_encoding", 1);
    }

    @Test
    void a_character_that_is_cut_off_at_the_end_is_refused() {
        byte[] whole = "a,b\n1,caf\u00e9".getBytes(StandardCharsets.UTF_8);

        assertUnreadable(Arrays.copyOf(whole, whole.length - 1), "unsupported_encoding", 2);
    }

    @Test
    void characters_beyond_the_basic_plane_are_read() throws IOException {
        assertThat(rows("a,b\n\u00e9\u20ac,\uD83D\uDE00"))
                .containsExactly(new Row(2, List.of("\u00e9\u20ac", "\uD83D\uDE00")));
    }

    private static void assertUnreadable(String text, String code, long line) {
        assertUnreadable(text.getBytes(StandardCharsets.UTF_8), code, line);
    }

    private static void assertUnreadable(byte[] bytes, String code, long line) {
        assertThatThrownBy(() -> rows(bytes)).isInstanceOfSatisfying(UnreadableFile.class, unreadable -> {
            assertThat(unreadable.code()).isEqualTo(code);
            assertThat(unreadable.line()).isEqualTo(line);
            assertThat(unreadable.kind()).isEqualTo(Rejection.Kind.UNREADABLE);
            assertThat(unreadable.details()).containsEntry("line", line);
        });
    }

    private static List<Row> rows(String text) throws IOException {
        return rows(text.getBytes(StandardCharsets.UTF_8));
    }

    private static List<Row> rows(byte[] bytes) throws IOException {
        List<Row> rows = new ArrayList<>();
        int count = new CsvFile(() -> new ByteArrayInputStream(bytes), List.of("a", "b"))
                .forEachRow((line, columns) -> rows.add(new Row(line, columns)));
        assertThat(count).isEqualTo(rows.size());
        return rows;
    }
}
