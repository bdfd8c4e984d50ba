package io.ledgerline.kernel.aggregate;

import io.ledgerline.kernel.Rejection;
import java.time.Instant;
import java.util.Map;

/** Something is dated back to before the last thing that happened to the same stream. */
public final class EffectiveBeforeLast extends Rejection {

    EffectiveBeforeLast(Instant effectiveAt, Instant last) {
        super(
                Kind.CONFLICT,
                "effective_before_last",
                "What happened last holds since %s: what comes after it can't hold since %s."
                        .formatted(last, effectiveAt),
                Map.of("lastEffectiveAt", last.toString()));
    }
}
