package io.ledgerline.http;

import io.ledgerline.kernel.web.RequestContext;
import io.ledgerline.kernel.web.Submission;
import org.jspecify.annotations.Nullable;

/**
 * All that there is to know of a command before it is sent.
 *
 * @param request method and path
 */
record SubmittedCommand(
        String request,
        Submission submission,
        RequestContext context,
        @Nullable String expectedVersion) {

    SubmittedCommand with(Object command) {
        return new SubmittedCommand(request, submission.with(command), context, expectedVersion);
    }

    SubmittedCommand withWhy(@Nullable String why) {
        return new SubmittedCommand(request, submission, context.withWhy(why), expectedVersion);
    }

    String id() {
        return context.commandId();
    }

    /** Commands to one stream are carried out one after the other. */
    String stream() {
        return submission.target().type().name().toLowerCase(java.util.Locale.ROOT) + "-"
                + submission.target().id();
    }

    String path() {
        return request.substring(request.indexOf(' ') + 1);
    }
}
