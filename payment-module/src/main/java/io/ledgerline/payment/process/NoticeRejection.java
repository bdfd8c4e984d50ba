package io.ledgerline.payment.process;

import io.ledgerline.kernel.Rejection;

/** A notice that isn't taken down. */
public abstract sealed class NoticeRejection extends Rejection {

    private NoticeRejection(Kind kind, String code, String message) {
        super(kind, code, message);
    }

    /** It isn't signed by the provider. */
    public static final class WrongSignature extends NoticeRejection {
        public WrongSignature() {
            super(Kind.UNAUTHENTICATED, "signature_invalid", "The notice is not signed with the secret agreed upon.");
        }
    }

    /** It was signed too long ago, or will be in the future: somebody may be repeating it. */
    public static final class OutdatedSignature extends NoticeRejection {
        public OutdatedSignature(long seconds) {
            super(
                    Kind.UNAUTHENTICATED,
                    "signature_expired",
                    "A signature holds for %d seconds: sign the notice anew.".formatted(seconds));
        }
    }

    /** It is signed, but no notice. */
    public static final class Unreadable extends NoticeRejection {
        public Unreadable(String what) {
            super(Kind.UNREADABLE, "notice_unreadable", "The notice can't be read: " + what + ".");
        }
    }

    /** Nobody of that name sends notices. */
    static final class UnknownProvider extends NoticeRejection {
        UnknownProvider(String provider) {
            super(Kind.UNKNOWN, "provider_not_found", "There is no payment provider " + provider + ".");
        }
    }
}
