package io.ledgerline.kernel.administration.api;

import org.axonframework.serialization.Revision;

/**
 * What those who run the program did to it. Each deed is a stream of its own: it is asked for, and then it is answered.
 * Who asked, and why, is in the metadata, as with all events. Stored as {@code administration.<name>}.
 */
public sealed interface AdministrationEvent {

    /** Such as {@code pauseProcessor}: the API document's name for it. */
    String action();

    /**
     * Recorded before anything is done: what can't be recorded is not done.
     *
     * @param request method, path and query, such as {@code POST /admin/processors/orders-view/pause}
     */
    @Revision("1")
    record ActionRequested(String action, String request) implements AdministrationEvent {}

    /**
     * What came of it. If this is missing the program ended meanwhile, or whoever asked didn't wait: it may have been done
     * or not.
     *
     * @param status of the answer, as HTTP has it; one from 400 on: it was refused or failed
     */
    @Revision("1")
    record ActionAnswered(String action, int status) implements AdministrationEvent {}
}
