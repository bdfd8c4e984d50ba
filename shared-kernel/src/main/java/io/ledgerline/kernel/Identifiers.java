package io.ledgerline.kernel;

import java.util.regex.Pattern;

/** The one form that all ids have which a client may choose. */
public final class Identifiers {

    public static final String PATTERN = "[A-Za-z0-9_-]{1,64}";

    private static final Pattern FORM = Pattern.compile(PATTERN);

    private Identifiers() {}

    /** @throws InvalidValue if the value hasn't the form {@value #PATTERN} */
    public static void check(String field, String value) {
        if (!FORM.matcher(value).matches()) {
            throw new InvalidValue(field, "must match " + PATTERN);
        }
    }
}
