package io.aboengine.money;

import io.aboengine.check.Require;
import java.math.BigDecimal;
import java.util.regex.Pattern;

/**
 * The price of one unit. May have more decimals than its currency (a call at EUR 0.0004), may be zero, is never
 * negative. It becomes {@link Money} by {@link #times} or {@link #prorated}, which round once at the very end, half a
 * minor unit away from zero; so a thousand calls cost EUR 0.40, not nothing.
 *
 * @param amount in major units; kept with the currency's decimals at least and no further trailing zeros, so that equal
 *     prices are equal. At most 12 decimals and 18 digits before the point
 */
public record UnitPrice(BigDecimal amount, Currency currency) {
    private static final int MAX_DECIMALS = 12;
    private static final int MAX_DIGITS_BEFORE_POINT = 18;
    private static final Pattern DECIMAL = Pattern.compile("[0-9]{1,30}(?:\\.[0-9]{1,30})?");

    public UnitPrice {
        Require.present("unitPrice", amount);
        Require.present("currency", currency);
        Require.that(amount.signum() >= 0, "unitPrice", amount, "must not be negative");
        amount = amount.signum() == 0 ? BigDecimal.ZERO : amount.stripTrailingZeros();
        Require.that(amount.scale() <= MAX_DECIMALS, "unitPrice", amount, "may have at most 12 decimals");
        Require.that(
                (long) amount.precision() - amount.scale() <= MAX_DIGITS_BEFORE_POINT,
                "unitPrice",
                amount,
                "may have at most 18 digits before the point");
        if (amount.scale() < currency.decimals()) {
            amount = amount.setScale(currency.decimals());
        }
    }

    /** Reads a decimal number with a point: {@code "0.0004"}. No sign, grouping or exponent. */
    public static UnitPrice of(String decimal, Currency currency) {
        Require.present("unitPrice", decimal);
        Require.that(
                DECIMAL.matcher(decimal).matches(),
                "unitPrice",
                decimal,
                "must be a decimal number that is not negative, such as 0.0125");
        return new UnitPrice(new BigDecimal(decimal), currency);
    }

    public static UnitPrice of(Money price) {
        return new UnitPrice(price.toDecimal(), price.currency());
    }

    /** What {@code quantity} units cost, rounded once. A negative quantity gives the credit for it. */
    public Money times(BigDecimal quantity) {
        return prorated(quantity, 1, 1);
    }

    /**
     * What {@code quantity} units cost for {@code days} of a period of {@code ofDays}: price times quantity times days,
     * divided by the length of the period, rounded once. 120.00 for 184 of 365 days is 60.49.
     *
     * @param days zero or more
     * @param ofDays length of the full period, above zero
     */
    public Money prorated(BigDecimal quantity, long days, long ofDays) {
        Require.present("quantity", quantity);
        Require.that(days >= 0, "days", days, "must not be negative");
        Require.that(ofDays > 0, "ofDays", ofDays, "must be more than zero");
        BigDecimal minorTimesDays =
                amount.multiply(quantity).multiply(BigDecimal.valueOf(days)).scaleByPowerOfTen(currency.decimals());
        return Money.ofMinor(Rounding.ratioHalfUp(minorTimesDays, BigDecimal.valueOf(ofDays)), currency);
    }

    public boolean isZero() {
        return amount.signum() == 0;
    }

    /** {@code "0.0004"}: with a point and at least the currency's decimals, the same in every locale. */
    public String toPlainString() {
        return amount.toPlainString();
    }

    /** {@code "EUR 0.0004"}. */
    @Override
    public String toString() {
        return currency.code() + " " + toPlainString();
    }
}
