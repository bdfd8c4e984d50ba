package io.ledgerline.query;

import io.ledgerline.query.ViewTable.Known;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Rows while their tables are being filled: those that changed lately are in memory, and shown only once they must go. */
final class Recent<R extends ViewRow> implements Writing<R> {

    private final Filling filling;
    private final ViewTable<R> table;
    private final Writing<R> afterwards;
    private final Map<String, Version<R>> last = new LinkedHashMap<>(16, 0.75f, true);

    Recent(Filling filling, ViewTable<R> table) {
        this.filling = filling;
        this.table = table;
        this.afterwards = Writing.goingOn(table);
        filling.beforeEnd(this::showAll);
    }

    @Override
    public Map<String, Known<R>> load(Map<String, Long> firsts) {
        if (filling.isOver()) {
            return afterwards.load(firsts);
        }
        Map<String, Known<R>> known = new HashMap<>();
        List<String> quiet = new ArrayList<>();
        firsts.forEach((key, first) -> {
            @Nullable Version<R> version = last.get(key);
            if (version != null || first == 0) {
                known.put(key, new Known<>(version, -1));
            } else {
                quiet.add(key);
            }
        });
        if (!quiet.isEmpty()) {
            known.putAll(table.load(quiet));
        }
        return known;
    }

    @Override
    public void save(Collection<Version<R>> added, Collection<Version<R>> news) {
        if (filling.isOver()) {
            afterwards.save(added, news);
            return;
        }
        table.copy(added);
        news.forEach(version -> last.put(version.row().key(), version));
        List<Version<R>> quiet = new ArrayList<>();
        Iterator<Version<R>> eldest = last.values().iterator();
        while (last.size() > filling.mostInMemory()) {
            quiet.add(eldest.next());
            eldest.remove();
        }
        table.show(quiet);
    }

    private void showAll() {
        table.show(last.values());
        last.clear();
    }
}
