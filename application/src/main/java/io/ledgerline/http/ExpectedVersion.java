package io.ledgerline.http;

import io.ledgerline.kernel.InvalidValue;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/** The version that a client insists on with {@code If-Match}. */
final class ExpectedVersion {

    private static final Pattern FORM = Pattern.compile("\"(0|[1-9][0-9]{0,17})\"");

    private ExpectedVersion() {}

    /** Null if the client takes any; {@code *} is any, as a command to a stream that isn't there is refused anyway. */
    static @Nullable String of(HttpHeaders headers) {
        List<String> values = headers.getOrEmpty(HttpHeaders.IF_MATCH);
        if (values.isEmpty() || values.equals(List.of("*"))) {
            return null;
        }
        var version = FORM.matcher(values.get(0).strip());
        if (values.size() > 1 || !version.matches()) {
            throw new InvalidValue(HttpHeaders.IF_MATCH, "must be one version in quotes, such as \"3\"");
        }
        return version.group(1);
    }
}
