package io.ledgerline.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.endtoend.Shop.Line;
import io.ledgerline.payment.stripe.testing.StripeEvents;
import io.ledgerline.payment.stripe.testing.StripeStandIn;
import io.ledgerline.payment.stripe.testing.StripeStandIn.Fault;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The program that asks Stripe for money, and somebody who stands in for it. */
class StripeTest {

    private static final String SECRET = "whsec_of_the_tests";

    private static final StripeStandIn STRIPE = new StripeStandIn();
    private static final Program PROGRAM = new Program(
            Store.POSTGRES,
            "--ledgerline.payments.provider=stripe",
            "--ledgerline.payments.retry-delay=PT0.1S",
            "--ledgerline.payments.stripe.api-base=" + STRIPE.address(),
            "--ledgerline.payments.stripe.api-key=" + StripeStandIn.API_KEY,
            "--ledgerline.payments.stripe.webhook-secret=" + SECRET,
            "--ledgerline.payments.stripe.read-timeout=PT3S",
            "--ledgerline.payments.stripe.page-size=2");

    private Shop shop;

    @BeforeAll
    static void start() {
        PROGRAM.ensureRunning();
    }

    @AfterAll
    static void stop() throws IOException {
        PROGRAM.close();
        STRIPE.close();
    }

    @BeforeEach
    void open() {
        BlockingCalls.take();
        shop = new Shop(PROGRAM.address());
    }

    @AfterEach
    void noEventLoopWasBlocked() {
        BlockingCalls.assertNone();
    }

    @Test
    void givenAPaidOrder_whenSomeAndThenAllIsRefunded_thenTheBooksAgreeAllAlong() {
        String order = confirmedOrder();
        String payment = shop.pay(order, "pm_card_visa").expect(201).text("/id");
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        Answer captured = shop.eventually("/payments/" + payment, it -> "CAPTURED".equals(it.text("/status")));
        assertThat(captured.text("/provider")).isEqualTo("stripe");
        assertThat(captured.text("/providerReference")).startsWith("pi_");
        assertThat(intent(payment)).containsEntry("amount", 800L).containsEntry("currency", "gbp");
        assertReconciled();

        refund(payment, "2.50");
        shop.eventually("/payments/" + payment, it -> "PARTIALLY_REFUNDED".equals(it.text("/status")));
        assertReconciled();

        refund(payment, "5.50");
        shop.eventually("/payments/" + payment, it -> "REFUNDED".equals(it.text("/status")));
        assertReconciled();
        assertThat(refunds(payment)).extracting(it -> it.get("amount")).containsExactly(550L, 250L);
    }

    @Test
    void givenADeclinedCard_thenThePaymentIsDeclinedWithTheReasonAndTheOrderCanBePaidAnew() {
        String order = confirmedOrder();
        String payment = shop.pay(order, "pm_card_visa_chargeDeclinedInsufficientFunds")
                .expect(201)
                .text("/id");
        Answer declined = shop.eventually("/payments/" + payment, it -> "DECLINED".equals(it.text("/status")));
        assertThat(declined.text("/failureReason")).isEqualTo("insufficient_funds");
        shop.eventually("/orders/" + order, it -> "CONFIRMED".equals(it.text("/status")));
        shop.pay(order, "pm_card_visa").expect(201);
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        assertReconciled();
    }

    @Test
    void givenStripeFailsAndItsAnswersAreLost_thenTheMoneyIsTakenOnce() {
        String order = confirmedOrder();
        STRIPE.fail("payment_intents", Fault.ERROR, Fault.ANSWER_LOST);
        STRIPE.fail("confirm", Fault.ERROR, Fault.SILENT);
        String payment = shop.pay(order, "pm_card_visa").expect(201).text("/id");
        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        assertThat(shop.get("/payments/" + payment).number("/attempts")).isGreaterThan(2);
        assertThat(intents(payment))
                .filteredOn(it -> it.get("status").equals("succeeded"))
                .hasSize(1);
        assertReconciled();
    }

