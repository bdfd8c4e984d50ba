package io.ledgerline.architecture;

import com.tngtech.archunit.core.domain.JavaClass;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The modules by their packages: {@code shared-kernel ← payment, catalog ← order ← query ← application}.
 *
 * @param base package that the modules' packages lie in
 */
record Modules(String base) {

    static final String APPLICATION = "application";

    /** What each may use; the application may use all. */
    private static final Map<String, Set<String>> BELOW = Map.of(
            "kernel", Set.of(),
            "payment", Set.of("kernel"),
            "catalog", Set.of("kernel"),
            "order", Set.of("kernel", "payment", "catalog"),
            "query", Set.of("kernel", "payment", "catalog", "order"));

    /** Modules that show others their {@code api} only. */
    static final List<String> CONTEXTS = List.of("payment", "catalog", "order", "query");

    boolean contains(JavaClass type) {
        return type.getPackageName().equals(base) || type.getPackageName().startsWith(base + ".");
    }

    String of(JavaClass type) {
        String below =
                type.getPackageName().equals(base) ? "" : type.getPackageName().substring(base.length() + 1);
        String first = below.split("\\.")[0];
        return BELOW.containsKey(first) ? first : APPLICATION;
    }

    boolean mayUse(String user, String used) {
        return user.equals(used) || user.equals(APPLICATION) || BELOW.get(user).contains(used);
    }

    boolean shows(JavaClass type) {
        String module = of(type);
        return !CONTEXTS.contains(module) || type.getPackageName().equals(base + "." + module + ".api");
    }

    String[] packages(String... names) {
        return java.util.Arrays.stream(names).map(name -> base + "." + name).toArray(String[]::new);
    }
}
