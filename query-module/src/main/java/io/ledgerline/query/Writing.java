package io.ledgerline.query;

import io.ledgerline.query.ViewTable.Known;
import java.util.Collection;
import java.util.Map;

/** How the rows that a batch of events is about are come by, and how those that it made are written. In one transaction. */
interface Writing<R extends ViewRow> {

    /**
     * @param firsts the sequence of the batch's first event of each, by key
     */
    Map<String, Known<R>> load(Map<String, Long> firsts);

    /**
     * @param added versions
     * @param news the last of each key
     */
    void save(Collection<Version<R>> added, Collection<Version<R>> news);

    /** As processors do: what was seen stays as it is. */
    static <R extends ViewRow> Writing<R> goingOn(ViewTable<R> table) {
        return new Writing<>() {

            @Override
            public Map<String, Known<R>> load(Map<String, Long> firsts) {
                return table.load(firsts.keySet());
            }

            @Override
            public void save(Collection<Version<R>> added, Collection<Version<R>> news) {
                table.add(added);
                table.show(news);
            }
        };
    }

    /** Over what is there, from the version on that the events come after. What is shown never goes back to an older one. */
    static <R extends ViewRow> Writing<R> repairing(ViewTable<R> table) {
        return new Writing<>() {

            @Override
            public Map<String, Known<R>> load(Map<String, Long> firsts) {
                return table.loadBefore(firsts);
            }

            @Override
            public void save(Collection<Version<R>> added, Collection<Version<R>> news) {
                table.correct(added);
                table.showCorrected(news);
            }
        };
    }
}
