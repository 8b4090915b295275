package io.aboengine.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/** Commercial rounding to whole minor units: half goes away from zero, on both sides of it. */
final class Rounding {
    /** Digits before the point that no {@code long} has; such a number overflows without being written out. */
    private static final int DIGITS_BEYOND_LONG = 20;

    private Rounding() {}

    /** {@code value} to the nearest whole number. */
    static long halfUp(BigDecimal value) {
        return ratioHalfUp(value, BigDecimal.ONE);
    }

    /** {@code numerator / denominator} to the nearest whole number; nothing is rounded on the way. */
    static long ratioHalfUp(BigDecimal numerator, BigDecimal denominator) {
        long digits = digitsBeforePoint(numerator) - digitsBeforePoint(denominator);
        if (numerator.signum() == 0 || digits < -1) {
            return 0; // below a tenth; nothing is written out for it, however small
        }
        if (digits > DIGITS_BEYOND_LONG) {
            throw new ArithmeticException("The amount has more digits than minor units can count");
        }
        return numerator.divide(denominator, 0, RoundingMode.HALF_UP).longValueExact();
    }

    /** {@code a * b / denominator} to the nearest whole number, with {@code denominator} above zero. */
    static long productHalfUp(long a, long b, long denominator) {
        long product = a * b;
        boolean fits = Math.multiplyHigh(a, b) == product >> (Long.SIZE - 1);
        if (!fits) {
            BigInteger exact = BigInteger.valueOf(a).multiply(BigInteger.valueOf(b));
            return ratioHalfUp(new BigDecimal(exact), BigDecimal.valueOf(denominator));
        }
        long quotient = product / denominator;
        long rest = Math.abs(product % denominator);
        return rest >= denominator - rest ? quotient + Long.signum(product) : quotient;
    }

    private static long digitsBeforePoint(BigDecimal value) {
        return (long) value.precision() - value.scale();
    }
}
