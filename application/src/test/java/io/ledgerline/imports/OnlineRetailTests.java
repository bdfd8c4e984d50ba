package io.ledgerline.imports;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OnlineRetailTests {

    private static final Instant NOW = Instant.parse("2026-11-20T10:00:00Z");
    private static final List<String> ROW = List.of(
            "536365", "85123A", " T-LIGHT HOLDER ", "6", "2010-12-01 08:26:00", "2.55", "17850.0", "United Kingdom");

    @Test
    void a_row_is_read_with_all_that_it_says() {
        InvoiceLine line = usable(ROW);

        assertThat(line.number()).isEqualTo(2);
        assertThat(line.invoice()).isEqualTo("536365");
        assertThat(line.stockCode()).isEqualTo("85123A");
        assertThat(line.description()).isEqualTo("T-LIGHT HOLDER");
        assertThat(line.quantity().value()).isEqualTo(6);
        assertThat(line.at()).isEqualTo("2010-12-01T08:26:00Z");
        assertThat(line.price()).hasToString("2.55 GBP");
        assertThat(line.amount()).hasToString("15.30 GBP");
        assertThat(line.customer()).hasToString("17850");
        assertThat(line.country()).isEqualTo("United Kingdom");
    }

    @Test
    void what_a_row_does_not_say_is_null() {
        InvoiceLine line = usable(with(2, ""), 6, "", 7, " ");

        assertThat(line.description()).isNull();
        assertThat(line.customer()).isNull();
        assertThat(line.country()).isNull();
    }

    @ParameterizedTest
    @CsvSource({
        "2010-12-01 08:26:00, 2010-12-01T08:26:00Z",
        "2010-07-01 08:26:00, 2010-07-01T07:26:00Z",
        "2010-03-28 01:30:00, 2010-03-28T01:30:00Z",
        "2010-10-31 01:30:00, 2010-10-31T00:30:00Z"
    })
    void times_are_those_of_the_clocks_in_London(String written, Instant meant) {
        assertThat(usable(with(4, written)).at()).isEqualTo(meant);
    }

    @ParameterizedTest
    @CsvSource({
        "0, '', invalid_invoice_number",
        "0, 53/6365, invalid_invoice_number",
        "0, '536365;drop table import', invalid_invoice_number",
        "0, C536365, quantity_not_negative",
        "0, c536365, quantity_not_negative",
        "1, '', invalid_stock_code",
        "1, 85123é, invalid_stock_code",
        "3, '', invalid_quantity",
        "3, six, invalid_quantity",
        "3, 6.5, invalid_quantity",
        "3, 1e9, invalid_quantity",
        "3, 1000001, invalid_quantity",
        "3, 1000000000, invalid_quantity",
        "3, 99999999999999999999, invalid_quantity",
        "3, ٣, invalid_quantity",
        "3, 0, quantity_not_positive",
        "3, -6, quantity_not_positive",
        "4, '', invalid_date",
        "4, 2010-02-30 08:26:00, invalid_date",
        "4, 01/12/2010 08:26, invalid_date",
        "4, 2010-12-01 24:00:00, invalid_date",
        "4, 2910-12-01 08:26:00, invalid_date",
        "4, 0010-12-01 08:26:00, invalid_date",
        "4, 999999999-12-01 08:26:00, invalid_date",
        "5, '', invalid_price",
        "5, free, invalid_price",
        "5, 2.555, invalid_price",
        "5, 1e400, invalid_price",
        "5, 1e999999999, invalid_price",
        "5, NaN, invalid_price",
        "5, Infinity, invalid_price",
        "5, 0x10, invalid_price",
        "5, 1234567890123, invalid_price",
        "5, 0.0, price_not_positive",
        "5, -11062.06, price_not_positive",
        "5, 999999999999.99, amount_too_large",
        "6, <script>, invalid_customer"
    })
    void a_row_that_makes_no_sense_is_rejected_with_its_reason(int column, String value, String reason) {
        assertThat(unusable(with(column, value)).reason().code()).isEqualTo(reason);
    }

    @Test
    void texts_that_are_too_long_are_rejected() {
        assertThat(unusable(with(2, "x".repeat(60_000))).reason()).isEqualTo(Reason.INVALID_DESCRIPTION);
        assertThat(unusable(with(7, "x".repeat(256))).reason()).isEqualTo(Reason.INVALID_COUNTRY);
        assertThat(usable(with(2, "x".repeat(255))).description()).hasSize(255);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 9, 1000})
    void a_row_with_another_number_of_columns_is_rejected(int columns) {
        Reading reading = OnlineRetail.read(2, Collections.nCopies(columns, "1"), NOW);

        assertThat(reading).isEqualTo(new Reading.Unusable(Reason.WRONG_NUMBER_OF_COLUMNS, BigDecimal.ZERO));
    }

    @ParameterizedTest
    @CsvSource({"-6, 2.55, -15.30", "0, 2.55, 0", "6, -2.55, -15.30", "1000000000, 2.55, 2550000000", "six, 2.55, 0"})
    void a_rejected_row_counts_with_what_can_be_read_of_it(String quantity, String price, BigDecimal amount) {
        List<String> row = new ArrayList<>(with(3, quantity));
        row.set(5, price);

        assertThat(unusable(row).amount()).isEqualByComparingTo(amount);
    }

    @ParameterizedTest
    @ValueSource(strings = {"C536365", "c536365"})
    void a_row_of_a_credit_note_gives_back_what_it_says(String invoice) {
        List<String> row = creditNote(3, "-6");
        row.set(0, invoice);
        Reading reading = OnlineRetail.read(2, row, NOW);

        assertThat(reading).isInstanceOf(Reading.Credit.class);
        assertThat(reading.amount()).isEqualByComparingTo("-15.30");
        assertThat(((Reading.Credit) reading).line().quantity().value()).isEqualTo(6);
    }

    @ParameterizedTest
    @CsvSource({
        "3, 6, quantity_not_negative",
        "3, 0, quantity_not_negative",
        "3, -1000001, invalid_quantity",
        "5, 0, price_not_positive",
        "6, '', credit_without_customer"
    })
    void a_row_of_a_credit_note_that_makes_no_sense_is_rejected_with_its_reason(
            int column, String value, String reason) {
        assertThat(unusable(creditNote(column, value)).reason().code()).isEqualTo(reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"POST", "DOT", "C2", "D", "M", "m", "S", "B", "BANK CHARGES", "AMAZONFEE", "CRUK", "PADS"})
    void services_and_corrections_are_no_goods(String code) {
        assertThat(OnlineRetail.isGoods(code)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"85123A", "DCGS0076", "gift_0001_40", "22745"})
    void everything_else_is_goods(String code) {
        assertThat(OnlineRetail.isGoods(code)).isTrue();
    }

    private static List<String> creditNote(int column, String value) {
        List<String> row = with(0, "C536365");
        row.set(3, "-6");
        row.set(column, value);
        return row;
    }

    private static List<String> with(int column, String value) {
        List<String> row = new ArrayList<>(ROW);
        row.set(column, value);
        return row;
    }

    private static InvoiceLine usable(List<String> row, Object... more) {
        List<String> changed = new ArrayList<>(row);
        for (int i = 0; i < more.length; i += 2) {
            changed.set((Integer) more[i], (String) more[i + 1]);
        }
        Reading reading = OnlineRetail.read(2, changed, NOW);
        assertThat(reading).isInstanceOf(Reading.Usable.class);
        return ((Reading.Usable) reading).line();
    }

    private static Reading.Unusable unusable(List<String> row) {
        Reading reading = OnlineRetail.read(2, row, NOW);
        assertThat(reading).isInstanceOf(Reading.Unusable.class);
        return (Reading.Unusable) reading;
    }
}
