package io.aboengine.jdbc;

import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import java.math.BigDecimal;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jdbi.v3.core.mapper.RowMapper;

/** A row as it was read, column by column. */
record Row(ResultSet result) {

    interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    static <T> RowMapper<T> mapped(Reader<T> reader) {
        return (result, context) -> reader.read(new Row(result));
    }

    AccountId account() throws SQLException {
        return new AccountId(text("account_id"));
    }

    String text(String column) throws SQLException {
        return result.getString(column);
    }

    Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(result.getString(column));
    }

    <E extends Enum<E>> E oneOf(Class<E> type, String column) throws SQLException {
        return Enum.valueOf(type, text(column));
    }

    long number(String column) throws SQLException {
        return result.getLong(column);
    }

    Optional<Long> optionalNumber(String column) throws SQLException {
        long number = result.getLong(column);
        return result.wasNull() ? Optional.empty() : Optional.of(number);
    }

    /** The thing of the row's account that the ordinal in this column names. */
    <T> Optional<T> optionalId(String column, LongFunction<T> id) throws SQLException {
        return optionalNumber(column).map(id::apply);
    }

    int count(String column) throws SQLException {
        return result.getInt(column);
    }

    Optional<Integer> optionalCount(String column) throws SQLException {
        int count = result.getInt(column);
        return result.wasNull() ? Optional.empty() : Optional.of(count);
    }

    boolean flag(String column) throws SQLException {
        return result.getBoolean(column);
    }

    /** Without trailing zeros, which not every database keeps. */
    BigDecimal decimal(String column) throws SQLException {
        BigDecimal stripped = result.getBigDecimal(column).stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    LocalDate day(String column) throws SQLException {
        return result.getObject(column, LocalDate.class);
    }

    Optional<LocalDate> optionalDay(String column) throws SQLException {
        return Optional.ofNullable(result.getObject(column, LocalDate.class));
    }

    Instant moment(String column) throws SQLException {
        return result.getObject(column, OffsetDateTime.class).toInstant();
    }

    Optional<Instant> optionalMoment(String column) throws SQLException {
        return Optional.ofNullable(result.getObject(column, OffsetDateTime.class))
                .map(OffsetDateTime::toInstant);
    }

    Currency currency(String column) throws SQLException {
        return Currency.of(text(column));
    }

    Money money(String column, Currency currency) throws SQLException {
        return Money.ofMinor(number(column), currency);
    }

    Optional<Money> optionalMoney(String column, String currencyColumn) throws SQLException {
        Optional<Long> minor = optionalNumber(column);
        return minor.isPresent() ? Optional.of(money(column, currency(currencyColumn))) : Optional.empty();
    }
}
