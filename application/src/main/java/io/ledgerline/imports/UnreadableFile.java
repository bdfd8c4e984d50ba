package io.ledgerline.imports;

import io.ledgerline.kernel.Rejection;
import java.util.Map;

/** The upload as a whole can't be read. Its problem has the member {@code line}, where reading ended. */
final class UnreadableFile extends Rejection {

    private final long line;

    private UnreadableFile(String code, long line, String what) {
        super(Kind.UNREADABLE, code, "Line %d: %s. Nothing was imported.".formatted(line, what), Map.of("line", line));
        this.line = line;
    }

    static UnreadableFile malformed(long line, String what) {
        return new UnreadableFile("malformed_csv", line, what);
    }

    static UnreadableFile notUtf8(long line) {
        return new UnreadableFile("unsupported_encoding", line, "not UTF-8");
    }

    long line() {
        return line;
    }
}
