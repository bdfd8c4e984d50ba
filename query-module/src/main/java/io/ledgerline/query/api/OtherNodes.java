package io.ledgerline.query.api;

import reactor.core.publisher.Flux;

/**
 * Views are shared by all nodes: what one node has written is read on another, by those who follow it there. They are told
 * that there is something new, and read it themselves.
 */
public interface OtherNodes {

    /**
     * To be called after the commit. Doesn't block, and may get lost.
     *
     * @param view letters only
     * @param key of the thing that was written
     */
    void tell(String view, String key);

    /** Something each time that another node has written it, or may have; must be taken without holding anyone up. */
    Flux<?> news(String view, String key);

    /** For good, whatever of the view another node has written. */
    void listen(String view, Listener listener);

    /** Must not hold anyone up. */
    interface Listener {

        void written(String key);

        void anythingMayHaveBeenWritten();
    }
}
