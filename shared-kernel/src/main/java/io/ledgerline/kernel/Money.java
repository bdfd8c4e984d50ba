package io.ledgerline.kernel;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonFormat;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.math.BigDecimal;
import java.util.Currency;
import org.jspecify.annotations.Nullable;

/**
 * An amount in one currency, with exactly as many decimals as the currency has. May be negative (a refund, a credit).
 * In JSON {@code {"amount":"12.50","currency":"GBP"}}.
 *
 * @param amount in major units; more decimals than the currency has, or more than {@value #MAX_INTEGER_DIGITS} digits
 *     before the point, are refused with {@link InvalidValue}
 * @param currency by its ISO 4217 code
 */
@JsonAutoDetect(isGetterVisibility = JsonAutoDetect.Visibility.NONE)
public record Money(
        @JsonFormat(shape = JsonFormat.Shape.STRING) BigDecimal amount, Currency currency) {

    /** Keeps sums of any realistic number of amounts within {@code numeric(20,4)}. */
    private static final int MAX_INTEGER_DIGITS = 12;

    public Money {
        int decimals = currency.getDefaultFractionDigits();
        if (decimals < 0) {
            throw new InvalidValue("currency", currency.getCurrencyCode() + " is not a currency to pay in");
        }
        // Checked before anything is computed with the number: 1e999999999 is short to write and long to expand.
        if (amount.signum() != 0 && (long) amount.precision() - amount.scale() > MAX_INTEGER_DIGITS) {
            throw new InvalidValue("amount", "must have at most " + MAX_INTEGER_DIGITS + " digits before the point");
        }
        if (amount.signum() == 0) {
            amount = BigDecimal.ZERO;
        } else if (amount.scale() > decimals) {
            BigDecimal plain = amount.precision() < 100 ? amount.stripTrailingZeros() : amount;
            if (plain.scale() > decimals) {
                throw tooManyDecimals(decimals, currency);
            }
            amount = plain;
        }
        amount = amount.setScale(decimals);
    }

    /**
     * Reads the JSON form; an unknown currency, a missing part, or more decimals than the currency has, be they zeros, are
     * an {@link InvalidValue}.
     */
    @JsonCreator
    static Money read(
            @JsonProperty("amount") @Nullable BigDecimal amount, @JsonProperty("currency") @Nullable String currency) {
        Money money = of(amount, currency);
        if (amount != null && amount.scale() > money.amount.scale()) {
            throw tooManyDecimals(money.amount.scale(), money.currency);
        }
        return money;
    }

    /** An unknown currency or a missing part is an {@link InvalidValue}. */
    public static Money of(@Nullable BigDecimal amount, @Nullable String currency) {
        if (amount == null) {
            throw new InvalidValue("amount", "must not be missing");
        }
        if (currency == null) {
            throw new InvalidValue("currency", "must not be missing");
        }
        try {
            return new Money(amount, Currency.getInstance(currency));
        } catch (IllegalArgumentException e) {
            if (e instanceof InvalidValue invalid) {
                throw invalid;
            }
            throw new InvalidValue("currency", "must be an ISO 4217 code");
        }
    }

    private static InvalidValue tooManyDecimals(int decimals, Currency currency) {
        return new InvalidValue(
                "amount", "must have at most " + decimals + " decimals in " + currency.getCurrencyCode());
    }

    public static Money of(String amount, String currency) {
        return of(new BigDecimal(amount), currency);
    }

    public static Money zero(Currency currency) {
        return new Money(BigDecimal.ZERO, currency);
    }

    public Money plus(Money other) {
        return new Money(amount.add(sameCurrency(other).amount), currency);
    }

    public Money minus(Money other) {
        return new Money(amount.subtract(sameCurrency(other).amount), currency);
    }

    public Money times(int factor) {
        return new Money(amount.multiply(BigDecimal.valueOf(factor)), currency);
    }

    public Money negated() {
        return new Money(amount.negate(), currency);
    }

    public boolean isZero() {
        return amount.signum() == 0;
    }

    public boolean isPositive() {
        return amount.signum() > 0;
    }

    public boolean isNegative() {
        return amount.signum() < 0;
    }

    public boolean isMoreThan(Money other) {
        return amount.compareTo(sameCurrency(other).amount) > 0;
    }

    private Money sameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new InvalidValue("currency", "%s and %s don't add up".formatted(currency, other.currency));
        }
        return other;
    }

    @Override
    public String toString() {
        return amount.toPlainString() + " " + currency.getCurrencyCode();
    }
}
