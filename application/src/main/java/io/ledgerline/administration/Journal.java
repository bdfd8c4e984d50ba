package io.ledgerline.administration;

import io.ledgerline.kernel.web.RequestContext;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What came of what administrators did, for people, in the program's output. The log has it by {@link AuditTrail}. */
final class Journal {

    private static final Logger log = LoggerFactory.getLogger("io.ledgerline.administration");

    /**
     * @param deed in the past tense, without who did it
     */
    void note(RequestContext context, String deed) {
        log.info(
                "{} {} (request {}{})",
                context.caller(),
                deed,
                context.requestId(),
                context.why() == null ? "" : ": " + context.why());
    }
}