    @Test
    void givenAPaymentThatIsBeingProcessed_whenStripeTells_thenItIsTakenDownOnce() {
        String order = confirmedOrder();
        String payment = shop.pay(order, "pm_bank_debit").expect(201).text("/id");
        String intent = beingProcessed(payment);
        assertThat(shop.get("/payments/" + payment).text("/status")).isEqualTo("REQUESTED");
        String succeeded = StripeEvents.event("payment_intent.succeeded", STRIPE.succeed(intent));

        shop.post("/webhooks/payments/stripe", succeeded).expectProblem(401, "signature_invalid");
        tell(succeeded, "whsec_another", 0).expectProblem(401, "signature_invalid");
        tell(succeeded, SECRET, -301).expectProblem(401, "signature_expired");
        tell("{}", SECRET, 0).expectProblem(400, "notice_unreadable");
        assertThat(tell(succeeded, SECRET, 0).expect(200).at("/taken").asBoolean())
                .isTrue();
        tell(succeeded, SECRET, 0).expect(200);

        shop.eventually("/orders/" + order, it -> "PAID".equals(it.text("/status")));
        assertThat(shop.eventually("/payments/" + payment, it -> "CAPTURED".equals(it.text("/status")))
                        .number("/version"))
                .isEqualTo(1);
    }

    @Test
    void whatIsOfNoConcernIsAnsweredAndLeftAlone() {
        Answer answer = tell(StripeEvents.event("customer.created", Map.of("id", "cus_1")), SECRET, 0)
                .expect(200);
        assertThat(answer.body()).isEqualTo("{\"taken\":false}");
    }

    @Test
    void givenADeclinedPaymentOfACancelledOrder_whenTheMoneyIsTakenAfterAll_thenItGoesBackAtOnce() {
        String order = confirmedOrder();
        String payment =
                shop.pay(order, "pm_card_visa_chargeDeclined").expect(201).text("/id");
        shop.eventually("/payments/" + payment, it -> "DECLINED".equals(it.text("/status")));
        shop.post("/orders/" + order + "/cancellation", "{\"reason\": \"Changed my mind\"}")
                .expect(200);
        shop.eventually("/orders/" + order, it -> "CANCELLED".equals(it.text("/status")));

        Map<String, Object> taken = STRIPE.succeed((String) intent(payment).get("id"));
        tell(StripeEvents.event("payment_intent.succeeded", taken), SECRET, 0).expect(200);

        shop.eventually("/payments/" + payment, it -> "REFUNDED".equals(it.text("/status")));
        assertThat(refunds(payment)).extracting(it -> it.get("amount")).containsExactly(800L);
        assertReconciled();
    }

    @Test
    void givenStripeCannotBeRead_whenTheBooksAreCompared_thenThatIsSaid() {
        STRIPE.fail("list of refunds", Fault.ERROR);
        Answer problem = shop.get("/admin/reconciliation").expectProblem(503, "provider_unavailable");
        assertThat(problem.header("Retry-After")).isNotBlank();
    }

    private void assertReconciled() {
        Answer report = shop.get("/admin/reconciliation").expect(200);
        assertThat(report.at("/reconciled").asBoolean()).as(report.body()).isTrue();
        assertThat(report.number("/charges")).isPositive();
    }

    private String beingProcessed(String payment) {
        Awaitility.await()
                .atMost(Shop.PATIENCE)
                .until(() -> intents(payment).stream().anyMatch(it -> "processing".equals(it.get("status"))));
        return (String) intent(payment).get("id");
    }

    private void refund(String payment, String amount) {
        shop.post("/payments/" + payment + "/refunds", """
                        {"amount": %s, "reason": "One was broken"}""".formatted(Shop.gbp(amount)))
                .expect(200);
    }

    private Answer tell(String event, String secret, long age) {
        String signature = StripeEvents.signature(event, secret, Instant.now().getEpochSecond() + age);
        return shop.post("/webhooks/payments/stripe", event, "Stripe-Signature", signature);
    }

    private static Map<String, Object> intent(String payment) {
        List<Map<String, Object>> intents = intents(payment);
        assertThat(intents).hasSize(1);
        return intents.get(0);
    }

    private static List<Map<String, Object>> intents(String payment) {
        return of(payment, STRIPE.intents());
    }

    private static List<Map<String, Object>> refunds(String payment) {
        return of(payment, STRIPE.refunds());
    }

    private static List<Map<String, Object>> of(String payment, List<Map<String, Object>> objects) {
        return objects.stream()
                .filter(it -> payment.equals(((Map<?, ?>) it.get("metadata")).get("ledgerline_payment")))
                .toList();
    }

    private String confirmedOrder() {
        String order = shop.placed(new Line(shop.listed("4.00", 5), 2));
        shop.confirmed(order);
        return order;
    }
}
