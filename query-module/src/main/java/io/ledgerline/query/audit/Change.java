package io.ledgerline.query.audit;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What one event changed.
 *
 * @param path JSON pointer into what the stream is about
 * @param before null if it was not there
 * @param after null if it is no longer there
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record Change(
        @Schema(example = "/status") String path,

        @Schema(type = "object", implementation = Object.class) @Nullable
        JsonNode before,

        @Schema(type = "object", implementation = Object.class) @Nullable
        JsonNode after) {

    /** All of them, in the order of the members. Money is one thing. */
    static List<Change> between(JsonNode before, JsonNode after) {
        List<Change> changes = new ArrayList<>();
        collect("", before, after, changes);
        return changes;
    }

    private static void collect(String path, JsonNode before, JsonNode after, List<Change> changes) {
        if (before.equals(after) || isNothing(before) && isNothing(after)) {
            return;
        }
        if (hasMembers(before) && hasMembers(after)) {
            for (String name : names(before, after)) {
                collect(path + "/" + escaped(name), before.path(name), after.path(name), changes);
            }
        } else if (before.isArray() && after.isArray()) {
            for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
                collect(path + "/" + i, before.path(i), after.path(i), changes);
            }
        } else {
            changes.add(new Change(path, orNull(before), orNull(after)));
        }
    }

    private static boolean isNothing(JsonNode node) {
        return node.isMissingNode() || node.isNull() || node.isContainer() && node.isEmpty();
    }

    private static boolean hasMembers(JsonNode node) {
        return node.isObject() && !(node.has("amount") && node.has("currency"));
    }

    private static Set<String> names(JsonNode before, JsonNode after) {
        Set<String> names = new LinkedHashSet<>(before.propertyNames());
        names.addAll(after.propertyNames());
        return names;
    }

    private static String escaped(String name) {
        return name.replace("~", "~0").replace("/", "~1");
    }

    private static @Nullable JsonNode orNull(JsonNode node) {
        return node.isNull() || node instanceof MissingNode ? null : node;
    }
}
