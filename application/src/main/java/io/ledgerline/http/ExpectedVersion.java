package io.ledgerline.http;

import io.ledgerline.kernel.InvalidValue;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;

/**
 * The version that a client insists on with {@code If-Match}, as RFC 9110 has it: one tag in quotes, or a list of them, of
 * which one must match. Weak tags never do, nor do tags that are no versions.
 */
final class ExpectedVersion {

    private static final String TAG = "(?:W/)?\"[\\x21\\x23-\\x7e\\x80-\\xff]*\"";
    private static final Pattern TAGS = Pattern.compile("[\\s,]*" + TAG + "(?:\\s*,[\\s,]*" + TAG + ")*[\\s,]*");
    private static final Pattern EACH = Pattern.compile("(W/)?\"([^\"]*)\"");
    private static final Pattern VERSION = Pattern.compile("0|[1-9][0-9]{0,17}");
    private static final int MOST = 1_000;

    private ExpectedVersion() {}

    /**
     * Null if the client takes any; {@code *} is any, as a command to a stream that isn't there is refused anyway.
     * Several are told with commas between them; none that a stream can have is the empty string.
     */
    static @Nullable String of(HttpHeaders headers) {
        List<String> values = headers.getOrEmpty(HttpHeaders.IF_MATCH);
        if (values.isEmpty()) {
            return null;
        }
        String tags = String.join(",", values).strip();
        if (tags.equals("*")) {
            return null;
        }
        if (tags.length() > MOST || !TAGS.matcher(tags).matches()) {
            throw new InvalidValue(HttpHeaders.IF_MATCH, "must be a version in quotes, such as \"3\"");
        }
        return EACH.matcher(tags)
                .results()
                .filter(tag -> tag.group(1) == null)
                .map(tag -> tag.group(2))
                .filter(tag -> VERSION.matcher(tag).matches())
                .collect(Collectors.joining(","));
    }
}
