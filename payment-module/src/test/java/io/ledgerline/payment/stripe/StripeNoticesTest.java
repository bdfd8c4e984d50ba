package io.ledgerline.payment.stripe;

import static io.ledgerline.payment.stripe.StripeFixture.AMOUNT;
import static io.ledgerline.payment.stripe.StripeFixture.PAYMENT;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ledgerline.kernel.Money;
import io.ledgerline.payment.api.RefundId;
import io.ledgerline.payment.process.NoticeRejection;
import io.ledgerline.payment.process.PaymentGateway.Notice;
import io.ledgerline.payment.process.PaymentGateway.Notice.Type;
import io.ledgerline.payment.stripe.testing.StripeEvents;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class StripeNoticesTest {

    private static final String SECRET = "whsec_of_the_tests";
    private static final long NOW = 1_790_000_000;
    private static final Map<String, Object> INTENT = Map.of(
            "id",
            "pi_1",
            "object",
            "payment_intent",
            "amount",
            1530,
            "amount_received",
            1530,
            "currency",
            "gbp",
            "metadata",
            Map.of("ledgerline_payment", "pay-1"));
    private static final RefundId REFUND = new RefundId("refund-1");
    private static final Money FIVE = Money.of("5.00", "GBP");

    private final StripeNotices notices = new StripeNotices(
            SECRET,
            Clock.fixed(Instant.ofEpochSecond(NOW), ZoneOffset.UTC),
            JsonMapper.builder().build());

    @Test
    void aSucceededIntentIsACapture() {
        assertThat(read("payment_intent.succeeded", INTENT))
                .hasValueSatisfying(notice -> assertThat(notice)
                        .isEqualTo(new Notice(notice.noticeId(), Type.CAPTURED, PAYMENT, null, "pi_1", AMOUNT, null)))
                .hasValueSatisfying(notice -> assertThat(notice.noticeId()).startsWith("evt_"));
    }

    @Test
    void aFailedIntentIsADeclineWithItsReason() {
        Map<String, Object> failed =
                with(INTENT, "last_payment_error", Map.of("code", "card_declined", "decline_code", "lost_card"));
        assertThat(read("payment_intent.payment_failed", failed)).hasValueSatisfying(notice -> {
            assertThat(notice.type()).isEqualTo(Type.DECLINED);
            assertThat(notice.reason()).isEqualTo("lost_card");
        });
        assertThat(read(
                        "payment_intent.payment_failed",
                        with(INTENT, "last_payment_error", Map.of("code", "expired_card"))))
                .hasValueSatisfying(notice -> assertThat(notice.reason()).isEqualTo("expired_card"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"refund.created", "refund.updated", "charge.refund.updated"})
    void aSucceededRefundIsTheOneThatWeAskedFor(String type) {
        assertThat(read(type, refund("succeeded", null)))
                .hasValueSatisfying(notice -> assertThat(notice)
                        .isEqualTo(new Notice(notice.noticeId(), Type.REFUNDED, PAYMENT, REFUND, "re_1", FIVE, null)));
    }

    @ParameterizedTest
    @CsvSource({"refund.failed, failed, lost_or_stolen_card, lost_or_stolen_card", "refund.updated, canceled,, canceled"
    })
    void aRefundThatFailedSaysWhy(String type, String status, @Nullable String failure, String reason) {
        assertThat(read(type, refund(status, failure)))
                .hasValueSatisfying(notice -> assertThat(notice)
                        .isEqualTo(new Notice(
                                notice.noticeId(), Type.REFUND_FAILED, PAYMENT, REFUND, "re_1", FIVE, reason)));
    }

    @Test
    void aRefundedChargeTellsOfItsNewestRefundIfItNamesIt() {
        Map<String, Object> charge =
                Map.of("id", "ch_1", "object", "charge", "amount_refunded", 500, "currency", "gbp");
        assertThat(read("charge.refunded", charge)).isEmpty();
        Map<String, Object> withRefunds = with(charge, "refunds", Map.of("data", List.of(refund("succeeded", null))));
        assertThat(read("charge.refunded", withRefunds))
                .hasValueSatisfying(notice -> assertThat(notice.refundId()).isEqualTo(REFUND));
    }

    @Test
    void whatIsUnderWayOrOfNoConcernIsLeftAlone() {
        assertThat(read("refund.created", refund("pending", null))).isEmpty();
        assertThat(read("payment_intent.created", INTENT)).isEmpty();
        assertThat(read("customer.created", Map.of("id", "cus_1"))).isEmpty();
    }

    @Test
    void whatOthersDoWithTheAccountIsLeftAlone() {
        assertThat(read("payment_intent.succeeded", with(INTENT, "metadata", Map.of("order", "7"))))
                .isEmpty();
        assertThat(read("payment_intent.succeeded", with(INTENT, "metadata", Map.of("ledgerline_payment", "a b"))))
                .isEmpty();
        assertThat(read("refund.updated", with(refund("succeeded", null), "metadata", Map.of())))
                .isEmpty();
    }

    @Test
    void aSignatureThatIsWrongOrMissingOrMalformedIsNotBelieved() {
        String event = StripeEvents.event("payment_intent.succeeded", INTENT);
        String signature = StripeEvents.signature(event, SECRET, NOW);
        assertInvalid(event + " ", signature);
        assertInvalid(event, StripeEvents.signature(event, "whsec_another", NOW));
        assertInvalid(event, signature.replace("v1=", "v2="));
        assertInvalid(event, signature.replace("t=" + NOW, "t=" + (NOW - 1)));
        assertInvalid(event, null);
        assertInvalid(event, "");
        assertInvalid(event, "t");
        assertInvalid(event, "t=now,v1=00");
        assertInvalid(event, "t=" + NOW);
    }

    @Test
    void aSignatureHoldsForFiveMinutes() {
        String event = StripeEvents.event("payment_intent.succeeded", INTENT);
        byte[] body = event.getBytes(UTF_8);
        assertThat(notices.read(StripeEvents.signature(event, SECRET, NOW - 300), body))
                .isPresent();
        assertThatExceptionOfType(NoticeRejection.OutdatedSignature.class)
                .isThrownBy(() -> notices.read(StripeEvents.signature(event, SECRET, NOW - 301), body));
    }

    @Test
    void givenNoSecret_thenNothingIsBelieved() {
        StripeNotices none =
                new StripeNotices(null, Clock.systemUTC(), JsonMapper.builder().build());
        String event = StripeEvents.event("payment_intent.succeeded", INTENT);
        assertThatExceptionOfType(NoticeRejection.WrongSignature.class)
                .isThrownBy(() -> none.read(StripeEvents.signature(event, SECRET, NOW), event.getBytes(UTF_8)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "nothing",
                "[]",
                "{}",
                "{\"id\": \"evt_1\", \"type\": \"payment_intent.succeeded\"}",
                "{\"id\": 1, \"type\": \"payment_intent.succeeded\", \"data\": {\"object\": {}}}",
                "{\"id\": \"evt_1\", \"type\": \"payment_intent.succeeded\", \"data\": {\"object\": {\"id\": \"pi_1\"}}}"
            })
    void whatIsSignedAndNoEventCannotBeRead(String body) {
        assertThatExceptionOfType(NoticeRejection.Unreadable.class)
                .isThrownBy(() -> notices.read(StripeEvents.signature(body, SECRET, NOW), body.getBytes(UTF_8)));
    }

    private void assertInvalid(String event, @Nullable String signature) {
        assertThatExceptionOfType(NoticeRejection.WrongSignature.class)
                .isThrownBy(() -> notices.read(signature, event.getBytes(UTF_8)));
    }

    private Optional<Notice> read(String type, Map<String, Object> object) {
        String event = StripeEvents.event(type, object);
        return notices.read(StripeEvents.signature(event, SECRET, NOW), event.getBytes(UTF_8));
    }

    private static Map<String, Object> refund(String status, @Nullable String failure) {
        Map<String, Object> refund = new LinkedHashMap<>();
        refund.put("id", "re_1");
        refund.put("object", "refund");
        refund.put("amount", 500);
        refund.put("currency", "gbp");
        refund.put("status", status);
        refund.put("failure_reason", failure);
        refund.put("metadata", Map.of("ledgerline_payment", "pay-1", "ledgerline_refund", "refund-1"));
        return refund;
    }

    private static Map<String, Object> with(Map<String, Object> object, String member, Object value) {
        Map<String, Object> changed = new LinkedHashMap<>(object);
        changed.put(member, value);
        return changed;
    }
}
