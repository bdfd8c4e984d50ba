package io.ledgerline.query;

import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.Rejection;
import java.util.List;
import java.util.Map;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;

/** Stands in for the application's one advice. */
@RestControllerAdvice
class Problems {

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> refused(Rejection rejection) {
        return problem(rejection.kind() == Rejection.Kind.BEHIND ? 504 : 404, Map.of("code", rejection.code()));
    }

    @ExceptionHandler
    ResponseEntity<Map<String, Object>> invalid(InvalidValue invalid) {
        var error = Map.of("field", invalid.field(), "message", invalid.reason());
        return problem(422, Map.of("code", "invalid_request", "errors", List.of(error)));
    }

    private static ResponseEntity<Map<String, Object>> problem(int status, Map<String, Object> body) {
        return ResponseEntity.status(status)
                .contentType(MediaType.APPLICATION_PROBLEM_JSON)
                .body(body);
    }
}
