package io.ledgerline.kernel.aggregate;

import io.ledgerline.kernel.Rejection;
import java.util.Map;

/** The client insisted on a version that the stream no longer has. */
public final class VersionMismatch extends Rejection {

    VersionMismatch(String expected, long actual) {
        super(
                Kind.OUTDATED,
                "version_mismatch",
                "The version is %d, not %s: read it again and decide anew."
                        .formatted(
                                actual, expected.isEmpty() ? "the one that is named" : expected.replace(",", " or ")),
                Map.of("version", actual));
    }
}
