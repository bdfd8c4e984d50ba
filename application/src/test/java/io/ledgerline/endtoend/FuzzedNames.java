package io.ledgerline.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;

/** What there is by now, so that requests are about something. */
final class FuzzedNames {

    private static final int MOST = 40;
    private static final Map<String, String> KINDS = Map.of("stream", "orderId", "id", "orderId");

    private final Map<String, List<String>> known = new ConcurrentHashMap<>();

    /** From an answer's {@code Location}, such as {@code /orders/75}. */
    void learn(String location) {
        String[] parts = location.split("/");
        if (parts.length == 3) {
            remember(kind(parts[1]), parts[2]);
        }
    }

    private static String kind(String collection) {
        return switch (collection) {
            case "products" -> "sku";
            case "orders" -> "orderId";
            case "payments" -> "paymentId";
            case "commands" -> "commandId";
            default -> collection;
        };
    }

    void remember(String kind, String name) {
        List<String> names = known.computeIfAbsent(kind, absent -> new ArrayList<>());
        synchronized (names) {
            if (names.size() == MOST) {
                names.remove(0);
            }
            names.add(name);
        }
    }

    /** Mostly one that there is, if it is a name of something. */
    Optional<String> of(String kind, Random random) {
        List<String> names = known.get(KINDS.getOrDefault(kind, kind));
        if (names == null || random.nextInt(5) == 0) {
            return Optional.empty();
        }
        synchronized (names) {
            return Optional.of(names.get(random.nextInt(names.size())));
        }
    }

    /** The one that an address names like that. */
    Optional<String> inPath(String path, String parameter, Random random) {
        String collection = path.split("/")[1];
        return of(parameter.equals("id") ? kind(collection) : parameter, random);
    }
}
