package io.ledgerline.http;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.web.AccessRefused;
import io.ledgerline.kernel.web.RequestContext;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Clock;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.server.reactive.ServerHttpRequest;
import org.springframework.web.server.ServerWebExchange;
import org.springframework.web.server.WebFilter;
import org.springframework.web.server.WebFilterChain;
import reactor.core.publisher.Mono;

/** Reads what a request says in its headers into a {@link RequestContext}, once it is known who sent it. */
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
final class RequestContextFilter implements WebFilter {

    static final String REQUEST_ID = RequestIdFilter.REQUEST_ID;
    static final String REASON = "X-Reason";
    static final String EFFECTIVE_AT = "X-Effective-At";
    static final String IDEMPOTENCY_KEY = "Idempotency-Key";

    private static final Pattern KEY_FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");
    private static final int MAX_REASON = 500;
    /** Years beyond these fit no column and no calendar that anyone uses. */
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");

    private final Clock clock;
    private final CommandIds ids;

    RequestContextFilter(Clock clock, CommandIds ids) {
        this.clock = clock;
        this.ids = ids;
    }

    @Override
    public Mono<Void> filter(ServerWebExchange exchange, WebFilterChain chain) {
        try {
            exchange.getAttributes().put(RequestContext.ATTRIBUTE, context(exchange));
        } catch (InvalidValue | AccessRefused refused) {
            return Mono.error(refused);
        }
        return chain.filter(exchange);
    }

    private RequestContext context(ServerWebExchange exchange) {
        ServerHttpRequest request = exchange.getRequest();
        Caller caller = Caller.of(exchange);
        return new RequestContext(
                caller.name(),
                RequestIdFilter.of(exchange),
                ids.next(),
                reason(request),
                effectiveAt(request, caller),
                idempotencyKey(request),
                caller.onlyFor());
    }

    private static @Nullable String idempotencyKey(ServerHttpRequest request) {
        List<String> keys = request.getHeaders().getOrEmpty(IDEMPOTENCY_KEY);
        String key = keys.isEmpty() ? null : keys.get(0);
        if (keys.size() > 1 || key != null && !KEY_FORM.matcher(key).matches()) {
            throw new InvalidValue(IDEMPOTENCY_KEY, "must have from 1 to 255 visible ASCII characters");
        }
        return key;
    }

    private static @Nullable String reason(ServerHttpRequest request) {
        String header = request.getHeaders().getFirst(REASON);
        if (header == null || header.isBlank()) {
            return null;
        }
        String reason = decoded(header).strip();
        if (reason.length() > MAX_REASON) {
            throw new InvalidValue(REASON, "must have at most " + MAX_REASON + " characters");
        }
        if (reason.chars().anyMatch(Character::isISOControl)) {
            throw new InvalidValue(REASON, "must not contain control characters");
        }
        return reason;
    }

    /** Servers read headers as Latin 1, while clients write UTF-8; what isn't UTF-8 is taken as it came. */
    private static String decoded(String header) {
        try {
            return UTF_8.newDecoder()
                    .decode(ByteBuffer.wrap(header.getBytes(ISO_8859_1)))
                    .toString();
        } catch (CharacterCodingException notUtf8) {
            return header;
        }
    }

    private @Nullable Instant effectiveAt(ServerHttpRequest request, Caller caller) {
        String header = request.getHeaders().getFirst(EFFECTIVE_AT);
        if (header == null) {
            return null;
        }
        if (!caller.mayDateBack()) {
            throw new AccessRefused.Forbidden("Only an operator may date back: leave out " + EFFECTIVE_AT + ".");
        }
        try {
            Instant instant = DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(header, Instant::from);
            if (instant.isAfter(clock.instant())) {
                throw new InvalidValue(EFFECTIVE_AT, "must not be in the future");
            }
            if (instant.isBefore(EARLIEST)) {
                throw new InvalidValue(EFFECTIVE_AT, "must not be before " + EARLIEST);
            }
            return instant;
        } catch (DateTimeParseException e) {
            throw new InvalidValue(EFFECTIVE_AT, "must be an ISO-8601 instant, such as 2026-01-31T12:00:00Z");
        }
    }
}
