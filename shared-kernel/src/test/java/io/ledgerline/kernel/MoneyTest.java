package io.ledgerline.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.ledgerline.kernel.testing.Json;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Currency;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

    private static final Money ZERO = Money.zero(Currency.getInstance("GBP"));

    @ParameterizedTest
    @CsvSource({"12.5,GBP,12.50", "12,GBP,12.00", "1e2,GBP,100.00", "7,JPY,7", "1.234,KWD,1.234", "-0.00,GBP,0.00"})
    void hasAsManyDecimalsAsItsCurrency(String amount, String currency, String shown) {
        assertThat(Money.of(amount, currency)).hasToString(shown + " " + currency);
    }

    @ParameterizedTest
    @CsvSource({"12.505,GBP", "7.5,JPY", "1e-999999999,GBP", "1e12,GBP", "1e999999999,GBP", "-1e12,GBP"})
    void refusesMoreDigitsThanItCanHold(String amount, String currency) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> Money.of(amount, currency))
                .satisfies(invalid -> assertThat(invalid.field()).isEqualTo("amount"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"XXX", "GB", "gbp", "", "POUND"})
    void refusesWhatIsNoCurrency(String currency) {
        assertThatExceptionOfType(InvalidValue.class)
                .isThrownBy(() -> Money.of("1", currency))
                .satisfies(invalid -> assertThat(invalid.field()).isEqualTo("currency"));
    }

    @Test
    void currenciesDontMix() {
        Money pounds = Money.of("1", "GBP");
        Money euros = Money.of("1", "EUR");
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> pounds.plus(euros));
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> pounds.minus(euros));
        assertThatExceptionOfType(InvalidValue.class).isThrownBy(() -> pounds.isMoreThan(euros));
    }

    @Test
    void isEqualHoweverItWasWritten() {
        assertThat(Money.of("1e1", "GBP")).isEqualTo(Money.of("10.00", "GBP")).hasSameHashCodeAs(Money.of("10", "GBP"));
    }

    @Test
    void isWrittenAsDecimalStringAndReadFromNumbersToo() {
        assertThat(Json.EVENTS.writeValueAsString(Money.of("12.5", "GBP")))
                .isEqualTo("{\"amount\":\"12.50\",\"currency\":\"GBP\"}");
        assertThat(Json.EVENTS.readValue("{\"amount\":12.5,\"currency\":\"GBP\"}", Money.class))
                .isEqualTo(Money.of("12.50", "GBP"));
    }

    @Test
    void addsUpInAnyOrder() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int run = 0; run < 200; run++) {
            List<Money> amounts = new ArrayList<>();
            BigDecimal expected = BigDecimal.ZERO;
            for (int i = random.nextInt(20); i >= 0; i--) {
                BigDecimal amount = BigDecimal.valueOf(random.nextLong(-100_000_000_00L, 100_000_000_00L), 2);
                int factor = random.nextInt(100);
                expected = expected.add(amount.multiply(BigDecimal.valueOf(factor)));
                amounts.add(new Money(amount, ZERO.currency()).times(factor));
            }
            Money sum = amounts.stream().reduce(ZERO, Money::plus);
            Collections.shuffle(amounts, random);
            assertThat(amounts.stream().reduce(ZERO, Money::plus))
                    .as("seed %d", seed)
                    .isEqualTo(sum);
            assertThat(sum.amount()).as("seed %d", seed).isEqualByComparingTo(expected);
            assertThat(amounts.stream().reduce(sum, Money::minus))
                    .as("seed %d", seed)
                    .isEqualTo(ZERO);
            assertThat(sum.plus(sum.negated()).isZero()).as("seed %d", seed).isTrue();
        }
    }
}
