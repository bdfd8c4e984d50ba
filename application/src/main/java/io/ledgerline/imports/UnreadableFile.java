package io.ledgerline.imports;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** The upload as a whole can't be read: {@code 400} with the line where reading ended. */
final class UnreadableFile extends ErrorResponseException {

    private final String code;
    private final long line;

    private UnreadableFile(String code, long line, String what) {
        super(HttpStatus.BAD_REQUEST, problem(code, line, what), null);
        this.code = code;
        this.line = line;
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

    private static ProblemDetail problem(String code, long line, String what) {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.BAD_REQUEST, "Line %d: %s. Nothing was imported.".formatted(line, what));
        problem.setProperty("code", code);
        problem.setProperty("line", line);
        return problem;
    }
}
