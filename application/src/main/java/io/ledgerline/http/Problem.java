package io.ledgerline.http;

import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.Refusal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;

/**
 * What went wrong, as a client is told (RFC 9457).
 *
 * @param code stable, in {@code snake_case}
 * @param detail for people: what is wrong, and what to do next
 * @param members further ones of the body, JSON values only
 * @param headers of the answer, beside the body's own
 */
record Problem(HttpStatus status, String code, String detail, Map<String, Object> members, HttpHeaders headers) {

    static final String INVALID_REQUEST = "invalid_request";
    static final String MALFORMED_REQUEST = "malformed_request";

    /**
     * @param field path of a member in the body, or name of a parameter or header
     */
    record FieldError(String field, String message) {}

    static Problem of(HttpStatus status, String code, String detail) {
        return new Problem(status, code, detail, Map.of(), HttpHeaders.EMPTY);
    }

    static Problem of(Refusal refusal) {
        HttpStatus status = switch (refusal.kind()) {
            case UNKNOWN -> HttpStatus.NOT_FOUND;
            case CONFLICT -> HttpStatus.CONFLICT;
            case OUTDATED -> HttpStatus.PRECONDITION_FAILED;
            case INVALID -> HttpStatus.UNPROCESSABLE_CONTENT;
            case UNREADABLE -> HttpStatus.BAD_REQUEST;
            case UNAUTHENTICATED -> HttpStatus.UNAUTHORIZED;
            case FORBIDDEN -> HttpStatus.FORBIDDEN;
            case LIMITED -> HttpStatus.TOO_MANY_REQUESTS;
            case BUSY -> HttpStatus.SERVICE_UNAVAILABLE;
            case BEHIND -> HttpStatus.GATEWAY_TIMEOUT;
        };
        return new Problem(status, refusal.code(), refusal.message(), refusal.details(), HttpHeaders.EMPTY);
    }

    static Problem of(InvalidValue invalid) {
        return invalid(List.of(new FieldError(invalid.field(), invalid.reason())));
    }

    /** The request can be read, but these fields are wrong. */
    static Problem invalid(List<FieldError> errors) {
        return new Problem(
                HttpStatus.UNPROCESSABLE_CONTENT,
                INVALID_REQUEST,
                "Some fields are not valid: correct them and ask again.",
                Map.of("errors", errors),
                HttpHeaders.EMPTY);
    }

    /** Nobody's fault but ours. */
    static Problem internal() {
        return of(
                HttpStatus.INTERNAL_SERVER_ERROR,
                "internal_error",
                "Something went wrong here; whoever runs this finds it in the log by the X-Request-Id.");
    }

    static Problem malformed(String detail) {
        return of(HttpStatus.BAD_REQUEST, MALFORMED_REQUEST, detail);
    }

    /** A status that has no more to tell. */
    static Problem of(HttpStatus status, HttpHeaders headers) {
        return switch (status) {
            case BAD_REQUEST -> malformed("The request can't be read.");
            case NOT_FOUND -> of(status, "not_found", "There is nothing at this address.");
            case SERVICE_UNAVAILABLE ->
                of(status, "overloaded", "There is more to do than can be done: ask again a little later.");
            case METHOD_NOT_ALLOWED ->
                of(status, "method_not_allowed", "This address doesn't take that method; see Allow.")
                        .with(headers);
            case NOT_ACCEPTABLE ->
                of(status, "not_acceptable", "The answer has none of the accepted media types.")
                        .with(headers);
            case CONTENT_TOO_LARGE -> of(status, "payload_too_large", "The body is too large.");
            case URI_TOO_LONG -> of(status, "uri_too_long", "The address is too long.");
            case REQUEST_HEADER_FIELDS_TOO_LARGE -> of(status, "headers_too_large", "The headers are too long.");
            case UNSUPPORTED_MEDIA_TYPE ->
                of(
                                status,
                                "unsupported_media_type",
                                "The body has a media type or an encoding that can't be read here.")
                        .with(headers);
            default ->
                of(status, status.name().toLowerCase(Locale.ROOT), status.getReasonPhrase() + ".")
                        .with(headers);
        };
    }

    Problem with(HttpHeaders headers) {
        return new Problem(status, code, detail, members, headers);
    }

    /** In the order in which people read it. */
    Map<String, Object> body(String instance) {
        Map<String, Object> body = new LinkedHashMap<>();
        body.put("type", "about:blank");
        body.put("title", status.getReasonPhrase());
        body.put("status", status.value());
        body.put("detail", detail);
        body.put("instance", instance);
        body.put("code", code);
        members.forEach(body::putIfAbsent);
        return body;
    }
}
