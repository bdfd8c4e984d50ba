package io.ledgerline.kernel;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The names under which a module's types are stored and sent: never a Java class name, so that a class may move. A name
 * once written is a contract; golden files keep it.
 *
 * @param byName logical name, such as {@code order.OrderPlaced}, to type
 */
public record LogicalTypes(Map<String, Class<?>> byName) {

    public LogicalTypes {
        byName = Map.copyOf(byName);
    }

    /**
     * Names each concrete type {@code <context>.<simple name>}.
     *
     * @param types sealed interfaces stand for all records that implement them
     */
    public static LogicalTypes of(String context, Class<?>... types) {
        Map<String, Class<?>> byName = new LinkedHashMap<>();
        Stream.of(types).flatMap(LogicalTypes::concrete).forEach(type -> {
            if (byName.put(context + "." + type.getSimpleName(), type) != null) {
                throw new IllegalArgumentException("two types are named " + context + "." + type.getSimpleName());
            }
        });
        return new LogicalTypes(byName);
    }

    private static Stream<Class<?>> concrete(Class<?> type) {
        return type.isSealed()
                ? Stream.of(type.getPermittedSubclasses()).flatMap(LogicalTypes::concrete)
                : Stream.of(type);
    }
}
