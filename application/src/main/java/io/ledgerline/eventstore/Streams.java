package io.ledgerline.eventstore;

import java.util.Collection;
import java.util.Map;
import org.axonframework.messaging.unitofwork.UnitOfWork;

/** Several streams of the log at once. */
@FunctionalInterface
public interface Streams {

    /** The last sequence of each of these; streams that don't exist are left out. */
    Map<String, Long> heads(Collection<String> streams);

    /**
     * What a unit of work needs to know before it begins, if the store can tell in one go.
     *
     * @param wanted it will load, and finds read; a store that can't reads each when it is loaded
     * @param known are in memory
     * @return the last sequence of each that is known; nothing if the store would have to ask for each
     */
    default Map<String, Long> readAhead(UnitOfWork<?> unitOfWork, Collection<String> wanted, Collection<String> known) {
        return Map.of();
    }
}
