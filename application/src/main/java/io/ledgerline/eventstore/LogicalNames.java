package io.ledgerline.eventstore;

import io.ledgerline.kernel.LogicalTypes;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.axonframework.serialization.Revision;
import org.jspecify.annotations.Nullable;

/** All modules' names for what is stored and sent, both ways. */
final class LogicalNames {

    private final Map<String, Class<?>> types = new HashMap<>();
    private final Map<Class<?>, String> names = new HashMap<>();

    /** Looked up once: annotations are slow, and this is asked for each event that is read. */
    private final Map<Class<?>, String> revisions = new HashMap<>();

    /** @throws IllegalArgumentException if two types have one name, or one type two names */
    LogicalNames(Collection<LogicalTypes> modules) {
        modules.forEach(module -> module.byName().forEach(this::add));
    }

    private void add(String name, Class<?> type) {
        if (types.put(name, type) != null) {
            throw new IllegalArgumentException("Two types are named " + name);
        }
        if (names.put(type, name) != null) {
            throw new IllegalArgumentException(type + " has two names");
        }
        Revision revision = type.getAnnotation(Revision.class);
        if (revision != null) {
            revisions.put(type, revision.value());
        }
    }

    Optional<String> nameOf(Class<?> type) {
        return Optional.ofNullable(names.get(type));
    }

    @Nullable
    Class<?> typeOf(String name) {
        return types.get(name);
    }

    /** Whether the type can read what was written in this revision: its own, or any if it has none. */
    boolean reads(Class<?> type, @Nullable String revision) {
        String own = revisions.get(type);
        return own == null || own.equals(revision);
    }
}
