package io.ledgerline.imports;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.web.ErrorResponseException;

/** As many files are being received as may be: {@code 503} with {@code Retry-After}. */
final class TooManyUploads extends ErrorResponseException {

    TooManyUploads() {
        super(HttpStatus.SERVICE_UNAVAILABLE, problem(), null);
        getHeaders().set(HttpHeaders.RETRY_AFTER, "5");
    }

    private static ProblemDetail problem() {
        ProblemDetail problem = ProblemDetail.forStatusAndDetail(
                HttpStatus.SERVICE_UNAVAILABLE, "Other files are being received: send it again later.");
        problem.setProperty("code", "too_many_uploads");
        return problem;
    }
}
