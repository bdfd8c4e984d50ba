package io.ledgerline.payment.sandbox;

import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.Money;
import io.ledgerline.payment.api.PaymentId;
import io.ledgerline.payment.process.NoticeRejection;
import io.ledgerline.payment.process.PaymentGateway.Notice;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

/**
 * A notice as the sandbox writes it.
 *
 * @param type {@code captured}, {@code declined} or {@code refunded}
 */
record SandboxNotice(
        @Nullable String noticeId,
        @Nullable String type,
        @Nullable String paymentId,
        @Nullable String providerReference,
        @Nullable Money amount,
        @Nullable String reason) {

    private static final int LONGEST = 200;

    static SandboxNotice of(Notice notice) {
        return new SandboxNotice(
                notice.noticeId(),
                notice.type().name().toLowerCase(Locale.ROOT),
                notice.paymentId().value(),
                notice.providerReference(),
                notice.amount(),
                notice.reason());
    }

    static Notice read(JsonMapper json, byte[] body) {
        SandboxNotice notice;
        try {
            notice = json.readValue(body, SandboxNotice.class);
        } catch (JacksonException e) {
            throw new NoticeRejection.Unreadable("it is no JSON of that form");
        }
        if (notice == null) {
            throw new NoticeRejection.Unreadable("it is empty");
        }
        return new Notice(
                text("noticeId", notice.noticeId()),
                type(text("type", notice.type())),
                new PaymentId(text("paymentId", notice.paymentId())),
                null,
                text("providerReference", notice.providerReference()),
                present("amount", notice.amount()),
                notice.reason());
    }

    private static Notice.Type type(String name) {
        return switch (name) {
            case "captured" -> Notice.Type.CAPTURED;
            case "declined" -> Notice.Type.DECLINED;
            case "refunded" -> Notice.Type.REFUNDED;
            default -> throw new InvalidValue("type", "must be captured, declined or refunded");
        };
    }

    private static String text(String field, @Nullable String value) {
        String text = present(field, value);
        if (text.isBlank() || text.length() > LONGEST || text.indexOf('\0') >= 0) {
            throw new InvalidValue(field, "must have from 1 to " + LONGEST + " characters");
        }
        return text;
    }

    private static <T> T present(String field, @Nullable T value) {
        if (value == null) {
            throw new InvalidValue(field, "must not be missing");
        }
        return value;
    }
}
