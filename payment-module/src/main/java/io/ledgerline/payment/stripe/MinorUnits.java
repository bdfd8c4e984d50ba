package io.ledgerline.payment.stripe;

import io.ledgerline.kernel.Money;
import java.math.BigDecimal;
import java.util.Currency;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.Set;

/**
 * Amounts as Stripe counts them: in whole minor units. Which currencies have none or three decimals there is Stripe's own
 * list, not ISO's; all others have two.
 *
 * @see <a href="https://docs.stripe.com/currencies">Stripe: supported currencies</a>
 */
final class MinorUnits {

    private static final Set<String> ZERO_DECIMAL = Set.of(
            "BIF", "CLP", "DJF", "GNF", "JPY", "KMF", "KRW", "MGA", "PYG", "RWF", "VND", "VUV", "XAF", "XOF", "XPF");

    private static final Set<String> THREE_DECIMAL = Set.of("BHD", "JOD", "KWD", "OMR", "TND");

    /** Have no decimals, but are given with two, which must be zero: Stripe keeps an older form alive. */
    private static final Set<String> ZERO_DECIMAL_IN_HUNDREDTHS = Set.of("ISK", "UGX");

    private MinorUnits() {}

    /** Empty if Stripe can't take such an amount. */
    static OptionalLong of(Money money) {
        String currency = money.currency().getCurrencyCode();
        BigDecimal minor = money.amount().movePointRight(decimals(currency)).stripTrailingZeros();
        // With three decimals the last one must be zero, as card networks know two.
        int fewest = THREE_DECIMAL.contains(currency) ? -1 : ZERO_DECIMAL_IN_HUNDREDTHS.contains(currency) ? -2 : 0;
        return minor.signum() == 0 || minor.scale() <= fewest
                ? OptionalLong.of(minor.longValueExact())
                : OptionalLong.empty();
    }

    /**
     * @param currency in any case
     */
    static Money money(long minor, String currency) {
        String code = currency.toUpperCase(Locale.ROOT);
        return new Money(BigDecimal.valueOf(minor, decimals(code)), Currency.getInstance(code));
    }

    private static int decimals(String currency) {
        return ZERO_DECIMAL.contains(currency) ? 0 : THREE_DECIMAL.contains(currency) ? 3 : 2;
    }
}
