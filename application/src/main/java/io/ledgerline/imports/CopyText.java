package io.ledgerline.imports;

import java.util.List;

/** The text form of PostgreSQL's {@code copy}: tabs between columns, and backslashes before what would be read amiss. */
final class CopyText {

    private CopyText() {}

    static void append(StringBuilder text, String value) {
        for (int i = 0; i < value.length(); i++) {
            appendEscaped(text, value.charAt(i));
        }
    }

    /** As a {@code text[]}: an array's own escapes come first, those of {@code copy} on top of them. */
    static void appendArray(StringBuilder text, List<String> values) {
        text.append('{');
        for (int i = 0; i < values.size(); i++) {
            text.append(i == 0 ? "\"" : ",\"");
            String value = values.get(i);
            for (int j = 0; j < value.length(); j++) {
                char character = value.charAt(j);
                if (character == '"' || character == '\\') {
                    text.append("\\\\");
                }
                appendEscaped(text, character);
            }
            text.append('"');
        }
        text.append('}');
    }

    private static void appendEscaped(StringBuilder text, char character) {
        switch (character) {
            case '\\' -> text.append("\\\\");
            case '\t' -> text.append("\\t");
            case '\n' -> text.append("\\n");
            case '\r' -> text.append("\\r");
            default -> text.append(character);
        }
    }
}
