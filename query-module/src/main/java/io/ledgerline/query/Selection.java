package io.ledgerline.query;

import io.r2dbc.spi.Readable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.r2dbc.core.DatabaseClient;
import reactor.core.publisher.Mono;

/** A list's page read from a view, newest first. */
public final class Selection {

    private final String select;
    private final String at;
    private final String id;
    private final List<String> conditions = new ArrayList<>();
    private final Map<String, Object> values = new LinkedHashMap<>();

    /**
     * @param at column that holds an item's time, by which lists are sorted; then by its id
     */
    public Selection(String select, String at, String id) {
        this.select = select;
        this.at = at;
        this.id = id;
    }

    /**
     * @param condition SQL with the parameter {@code :name}
     * @param value null: any
     */
    public Selection where(String condition, String name, @Nullable Object value) {
        if (value != null) {
            conditions.add(condition);
            values.put(name, value);
        }
        return this;
    }

    /** Values of parameters that stand in {@code select}. */
    public Selection with(Map<String, Object> more) {
        values.putAll(more);
        return this;
    }

    /**
     * @param cursor of an item
     * @param answer made of the items and the cursor of the next page, null if this is the last one
     */
    public <T, A> Mono<A> page(
            DatabaseClient database,
            Paging paging,
            Function<Readable, T> item,
            Function<T, Cursor> cursor,
            BiFunction<List<T>, @Nullable Cursor, A> answer) {
        Cursor after = paging.after();
        if (after != null) {
            conditions.add("(%s, %s) < (:cursorAt, :cursorId)".formatted(at, id));
            values.put("cursorAt", after.at());
            values.put("cursorId", after.id());
        }
        // One more than asked for tells whether there is a next page.
        values.put("limit", paging.limit() + 1);
        String where = conditions.isEmpty() ? "" : " where " + String.join(" and ", conditions);
        return database.sql(select + where + " order by %s desc, %s desc limit :limit".formatted(at, id))
                .bindValues(values)
                .map(item)
                .all()
                .collectList()
                .map(found -> {
                    if (found.size() <= paging.limit()) {
                        return answer.apply(found, null);
                    }
                    List<T> items = found.subList(0, paging.limit());
                    return answer.apply(List.copyOf(items), cursor.apply(items.get(items.size() - 1)));
                });
    }
}
