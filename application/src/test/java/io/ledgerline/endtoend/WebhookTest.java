package io.ledgerline.endtoend;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import java.security.GeneralSecurityException;
import java.time.Instant;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;

class WebhookTest extends EndToEnd {

    private static final String ADDRESS = "/webhooks/payments/sandbox";

    @Test
    void givenANoticeOfACapture_whenItComesTwiceAndThenAnOlderOne_thenTheFirstCounts() {
        String order = confirmedOrder();
        String payment = shop.pay(order, "tok_timeout").expect(201).text("/id");
        shop.get("/payments/" + payment + "?minVersion=0", "Prefer", "wait=10").expect(200);
        String captured = notice("captured", payment, "4.00");

        assertThat(send(captured, now()).expect(200).at("/taken").asBoolean()).isTrue();
        send(captured, now()).expect(200);
        send(notice("declined", payment, "4.00"), now()).expect(200);

        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        Answer view = shop.get("/payments/" + payment).expect(200);
        assertThat(view.text("/status")).isEqualTo("CAPTURED");
        assertThat(view.number("/version")).isEqualTo(1);
    }

    @Test
    void givenADeclinedPayment_whenTheProviderHasTakenTheMoneyAfterAll_thenItPaysTheOrder() {
        String order = confirmedOrder();
        String payment = shop.pay(order, "tok_declined").expect(201).text("/id");
        shop.eventually("/payments/" + payment, it -> "DECLINED".equals(it.text("/status")));

        send(notice("captured", payment, "4.00"), now()).expect(200);

        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        Answer captured = shop.get("/payments/" + payment).expect(200);
        assertThat(captured.text("/status")).isEqualTo("CAPTURED");
        assertThat(captured.text("/failureReason")).isNull();
    }

    @Test
    void givenANotice_whenItsSignatureIsWrongOrMissingOrOld_thenItIsNotHeard() {
        String payment = shop.pay(confirmedOrder(), "tok_timeout").expect(201).text("/id");
        String notice = notice("captured", payment, "4.00");

        shop.post(ADDRESS, notice).expectProblem(401, "signature_invalid");
        shop.post(ADDRESS, notice, "Ledgerline-Signature", "nonsense").expectProblem(401, "signature_invalid");
        shop.post(ADDRESS, notice + " ", "Ledgerline-Signature", signature(notice, now(), Program.WEBHOOK_SECRET))
                .expectProblem(401, "signature_invalid");
        shop.post(ADDRESS, notice, "Ledgerline-Signature", signature(notice, now(), "another secret"))
                .expectProblem(401, "signature_invalid");
        send(notice, now() - 310).expectProblem(401, "signature_expired");
        send(notice, now() + 310).expectProblem(401, "signature_expired");
        send("", now()).expectProblem(400, "notice_unreadable");
        send("[]", now()).expectProblem(400, "notice_unreadable");
        send("{\"noticeId\": \"n\"}", now()).expectProblem(422, "invalid_request");
        send(notice("captured", Shop.unique("nobody-"), "4.00"), now()).expectProblem(404, "payment_not_found");
        shop.post("/webhooks/payments/nobody", notice, "Ledgerline-Signature", "t=1,v1=00")
                .expectProblem(404, "provider_not_found");
        shop.post("/webhooks/payments/stripe", notice, "Stripe-Signature", "t=1,v1=00")
                .expectProblem(404, "provider_not_found");
    }

    @Test
    void givenANoticeOfAnotherAmount_whenItComes_thenItIsNotTaken() {
        String payment = shop.pay(confirmedOrder(), "tok_timeout").expect(201).text("/id");
        shop.get("/payments/" + payment + "?minVersion=0", "Prefer", "wait=10").expect(200);
        Answer answer = send(notice("captured", payment, "5.00"), now()).expect(200);
        assertThat(answer.at("/taken").asBoolean()).isFalse();
        assertThat(shop.get("/payments/" + payment).text("/status")).isEqualTo("REQUESTED");
    }

    private Answer send(String notice, long time) {
        return shop.post(ADDRESS, notice, "Ledgerline-Signature", signature(notice, time, Program.WEBHOOK_SECRET));
    }

    private static String notice(String type, String payment, String amount) {
        return """
                {"noticeId": "%s", "type": "%s", "paymentId": "%s", "providerReference": "outside_%s", "amount": %s}""".formatted(Shop.unique("notice-"), type, payment, payment, Shop.gbp(amount));
    }

    private static String signature(String body, long time, String secret) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret.getBytes(UTF_8), "HmacSHA256"));
            return "t=%d,v1=%s"
                    .formatted(time, HexFormat.of().formatHex(mac.doFinal((time + "." + body).getBytes(UTF_8))));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long now() {
        return Instant.now().getEpochSecond();
    }

    private String confirmedOrder() {
        String order = shop.placed(new Line(shop.listed("4.00", 5), 1));
        shop.confirmed(order);
        return order;
    }
}
