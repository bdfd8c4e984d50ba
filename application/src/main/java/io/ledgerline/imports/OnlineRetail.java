package io.ledgerline.imports;

import io.ledgerline.catalog.api.Sku;
import io.ledgerline.imports.Reading.Credit;
import io.ledgerline.imports.Reading.Unusable;
import io.ledgerline.imports.Reading.Usable;
import io.ledgerline.kernel.CustomerId;
import io.ledgerline.kernel.InvalidValue;
import io.ledgerline.kernel.Money;
import io.ledgerline.kernel.Quantity;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.format.ResolverStyle;
import java.util.Currency;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The format {@code online-retail}: one row for each line of an invoice, prices in pounds, times as the clocks in London
 * show them.
 */
final class OnlineRetail {

    static final String FORMAT = "online-retail";

    static final List<String> HEADER = List.of(
            "InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country");

    static final Currency CURRENCY = Currency.getInstance("GBP");

    private static final String DISCOUNT = "D";

    /** Stock codes that are services, fees or corrections: on an order they are charges, in the catalog nothing. */
    private static final Set<String> NO_GOODS = Set.of(
            "POST", // postage
            "DOT", // postage of the web shop
            "C2", // carriage
            DISCOUNT,
            "M", // entered by hand
            "S", // samples
            "B", // bad debt
            "BANK CHARGES",
            "AMAZONFEE",
            "CRUK", // commission to a charity
            "PADS"); // an adjustment for cushion pads

    private static final ZoneId LONDON = ZoneId.of("Europe/London");
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withResolverStyle(ResolverStyle.STRICT);
    private static final Instant EARLIEST = Instant.parse("1900-01-01T00:00:00Z");
    private static final Instant END_OF_TIME = Instant.MAX.minusSeconds(86_400);

    /** Leaves room for the prefix that makes a payment's id of it. */
    private static final Pattern INVOICE = Pattern.compile("[A-Za-z0-9_-]{1,56}");

    /** Bounded, so that nothing is computed with numbers that are short to write and long to expand. */
    private static final Pattern WHOLE_NUMBER = Pattern.compile("[+-]?[0-9]{1,12}");

    private static final Pattern DECIMAL_NUMBER = Pattern.compile("[+-]?[0-9]{1,15}(\\.[0-9]{1,15})?");

    /** Customer numbers were once stored as floating point numbers. */
    private static final Pattern POINT_ZERO = Pattern.compile("\\.0+$");

    private static final int LONGEST_TEXT = 255;

    private OnlineRetail() {}

    static boolean isGoods(String stockCode) {
        return !NO_GOODS.contains(stockCode.toUpperCase(Locale.ROOT));
    }

    static boolean isDiscount(String stockCode) {
        return DISCOUNT.equalsIgnoreCase(stockCode);
    }

    /** A row that was stored, as it was read then: nothing that was fit then is unfit now. */
    static Reading read(int number, List<String> columns) {
        return read(number, columns, END_OF_TIME);
    }

    /**
     * @param number of the line on which the row begins
     * @param now no invoice may be later, but for a day's difference between clocks
     */
    static Reading read(int number, List<String> columns, Instant now) {
        if (columns.size() != HEADER.size()) {
            return new Unusable(Reason.WRONG_NUMBER_OF_COLUMNS, BigDecimal.ZERO);
        }
        List<String> values = columns.stream().map(String::strip).toList();
        @Nullable Long quantity = wholeNumber(values.get(3));
        @Nullable Money price = price(values.get(5));
        BigDecimal amount = quantity == null || price == null
                ? BigDecimal.ZERO
                : price.amount().multiply(BigDecimal.valueOf(quantity));
        try {
            boolean credit = isCreditNote(values.get(0));
            InvoiceLine line = line(number, values, credit, quantity, price, amount, now);
            return credit ? new Credit(line) : new Usable(line);
        } catch (Unfit unfit) {
            return new Unusable(unfit.reason, amount);
        }
    }

    private static boolean isCreditNote(String invoice) {
        return invoice.startsWith("C") || invoice.startsWith("c");
    }

    private static InvoiceLine line(
            int number,
            List<String> values,
            boolean credit,
            @Nullable Long quantity,
            @Nullable Money price,
            BigDecimal amount,
            Instant now) {
        String invoice = values.get(0);
        check(INVOICE.matcher(invoice).matches(), Reason.INVALID_INVOICE_NUMBER);
        String stockCode = values.get(1);
        valid(() -> new Sku(stockCode), Reason.INVALID_STOCK_CODE);
        @Nullable String description = text(values.get(2), Reason.INVALID_DESCRIPTION);
        check(quantity != null, Reason.INVALID_QUANTITY);
        check(credit || quantity > 0, Reason.QUANTITY_NOT_POSITIVE);
        check(!credit || quantity < 0, Reason.QUANTITY_NOT_NEGATIVE);
        check(Math.abs(quantity) <= Quantity.MAX, Reason.INVALID_QUANTITY);
        check(price != null, Reason.INVALID_PRICE);
        check(price.isPositive(), Reason.PRICE_NOT_POSITIVE);
        valid(() -> new Money(amount, CURRENCY), Reason.AMOUNT_TOO_LARGE);
        Instant at = time(values.get(4), now);
        @Nullable CustomerId customer = customer(values.get(6));
        check(!credit || customer != null, Reason.CREDIT_WITHOUT_CUSTOMER);
        @Nullable String country = text(values.get(7), Reason.INVALID_COUNTRY);
        return new InvoiceLine(
                number,
                invoice,
                stockCode,
                description,
                Quantity.of(Math.abs(quantity.intValue())),
                at,
                price,
                customer,
                country);
    }

    private static @Nullable Long wholeNumber(String value) {
        return WHOLE_NUMBER.matcher(value).matches() ? Long.valueOf(value) : null;
    }

    private static @Nullable Money price(String value) {
        if (!DECIMAL_NUMBER.matcher(value).matches()) {
            return null;
        }
        try {
            return new Money(new BigDecimal(value), CURRENCY);
        } catch (InvalidValue e) {
            return null;
        }
    }

    /** A time that the clocks skip in spring is taken as if they had not been put forward yet. */
    private static Instant time(String value, Instant now) {
        try {
            Instant at = LocalDateTime.parse(value, TIME).atZone(LONDON).toInstant();
            check(!at.isBefore(EARLIEST) && at.isBefore(now.plusSeconds(86_400)), Reason.INVALID_DATE);
            return at;
        } catch (DateTimeParseException e) {
            throw new Unfit(Reason.INVALID_DATE);
        }
    }

    private static @Nullable CustomerId customer(String value) {
        String id = POINT_ZERO.matcher(value).replaceFirst("");
        return value.isEmpty() ? null : valid(() -> new CustomerId(id), Reason.INVALID_CUSTOMER);
    }

    private static @Nullable String text(String value, Reason otherwise) {
        check(value.length() <= LONGEST_TEXT, otherwise);
        return value.isEmpty() ? null : value;
    }

    private static <T> T valid(Supplier<T> value, Reason otherwise) {
        try {
            return value.get();
        } catch (InvalidValue e) {
            throw new Unfit(otherwise);
        }
    }

    private static void check(boolean holds, Reason otherwise) {
        if (!holds) {
            throw new Unfit(otherwise);
        }
    }

    /** Leads from the first check that fails to the row's verdict; never leaves this class. */
    private static final class Unfit extends RuntimeException {

        private final Reason reason;

        private Unfit(Reason reason) {
            super(reason.code(), null, false, false);
            this.reason = reason;
        }
    }
}
