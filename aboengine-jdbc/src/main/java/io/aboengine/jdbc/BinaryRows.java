package io.aboengine.jdbc;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;

/**
 * Rows in the form that PostgreSQL's {@code copy … from stdin (format binary)} reads. All numbers are big-endian; dates
 * and moments count from 2000-01-01 UTC; a decimal is a row of digits to the base 10,000.
 *
 * @see <a href="https://www.postgresql.org/docs/current/sql-copy.html">COPY, File Formats, Binary Format</a>
 */
final class BinaryRows {
    private static final byte[] SIGNATURE = {'P', 'G', 'C', 'O', 'P', 'Y', '\n', (byte) 0xff, '\r', '\n', 0};
    private static final LocalDate FIRST_DAY = LocalDate.of(2000, 1, 1);
    private static final long FIRST_DAY_NUMBER = FIRST_DAY.toEpochDay();
    private static final Instant FIRST_MOMENT = Instant.parse("2000-01-01T00:00:00Z");
    private static final int ABSENT = -1;
    private static final int BASE_DIGITS = 4;
    private static final BigInteger BASE = BigInteger.valueOf(10_000);
    private static final int NEGATIVE = 0x4000;

    private byte[] bytes;
    private int size;

    BinaryRows(int expectedBytes) {
        bytes = new byte[Math.max(expectedBytes, 256)];
        System.arraycopy(SIGNATURE, 0, bytes, 0, SIGNATURE.length);
        size = SIGNATURE.length;
        putInt(0); // no flags
        putInt(0); // no header extension
    }

    byte[] bytes() {
        return bytes;
    }

    int size() {
        return size;
    }

    /** Begins a row of so many values. */
    void row(int columns) {
        putShort(columns);
    }

    void end() {
        putShort(-1);
    }

    void absent() {
        putInt(ABSENT);
    }

    void text(String value) {
        byte[] encoded = value.getBytes(StandardCharsets.UTF_8);
        putInt(encoded.length);
        ensure(encoded.length);
        System.arraycopy(encoded, 0, bytes, size, encoded.length);
        size += encoded.length;
    }

    void number(long value) {
        putInt(Long.BYTES);
        putLong(value);
    }

    void count(int value) {
        putInt(Integer.BYTES);
        putInt(value);
    }

    void flag(boolean value) {
        putInt(1);
        ensure(1);
        bytes[size++] = (byte) (value ? 1 : 0);
    }

    void day(LocalDate value) {
        putInt(Integer.BYTES);
        putInt(Math.toIntExact(value.toEpochDay() - FIRST_DAY_NUMBER));
    }

    void moment(Instant value) {
        putInt(Long.BYTES);
        // Not by ChronoUnit, which counts in nanoseconds: a long holds 292 years of them.
        long seconds = value.getEpochSecond() - FIRST_MOMENT.getEpochSecond();
        putLong(Math.addExact(Math.multiplyExact(seconds, 1_000_000L), value.getNano() / 1_000));
    }

    void decimal(BigDecimal value) {
        BigDecimal plain = value.scale() < 0 ? value.setScale(0) : value;
        int scale = plain.scale();
        int fractionDigits = (scale + BASE_DIGITS - 1) / BASE_DIGITS;
        BigInteger left =
                plain.unscaledValue().abs().multiply(BigInteger.TEN.pow(fractionDigits * BASE_DIGITS - scale));
        short[] digits = new short[left.bitLength() / 13 + 1];
        int first = digits.length;
        while (left.signum() != 0) {
            BigInteger[] parts = left.divideAndRemainder(BASE);
            digits[--first] = parts[1].shortValueExact();
            left = parts[0];
        }
        int last = digits.length;
        while (last > first && digits[last - 1] == 0) {
            last--;
        }
        putInt(Short.BYTES * (4 + last - first));
        putShort(last - first);
        putShort(digits.length - first - fractionDigits - 1); // the place of the first digit
        putShort(plain.signum() < 0 ? NEGATIVE : 0);
        putShort(scale);
        for (int i = first; i < last; i++) {
            putShort(digits[i]);
        }
    }

    private void putShort(int value) {
        ensure(Short.BYTES);
        bytes[size++] = (byte) (value >> 8);
        bytes[size++] = (byte) value;
    }

    private void putInt(int value) {
        ensure(Integer.BYTES);
        bytes[size++] = (byte) (value >> 24);
        bytes[size++] = (byte) (value >> 16);
        bytes[size++] = (byte) (value >> 8);
        bytes[size++] = (byte) value;
    }

    private void putLong(long value) {
        putInt((int) (value >> 32));
        putInt((int) value);
    }

    private void ensure(int more) {
        if (size + more > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(2 * bytes.length, size + more));
        }
    }
}
