package io.ledgerline.payment.stripe;

import static org.assertj.core.api.Assertions.assertThat;

import io.ledgerline.kernel.Money;
import java.util.Locale;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MinorUnitsTest {

    @ParameterizedTest
    @CsvSource({
        "15.30, GBP, 1530",
        "0.01, USD, 1",
        "0, EUR, 0",
        "999999999999.99, USD, 99999999999999",
        "500, JPY, 500",
        "1000, JPY, 1000",
        "7, KRW, 7",
        "5, ISK, 500",
        "5, UGX, 500",
        "12.34, HUF, 1234",
        "3, MGA, 3",
        "5.12, KWD, 5120",
        "5, BHD, 5000"
    })
    void anAmountIsCountedAsStripeDoesAndBack(String amount, String currency, long minor) {
        Money money = Money.of(amount, currency);
        assertThat(MinorUnits.of(money)).hasValue(minor);
        assertThat(MinorUnits.money(minor, currency.toLowerCase(Locale.ROOT))).isEqualTo(money);
    }

    @ParameterizedTest
    @CsvSource({"5.123, KWD", "0.001, TND", "3.20, MGA"})
    void anAmountThatStripeCannotTakeIsNone(String amount, String currency) {
        assertThat(MinorUnits.of(Money.of(amount, currency))).isEmpty();
    }
}
