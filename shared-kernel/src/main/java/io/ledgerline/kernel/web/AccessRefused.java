package io.ledgerline.kernel.web;

import io.ledgerline.kernel.Rejection;
import java.util.Map;

/** Why a caller may not do what it asks for. */
public abstract sealed class AccessRefused extends Rejection {

    private AccessRefused(Kind kind, String code, String message) {
        super(kind, code, message, Map.of());
    }

    /** Nobody has said who asks, or nobody believes it. */
    public static final class Unauthenticated extends AccessRefused {

        public Unauthenticated(String message) {
            super(Kind.UNAUTHENTICATED, "unauthenticated", message);
        }
    }

    /** Whoever asks, it isn't for them. */
    public static final class Forbidden extends AccessRefused {

        public Forbidden(String message) {
            super(Kind.FORBIDDEN, "forbidden", message);
        }
    }

    /** A customer asks for something in the name of another. */
    public static final class NotYours extends AccessRefused {

        NotYours() {
            super(Kind.FORBIDDEN, "not_yours", "A customer orders in its own name only.");
        }
    }
}
