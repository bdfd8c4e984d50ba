package io.ledgerline.imports;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.Iterator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A CSV file (RFC 4180) in UTF-8 with a known header. Holds one row at a time in memory. */
final class CsvFile {

    /** Where the bytes come from; each call starts at the beginning again. */
    interface Content {
        InputStream open() throws IOException;
    }

    interface RowReader {
        /** @param line on which the row begins */
        void row(int line, List<String> columns) throws IOException;
    }

    /** So that no unclosed quote, and no attacker, can fill the memory. */
    private static final int LONGEST_FIELD = 64 * 1024;

    private static final int LONGEST_ROW = 256 * 1024;
    private static final int MOST_FIELDS = 1024;
    private static final char BYTE_ORDER_MARK = '\uFEFF';
    private static final Pattern LINE = Pattern.compile("line (\\d+)");

    private final Content content;
    private final List<String> header;

    CsvFile(Content content, List<String> header) {
        this.content = content;
        this.header = header;
    }

    /**
     * Empty lines are no rows. A row with another number of columns than the header is passed on as it is.
     *
     * @return how many rows there are
     * @throws UnreadableFile at the first line that can't be read
     */
    int forEachRow(RowReader reader) throws IOException {
        long line = 1;
        try (CsvReader<CsvRecord> csv = open()) {
            Iterator<CsvRecord> records = csv.iterator();
            if (!records.hasNext()) {
                throw UnreadableFile.malformed(1, "the file is empty");
            }
            checkHeader(records.next());
            int rows = 0;
            while (records.hasNext()) {
                CsvRecord row = records.next();
                line = row.getStartingLineNumber();
                List<String> columns = row.getFields();
                checkText(line, columns);
                reader.row(Math.toIntExact(line), columns);
                rows++;
            }
            return rows;
        } catch (CsvParseException | UncheckedIOException e) {
            throw unreadable(line, e);
        } catch (CharacterCodingException e) {
            throw UnreadableFile.notUtf8(firstUndecodableLine());
        }
    }

    private CsvReader<CsvRecord> open() throws IOException {
        return CsvReader.builder()
                .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                .allowUnclosedQuote(false)
                .build(
                        CsvRecordHandler.builder()
                                .maxFields(MOST_FIELDS)
                                .maxFieldSize(LONGEST_FIELD)
                                .maxRecordSize(LONGEST_ROW)
                                .build(),
                        text());
    }

    private Reader text() throws IOException {
        BufferedReader text = new BufferedReader(new InputStreamReader(content.open(), strictDecoder()), 64 * 1024);
        text.mark(1);
        if (text.read() != BYTE_ORDER_MARK) {
            text.reset();
        }
        return text;
    }

    private static CharsetDecoder strictDecoder() {
        return StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
    }

    private void checkHeader(CsvRecord first) {
        List<String> columns = first.getFields().stream().map(String::strip).toList();
        if (!columns.equals(header)) {
            throw UnreadableFile.malformed(
                    first.getStartingLineNumber(), "the header must be " + String.join(",", header));
        }
    }

    private static void checkText(long line, List<String> columns) {
        for (String column : columns) {
            if (column.indexOf('\0') >= 0) {
                throw UnreadableFile.malformed(line, "it has a NUL character");
            }
        }
    }

    private RuntimeException unreadable(long lastLine, RuntimeException failure) throws IOException {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof CharacterCodingException) {
                return UnreadableFile.notUtf8(firstUndecodableLine());
            }
            if (cause instanceof IOException io) {
                throw io;
            }
        }
        return UnreadableFile.malformed(
                lineNamedBy(failure, lastLine), "quotes are unbalanced, or a column or row is too long");
    }

    /** The parser tells the line where the broken record begins in its message only. */
    private static long lineNamedBy(RuntimeException failure, long lastLine) {
        Matcher line = LINE.matcher(String.valueOf(failure.getMessage()));
        return line.find() ? Long.parseLong(line.group(1)) : lastLine + 1;
    }

    /** The decoder doesn't tell where it stopped. No byte of a longer UTF-8 sequence looks like a line feed. */
    private long firstUndecodableLine() throws IOException {
        long line = 1;
        CharsetDecoder decoder = strictDecoder();
        try (InputStream bytes = content.open()) {
            Utf8Sequence sequence = new Utf8Sequence(decoder);
            for (int next = bytes.read(); next >= 0; next = bytes.read()) {
                if (!sequence.accepts((byte) next)) {
                    return line;
                }
                if (next == '\n') {
                    line++;
                }
            }
        }
        return line;
    }

    /** At most four bytes that have not become a character yet. */
    private static final class Utf8Sequence {

        private final CharsetDecoder decoder;
        private final ByteBuffer pending = ByteBuffer.allocate(4);
        private final CharBuffer characters = CharBuffer.allocate(2);

        private Utf8Sequence(CharsetDecoder decoder) {
            this.decoder = decoder;
        }

        boolean accepts(byte next) {
            pending.put(next).flip();
            boolean wellFormed =
                    !decoder.decode(pending, characters.clear(), false).isError();
            pending.compact();
            return wellFormed;
        }
    }
}
