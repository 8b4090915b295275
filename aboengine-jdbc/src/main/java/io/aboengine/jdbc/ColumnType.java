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

/** How values of one Java type travel into a statement. Moments go in whole microseconds, cut off. */
record ColumnType<V>(int sqlType, Setter<V> setter) {

    interface Setter<V> {
        void set(PreparedStatement statement, int index, V value) throws SQLException;
    }

    static final ColumnType<String> TEXT = new ColumnType<>(Types.VARCHAR, PreparedStatement::setString);
    static final ColumnType<Long> NUMBER = new ColumnType<>(Types.BIGINT, PreparedStatement::setLong);
    static final ColumnType<Integer> COUNT = new ColumnType<>(Types.INTEGER, PreparedStatement::setInt);
    static final ColumnType<BigDecimal> DECIMAL = new ColumnType<>(Types.NUMERIC, PreparedStatement::setBigDecimal);
    static final ColumnType<Boolean> FLAG = new ColumnType<>(Types.BOOLEAN, PreparedStatement::setBoolean);
    static final ColumnType<LocalDate> DAY = new ColumnType<>(Types.DATE, PreparedStatement::setObject);
    static final ColumnType<Instant> MOMENT = new ColumnType<>(
            Types.TIMESTAMP_WITH_TIMEZONE, (statement, index, at) -> statement.setObject(index, utc(at)));

    static OffsetDateTime utc(Instant at) {
        return at.truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
