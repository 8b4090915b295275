package io.aboengine.jdbc;

import java.math.BigDecimal;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * How values of one Java type travel into a statement: one by one, as elements of an array, or in PostgreSQL's binary
 * form. Moments go in whole microseconds, cut off.
 *
 * @param arrayType PostgreSQL's name of the type whose array holds many of them
 * @param element a value as an element of such an array
 * @param array makes an array for elements; of their own type, so that the driver sends what it can in binary form
 * @param binary writes a value, its length first
 */
record ColumnType<V>(
        int sqlType,
        Setter<V> setter,
        String arrayType,
        Function<V, Object> element,
        IntFunction<@Nullable Object[]> array,
        BiConsumer<BinaryRows, V> binary) {

    interface Setter<V> {
        void set(PreparedStatement statement, int index, V value) throws SQLException;
    }

    static final ColumnType<String> TEXT = new ColumnType<>(
            Types.VARCHAR, PreparedStatement::setString, "text", v -> v, String[]::new, BinaryRows::text);
    static final ColumnType<Long> NUMBER = new ColumnType<>(
            Types.BIGINT, PreparedStatement::setLong, "bigint", v -> v, Long[]::new, BinaryRows::number);
    static final ColumnType<Integer> COUNT = new ColumnType<>(
            Types.INTEGER, PreparedStatement::setInt, "integer", v -> v, Integer[]::new, BinaryRows::count);
    static final ColumnType<BigDecimal> DECIMAL = new ColumnType<>(
            Types.NUMERIC, PreparedStatement::setBigDecimal, "numeric", v -> v, BigDecimal[]::new, BinaryRows::decimal);
    static final ColumnType<Boolean> FLAG = new ColumnType<>(
            Types.BOOLEAN, PreparedStatement::setBoolean, "boolean", v -> v, Boolean[]::new, BinaryRows::flag);
    static final ColumnType<LocalDate> DAY = new ColumnType<>(
            Types.DATE, PreparedStatement::setObject, "date", ColumnType::text, String[]::new, BinaryRows::day);
    static final ColumnType<Instant> MOMENT = new ColumnType<>(
            Types.TIMESTAMP_WITH_TIMEZONE,
            (statement, index, at) -> statement.setObject(index, utc(at)),
            "timestamptz",
            at -> unsigned(at.truncatedTo(ChronoUnit.MICROS).toString()),
            String[]::new,
            BinaryRows::moment);

    /** A day as both databases read it. */
    static String text(LocalDate day) {
        return unsigned(day.toString());
    }

    /** Java writes a sign before years of more than four digits, which PostgreSQL does not read. */
    private static String unsigned(String text) {
        return text.startsWith("+") ? text.substring(1) : text;
    }

    static LocalDate utcDay(Instant at) {
        return utc(at).toLocalDate();
    }

    static OffsetDateTime utc(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
