package io.ledgerline.imports;

import static io.ledgerline.imports.Reason.CREDIT_EXCEEDS_ORDER;
import static io.ledgerline.imports.Reason.CREDIT_PRICE_DIFFERS;
import static io.ledgerline.imports.Reason.DISCOUNTED_ORDER_UNKNOWN;
import static io.ledgerline.imports.Reason.NOT_ON_EARLIER_ORDERS;
import static io.ledgerline.imports.Reason.NO_EARLIER_ORDER;
import static io.ledgerline.imports.Reason.SEVERAL_ORDERS_FIT;
import static io.ledgerline.imports.Reason.SEVERAL_PRICES_ON_ORDER;
import static io.ledgerline.imports.Reason.TOO_FEW_LEFT;
import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.imports.Reversals.Verdict;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;

class ReversalsTests {

    private static final Set<String> STOCK_CODES = Set.of("MUG", "CUP", "POST");
    private static final String ADA = "17850";
    private static final String BOB = "13047";

    private final List<Supplier<PastOrder>> orders = new ArrayList<>();

    @Test
    void what_only_one_earlier_order_of_the_customer_has_goes_to_that_order() {
        order("1", ADA, 1, line("MUG", 3, "2.00"));
        order("2", ADA, 1, line("CUP", 3, "2.00"));
        order("3", BOB, 1, line("MUG", 3, "2.00"));

        assertThat(reversed(ADA, 2, line("MUG", 2, "2.00"))).containsExactly(to("1"));
    }

    @Test
    void an_order_of_the_same_minute_is_early_enough_and_a_later_one_is_not() {
        order("1", ADA, 2, line("MUG", 3, "2.00"));
        order("2", ADA, 3, line("MUG", 3, "2.00"));

        assertThat(reversed(ADA, 2, line("MUG", 1, "2.00"))).containsExactly(to("1"));
        assertThat(reversed(ADA, 1, line("MUG", 1, "2.00"))).containsExactly(no(NO_EARLIER_ORDER));
    }

    @Test
    void each_reason_is_told_by_what_is_missing_first() {
        order("1", ADA, 1, line("MUG", 3, "2.00"));

        assertThat(reversed(BOB, 2, line("MUG", 1, "2.00"))).containsExactly(no(NO_EARLIER_ORDER));
        assertThat(reversed(ADA, 2, line("CUP", 1, "2.00"))).containsExactly(no(NOT_ON_EARLIER_ORDERS));
        assertThat(reversed(ADA, 2, line("MUG", 1, "2.01"))).containsExactly(no(CREDIT_PRICE_DIFFERS));
        assertThat(reversed(ADA, 2, line("MUG", 4, "2.00"))).containsExactly(no(TOO_FEW_LEFT));
    }

    @Test
    void what_fits_several_orders_is_rejected() {
        order("1", ADA, 1, line("MUG", 3, "2.00"));
        order("2", ADA, 2, line("MUG", 3, "2.00"));

        assertThat(reversed(ADA, 3, line("MUG", 2, "2.00"))).containsExactly(no(SEVERAL_ORDERS_FIT));
    }

    @Test
    void of_several_orders_the_only_one_that_has_the_whole_credit_note_is_reversed() {
        order("1", ADA, 1, line("MUG", 3, "2.00"));
        order("2", ADA, 2, line("MUG", 3, "2.00"), line("CUP", 1, "1.00"));

        assertThat(reversed(ADA, 3, line("MUG", 2, "2.00"), line("CUP", 1, "1.00")))
                .containsExactly(to("2"), to("2"));
    }

    @Test
    void a_credit_note_over_several_orders_is_taken_row_by_row() {
        order("1", ADA, 1, line("MUG", 3, "2.00"));
        order("2", ADA, 2, line("CUP", 3, "1.00"));

        assertThat(reversed(ADA, 3, line("MUG", 2, "2.00"), line("CUP", 1, "1.00"), line("CUP", 9, "1.00")))
                .containsExactly(to("1"), to("2"), no(TOO_FEW_LEFT));
    }

    @Test
    void rows_for_the_same_goods_need_enough_for_all_of_them() {
        order("1", ADA, 1, line("MUG", 3, "2.00"));
        order("2", ADA, 2, line("MUG", 4, "2.00"));

        assertThat(reversed(ADA, 3, line("MUG", 2, "2.00"), line("MUG", 2, "2.00")))
                .containsExactly(to("2"), to("2"));
    }

    @Test
    void what_was_given_back_can_not_be_given_back_again() {
        order("1", ADA, 1, line("MUG", 3, "2.00"));
        Reversals reversals = reversals();

        assertThat(reversals.of(note(ADA, 2, line("MUG", 2, "2.00")))).containsValue(to("1"));
        assertThat(reversals.of(note(ADA, 3, line("MUG", 2, "2.00")))).containsValue(no(TOO_FEW_LEFT));
        assertThat(reversals.of(note(ADA, 4, line("MUG", 1, "2.00")))).containsValue(to("1"));
    }

