package io.ledgerline.imports;

import org.springframework.http.HttpStatus;
import org.springframework.web.server.ResponseStatusException;

/**
 * The upload as a whole can't be read: {@code 400}. Its problem has the members {@code code} and {@code line}, where
 * reading ended.
 */
final class UnreadableFile extends ResponseStatusException {

    private final String code;
    private final long line;

    private UnreadableFile(String code, long line, String what) {
        super(HttpStatus.BAD_REQUEST, "Line %d: %s. Nothing was imported.".formatted(line, what));
        this.code = code;
        this.line = line;
        getBody().setProperty("code", code);
        getBody().setProperty("line", line);
    }

    static UnreadableFile malformed(long line, String what) {
        return new UnreadableFile("malformed_csv", line, what);
    }

    static UnreadableFile notUtf8(long line) {
        return new UnreadableFile("unsupported_encoding", line, "not UTF-8");
    }

    String code() {
        return code;
    }

    long line() {
        return line;
    }
}
