package io.aboengine.money;

import io.aboengine.check.Require;
import io.aboengine.spi.InvalidRequestException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * An exact amount of one currency, negative for a credit. Arithmetic never loses a minor unit silently: what does not
 * fit a {@code long} throws {@link ArithmeticException}, two currencies in one sum throw
 * {@link CurrencyMismatchException}, and a method that rounds says so and rounds once, half a minor unit away from
 * zero.
 *
 * @param minorUnits the amount in the currency's smallest unit: 1290 is EUR 12.90, and JPY 1290
 * @param currency tells how many of the digits stand after the point
 */
public record Money(long minorUnits, Currency currency) implements Comparable<Money> {
    private static final Pattern DECIMAL = Pattern.compile("-?[0-9]{1,30}(?:\\.([0-9]{1,30}))?");
    private static final Pattern WITH_CODE = Pattern.compile("([A-Z]{3}) (-?[0-9.]+)");

    public Money {
        Require.present("currency", currency);
    }

    /**
     * Reads a decimal number with a point: {@code "12.90"}, {@code "-3"}. No plus sign, grouping or exponent. More
     * decimals than the currency has are refused, even zeros.
     */
    public static Money of(String decimal, Currency currency) {
        Require.present("currency", currency);
        Matcher read = DECIMAL.matcher(Require.present("amount", decimal));
        Require.that(read.matches(), "amount", decimal, "must be a decimal number such as 12.90");
        int given = read.group(1) == null ? 0 : read.group(1).length();
        if (given > currency.decimals()) {
            throw new InvalidRequestException(
                    "amount", decimal, "may have at most " + currency.decimals() + " decimals in " + currency);
        }
        BigDecimal minor = new BigDecimal(decimal).movePointRight(currency.decimals());
        return new Money(minor.longValueExact(), currency);
    }

    /** Reads what {@link #toString} writes: {@code "EUR 12.90"}. */
    public static Money parse(String text) {
        Matcher read = WITH_CODE.matcher(Require.present("money", text));
        Require.that(read.matches(), "money", text, "must be a currency code, a blank and a number: EUR 12.90");
        return of(read.group(2), Currency.of(read.group(1)));
    }

    public static Money ofMinor(long minorUnits, Currency currency) {
        return new Money(minorUnits, currency);
    }

    public static Money zero(Currency currency) {
        return new Money(0, currency);
    }

    /** The sum of the amounts, zero if there are none. All must be of {@code currency}. */
    public static Money sum(Currency currency, Collection<Money> amounts) {
        Money sum = zero(currency);
        for (Money amount : amounts) {
            sum = sum.plus(amount);
        }
        return sum;
    }

    /** The nearest amount to {@code majorUnits}, half a minor unit away from zero: -2.345 becomes EUR -2.35. */
    public static Money round(BigDecimal majorUnits, Currency currency) {
        Require.present("currency", currency);
        return new Money(Rounding.halfUp(majorUnits.scaleByPowerOfTen(currency.decimals())), currency);
    }

    public Money plus(Money other) {
        requireSameCurrency(other);
        return new Money(Math.addExact(minorUnits, other.minorUnits), currency);
    }

    public Money minus(Money other) {
        requireSameCurrency(other);
        return new Money(Math.subtractExact(minorUnits, other.minorUnits), currency);
    }

    public Money negate() {
        return new Money(Math.negateExact(minorUnits), currency);
    }

    public Money times(long factor) {
        return new Money(Math.multiplyExact(minorUnits, factor), currency);
    }

    /**
     * This amount times {@code numerator / denominator}, rounded once at the end. 30.00 times 10/31 is 9.68.
     *
     * @param numerator may be negative or larger than the denominator
     * @param denominator above zero
     */
    public Money timesFraction(long numerator, long denominator) {
        Require.that(denominator > 0, "denominator", denominator, "must be more than zero");
        return new Money(Rounding.productHalfUp(minorUnits, numerator, denominator), currency);
    }

    /** So many hundredths of this amount, rounded once: 19 percent of 9.99 is 1.90. */
    public Money percent(BigDecimal percent) {
        BigDecimal exact = percent.multiply(BigDecimal.valueOf(minorUnits)).scaleByPowerOfTen(-2);
        return new Money(Rounding.halfUp(exact), currency);
    }

    /**
     * Splits this amount into one part per weight, as near to the weights as whole minor units allow; the parts add up
     * to this amount. Each part first gets its share cut off towards zero; the minor units left over go one each to the
     * parts that lost most, where equal to the earlier one (largest remainder). 10.00 over 1, 2, 4 is 1.43, 2.86, 5.71.
     * A negative amount splits into the negated parts of its opposite; a weight of zero gets nothing.
     *
     * @param weights none below zero and not all zero
     */
    public List<Money> allocate(long... weights) {
        BigInteger totalWeight = BigInteger.ZERO;
        for (long weight : weights) {
            Require.that(weight >= 0, "weights", Arrays.toString(weights), "must not be negative");
            totalWeight = totalWeight.add(BigInteger.valueOf(weight));
        }
        Require.that(totalWeight.signum() > 0, "weights", Arrays.toString(weights), "must not be zero in total");

        long[] parts = new long[weights.length];
        BigInteger[] cutOff = new BigInteger[weights.length];
        long left = abs().minorUnits;
        for (int i = 0; i < weights.length; i++) {
            BigInteger[] shareAndRest = BigInteger.valueOf(abs().minorUnits)
                    .multiply(BigInteger.valueOf(weights[i]))
                    .divideAndRemainder(totalWeight);
            parts[i] = shareAndRest[0].longValueExact();
            cutOff[i] = shareAndRest[1];
            left -= parts[i];
        }
        IntStream.range(0, weights.length)
                .boxed()
                .sorted(Comparator.comparing((Integer i) -> cutOff[i])
                        .reversed()) // stable: the earlier part wins a tie
                .limit(left)
                .forEach(i -> parts[i]++);

        List<Money> allocated = new ArrayList<>(weights.length);
        for (long part : parts) {
            allocated.add(new Money(isNegative() ? -part : part, currency));
        }
        return List.copyOf(allocated);
    }

    public Money abs() {
        return isNegative() ? negate() : this;
    }

    /** The smaller of the two, this one if they are equal. */
    public Money min(Money other) {
        return compareTo(other) <= 0 ? this : other;
    }

    /** The larger of the two, this one if they are equal. */
    public Money max(Money other) {
        return compareTo(other) >= 0 ? this : other;
    }

    public boolean isZero() {
        return minorUnits == 0;
    }

    public boolean isNegative() {
        return minorUnits < 0;
    }

    public boolean isPositive() {
        return minorUnits > 0;
    }

    /** By amount. Amounts of different currencies have no order: throws {@link CurrencyMismatchException}. */
    @Override
    public int compareTo(Money other) {
        requireSameCurrency(other);
        return Long.compare(minorUnits, other.minorUnits);
    }

    /** The amount in major units, with exactly the currency's decimals as its scale. */
    public BigDecimal toDecimal() {
        return BigDecimal.valueOf(minorUnits, currency.decimals());
    }

    /** {@code "12.90"}: with a point, all the currency's decimals, no grouping; the same in every locale. */
    public String toPlainString() {
        return toDecimal().toPlainString();
    }

    /** {@code "EUR 12.90"}, readable by {@link #parse}. */
    @Override
    public String toString() {
        return currency.code() + " " + toPlainString();
    }

    private void requireSameCurrency(Money other) {
        if (!currency.equals(other.currency)) {
            throw new CurrencyMismatchException(this, other);
        }
    }
}
