package io.ledgerline.administration;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.springframework.boot.context.properties.bind.Bindable;
import org.springframework.boot.context.properties.bind.Binder;
import org.springframework.core.env.Environment;

/** What the program was told, wherever it was told, without what is secret. */
final class SettingsInForce {

    static final String HIDDEN = "(hidden)";

    private static final List<String> SHOWN = List.of(
            "ledgerline",
            "server",
            "axon.axonserver",
            "management",
            "spring.security.oauth2.resourceserver",
            "spring.profiles");

    private static final List<String> SECRET =
            List.of("password", "secret", "token", "apikey", "credential", "private");

    private final Environment environment;

    SettingsInForce(Environment environment) {
        this.environment = environment;
    }

    /** By key; what is only a default isn't among them. */
    SortedMap<String, String> all() {
        SortedMap<String, String> all = new TreeMap<>();
        for (String prefix : SHOWN) {
            Binder.get(environment)
                    .bind(prefix, Bindable.mapOf(String.class, Object.class))
                    .ifBound(settings -> add(all, prefix, settings));
        }
        return all;
    }

    private static void add(Map<String, String> all, String key, Object value) {
        if (value instanceof Map<?, ?> map) {
            map.forEach((name, inner) -> add(all, key + "." + name, inner));
        } else {
            all.put(key, shown(key, String.valueOf(value)));
        }
    }

    static String shown(String key, String value) {
        String plain = key.toLowerCase(Locale.ROOT).replaceAll("[-_]", "");
        return SECRET.stream().anyMatch(plain::contains) ? HIDDEN : withoutCredentials(value);
    }

    /** An address may carry a name and a password, before the host or in its query. */
    private static String withoutCredentials(String value) {
        return value.contains("://")
                ? value.replaceAll("//[^/@\\s]*@", "//" + HIDDEN + "@").replaceAll("\\?\\S*", "?" + HIDDEN)
                : value;
    }
}
