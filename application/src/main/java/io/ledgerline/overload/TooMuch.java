package io.ledgerline.overload;

import io.ledgerline.kernel.Rejection;
import java.util.Map;

/** More is asked for than there is. */
abstract sealed class TooMuch extends Rejection {

    private TooMuch(Kind kind, String code, String message) {
        super(kind, code, message, Map.of());
    }

    static final class RateLimited extends TooMuch {
        RateLimited(int requestsPerSecond) {
            super(
                    Kind.LIMITED,
                    "rate_limited",
                    "More than %d requests in a second: ask again a little later.".formatted(requestsPerSecond));
        }
    }

    static final class TooManyStreams extends TooMuch {
        TooManyStreams(int most) {
            super(
                    Kind.LIMITED,
                    "too_many_streams",
                    "You follow %d things already: leave one, or read what you need now and then.".formatted(most));
        }
    }

    static final class Exhausted extends TooMuch {
        Exhausted() {
            super(Kind.BUSY, "overloaded", "There is more to do than can be done: ask again a little later.");
        }
    }
}
