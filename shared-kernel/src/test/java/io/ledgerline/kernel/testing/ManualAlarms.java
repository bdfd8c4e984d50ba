package io.ledgerline.kernel.testing;

import io.ledgerline.kernel.process.Alarm;
import io.ledgerline.kernel.process.Alarm.Next;
import io.ledgerline.kernel.process.Alarms;
import io.ledgerline.kernel.process.CanBeGivenUp;
import io.ledgerline.kernel.process.Decision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Alarms that ring when a test says that time has passed. Their data is kept as JSON, as it really is. */
public final class ManualAlarms implements Alarms {

    private record Key(String kind, String id) {}

    private record Setting(Instant at, byte[] data) {}

    private final Map<Key, Setting> set = new LinkedHashMap<>();
    private final Map<String, Alarm<?>> alarms = new LinkedHashMap<>();
    private Instant now = Instant.parse("2026-11-20T12:00:00Z");

    public void register(Alarm<?> alarm) {
        alarms.put(alarm.kind().name(), alarm);
    }

    @Override
    public <T> void set(Alarm.Kind<T> kind, String id, Instant at, T data) {
        set.putIfAbsent(new Key(kind.name(), id), new Setting(at, Json.STATE.writeValueAsBytes(data)));
    }

    @Override
    public void cancel(Alarm.Kind<?> kind, String id) {
        set.remove(new Key(kind.name(), id));
    }

    /** Rings what becomes due meanwhile, in the order of time. */
    public void pass(Duration time) {
        Instant end = now.plus(time);
        for (Optional<Key> due = due(end); due.isPresent(); due = due(end)) {
            Setting setting = set.get(due.get());
            now = setting.at().isAfter(now) ? setting.at() : now;
            Optional<Setting> next = ring(alarms.get(due.get().kind()), setting);
            set.remove(due.get());
            if (next.isPresent()) {
                set.put(due.get(), next.get());
            }
        }
        now = end;
    }

    private Optional<Key> due(Instant end) {
        return set.entrySet().stream()
                .filter(entry -> !entry.getValue().at().isAfter(end))
                .min(Comparator.comparing(
                        (Map.Entry<Key, Setting> entry) -> entry.getValue().at()))
                .map(Map.Entry::getKey);
    }

    private static <T> Optional<Setting> ring(Alarm<T> alarm, Setting setting) {
        Next<T> next =
                alarm.ring(Json.STATE.readValue(setting.data(), alarm.kind().type()));
        return next instanceof Next.Again<T> again
                ? Optional.of(new Setting(again.at(), Json.STATE.writeValueAsBytes(again.data())))
                : Optional.empty();
    }

    /** Somebody decides that nothing that is set is waited for any longer. */
    public void giveUp(Decision decision) {
        set.forEach((key, setting) -> giveUp((CanBeGivenUp<?>) alarms.get(key.kind()), setting, decision));
        set.clear();
    }

    private static <T> void giveUp(CanBeGivenUp<T> alarm, Setting setting, Decision decision) {
        alarm.giveUp(Json.STATE.readValue(setting.data(), alarm.kind().type()), decision);
    }

    /** How many are set. */
    public int waiting() {
        return set.size();
    }

    public Instant now() {
        return now;
    }

    /** Tells the time that the test has let pass. */
    public Clock clock() {
        return new Clock() {
            @Override
            public java.time.ZoneId getZone() {
                return ZoneOffset.UTC;
            }

            @Override
            public Clock withZone(java.time.ZoneId zone) {
                return this;
            }

            @Override
            public Instant instant() {
                return now;
            }
        };
    }
}