    @Test
    void goods_that_the_order_has_at_several_prices_are_rejected_and_charges_are_not() {
        order(
                "1",
                ADA,
                1,
                line("MUG", 3, "2.00"),
                line("MUG", 1, "1.50"),
                line("POST", 1, "3.00"),
                line("POST", 1, "4.00"));

        assertThat(reversed(ADA, 2, line("MUG", 1, "1.50"))).containsExactly(no(SEVERAL_PRICES_ON_ORDER));
        assertThat(reversed(ADA, 2, line("POST", 1, "4.00"))).containsExactly(to("1"));
    }

    @Test
    void a_discount_alone_is_on_the_customers_only_order() {
        order("1", ADA, 1, line("MUG", 3, "2.00"));
        order("2", BOB, 1, line("MUG", 3, "2.00"));
        order("3", BOB, 2, line("CUP", 3, "2.00"));

        assertThat(reversed(ADA, 3, line("D", 1, "6.00"))).containsExactly(to("1"));
        assertThat(reversed(BOB, 3, line("D", 1, "1.00"))).containsExactly(no(SEVERAL_ORDERS_FIT));
        assertThat(reversed("1", 3, line("D", 1, "1.00"))).containsExactly(no(NO_EARLIER_ORDER));
    }

    @Test
    void a_discount_beside_goods_is_on_the_order_that_they_all_reverse() {
        order("1", ADA, 1, line("MUG", 3, "2.00"));
        order("2", ADA, 2, line("CUP", 3, "1.00"));

        assertThat(reversed(ADA, 3, line("D", 1, "0.50"), line("MUG", 1, "2.00")))
                .containsExactly(to("1"), to("1"));
        assertThat(reversed(ADA, 3, line("D", 1, "0.50"), line("MUG", 1, "2.00"), line("CUP", 1, "1.00")))
                .containsExactly(no(DISCOUNTED_ORDER_UNKNOWN), to("1"), to("2"));
        assertThat(reversed(ADA, 3, line("D", 1, "0.50"), line("MUG", 9, "2.00")))
                .containsExactly(no(DISCOUNTED_ORDER_UNKNOWN), no(TOO_FEW_LEFT));
    }

    @Test
    void no_order_gives_back_more_money_than_it_has_left() {
        order("1", ADA, 1, line("MUG", 3, "2.00"));
        Reversals reversals = reversals();

        assertThat(reversals.of(note(ADA, 2, line("D", 1, "6.01")))).containsValue(no(CREDIT_EXCEEDS_ORDER));
        assertThat(reversals.of(note(ADA, 3, line("D", 1, "2.01")))).containsValue(to("1"));
        assertThat(reversals.of(note(ADA, 4, line("MUG", 2, "2.00")))).containsValue(no(CREDIT_EXCEEDS_ORDER));
        assertThat(reversals.of(note(ADA, 5, line("MUG", 1, "2.00")))).containsValue(to("1"));
    }

    private record Line(String stockCode, int quantity, String price) {}

    private static Line line(String stockCode, int quantity, String price) {
        return new Line(stockCode, quantity, price);
    }

    private void order(String number, String customer, int minute, Line... lines) {
        orders.add(() -> {
            PastOrder order = new PastOrder(number, STOCK_CODES);
            invoiceLines(number, customer, minute, lines).forEach(order::charge);
            return order;
        });
    }

    private static CreditNote note(String customer, int minute, Line... lines) {
        return new CreditNote("C1", invoiceLines("C1", customer, minute, lines));
    }

    private static List<InvoiceLine> invoiceLines(String invoice, String customer, int minute, Line... lines) {
        List<InvoiceLine> result = new ArrayList<>();
        for (Line line : lines) {
            result.add(new InvoiceLine(
                    result.size(),
                    invoice,
                    line.stockCode(),
                    null,
                    Quantity.of(line.quantity()),
                    Instant.parse("2010-12-01T08:00:00Z").plusSeconds(60L * minute),
                    Money.of(line.price(), "GBP"),
                    new CustomerId(customer),
                    null));
        }
        return result;
    }

    /** Row by row, of a credit note that is the first one. */
    private List<Verdict> reversed(String customer, int minute, Line... lines) {
        return List.copyOf(new TreeMap<>(reversals().of(note(customer, minute, lines))).values());
    }

    private Reversals reversals() {
        return new Reversals(orders.stream().map(Supplier::get).toList());
    }

    private static Verdict to(String order) {
        return new Verdict.Reverses(order);
    }

    private static Verdict no(Reason reason) {
        return new Verdict.Rejected(reason);
    }
}
