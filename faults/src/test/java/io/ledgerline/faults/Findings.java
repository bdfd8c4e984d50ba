package io.ledgerline.faults;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** How often each law was looked at, and where it was broken. */
final class Findings {

    private final Map<Law, Integer> checked = new EnumMap<>(Law.class);
    private final List<String> broken = new ArrayList<>();

    /** @param what with the values, as in {@link String#format} */
    void check(Law law, boolean holds, String what, Object... values) {
        checked.merge(law, 1, Integer::sum);
        if (!holds) {
            broken.add(law + ": " + what.formatted(values));
        }
    }

    void same(Law law, Object expected, Object actual, String what, Object... values) {
        check(law, Objects.equals(expected, actual), what + ": %s, not %s", with(values, actual, expected));
    }

    /** However many zeros they end with. */
    void same(Law law, BigDecimal expected, BigDecimal actual, String what, Object... values) {
        check(law, expected.compareTo(actual) == 0, what + ": %s, not %s", with(values, actual, expected));
    }

    private static Object[] with(Object[] values, Object actual, Object expected) {
        List<Object> all = new ArrayList<>(List.of(values));
        all.add(String.valueOf(actual));
        all.add(String.valueOf(expected));
        return all.toArray();
    }

    List<String> broken() {
        return broken;
    }

    Map<Law, Integer> checked() {
        return checked;
    }
}
