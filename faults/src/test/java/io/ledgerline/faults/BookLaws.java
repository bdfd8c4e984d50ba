package io.ledgerline.faults;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import io.ledgerline.faults.Books.Charge;
import io.ledgerline.faults.PaymentHistory.State;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the provider has in its books, in its tables and over HTTP, is what the log has. */
final class BookLaws {

    private BookLaws() {}

    /** @param shown what the program shows of the books over HTTP */
    static void check(Books books, JsonNode shown, Replay log, Findings findings) {
        Map<String, List<Charge>> byPayment = books.charges().stream().collect(groupingBy(Charge::payment));
        log.payments().forEach((id, payment) -> {
            if (payment.isOfSandbox()) {
                recorded(id, payment, byPayment.getOrDefault(id, List.of()), findings);
            }
        });
        for (Charge charge : books.charges()) {
            findings.check(Law.BOOKS, log.payments().containsKey(charge.payment()), "The log doesn't know %s", charge);
            BigDecimal refunds = books.refunds().getOrDefault(charge.reference(), BigDecimal.ZERO);
            findings.same(Law.BOOKS, charge.refunded(), refunds, "The refunds of %s", charge);
            findings.check(Law.BOOKS, refunds.compareTo(charge.amount()) <= 0, "More went back than came: %s", charge);
        }
        shown(books, shown, findings);
    }

    private static void recorded(String id, PaymentHistory payment, List<Charge> known, Findings findings) {
        findings.check(Law.BOOKS, known.size() <= 1, "Payment %s was charged more than once: %s", id, known);
        boolean charged = known.stream().anyMatch(Charge::captured);
        findings.same(Law.BOOKS, payment.state() == State.CAPTURED, charged, "Payment %s was charged", id);
        for (Charge charge : known) {
            findings.same(Law.BOOKS, charge.reference(), payment.providerReference(), "The reference of %s", id);
            findings.same(Law.BOOKS, charge.amount(), payment.amount(), "The amount of %s", id);
            findings.same(Law.BOOKS, charge.refunded(), payment.refunded(), "What has gone back of %s", id);
        }
    }

    private static void shown(Books books, JsonNode shown, Findings findings) {
        Map<String, Charge> byReference =
                books.charges().stream().collect(toMap(Charge::reference, Function.identity()));
        findings.same(Law.BOOKS, books.charges().size(), shown.size(), "Charges that the provider shows");
        shown.forEach(item -> {
            Charge charge = byReference.get(item.path("providerReference").asString());
            findings.check(
                    Law.BOOKS, isShownBy(item, charge), "The provider shows %s, and its books have %s", item, charge);
        });
    }

    private static boolean isShownBy(JsonNode item, @Nullable Charge charge) {
        return charge != null
                && charge.payment().equals(item.path("paymentId").asString())
                && charge.captured() == item.path("status").asString().equals("CAPTURED")
                && charge.amount().compareTo(LogEvent.amount(item.path("amount"))) == 0
                && charge.refunded().compareTo(LogEvent.amount(item.path("refunded"))) == 0;
    }
}
