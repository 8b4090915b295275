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
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongFunction;
import org.jdbi.v3.core.mapper.RowMapper;
import org.jdbi.v3.core.statement.StatementContext;

/**
 * The row a result stands at, column by column. Columns are asked for by name; in which place of the result one stands is
 * remembered from row to row, because rows are read in the same order. Not thread-safe.
 */
final class Row {
    private final ResultSet result;
    private final List<Column> asked = new ArrayList<>();
    private int next;

    private Row(ResultSet result) {
        this.result = result;
    }

    private record Column(String name, int place) {}

    interface Reader<T> {
        T read(Row row) throws SQLException;
    }

    static <T> RowMapper<T> mapped(Reader<T> reader) {
        return new RowMapper<>() {
            @Override
            public T map(ResultSet result, StatementContext context) throws SQLException {
                return specialize(result, context).map(result, context);
            }

            @Override
            public RowMapper<T> specialize(ResultSet result, StatementContext context) {
                Row row = new Row(result);
                return (same, sameContext) -> {
                    row.next = 0;
                    return reader.read(row);
                };
            }
        };
    }

    /** The place of the column in the result, from 1. */
    private int at(String name) throws SQLException {
        boolean isNew = next == asked.size();
        if (isNew || !asked.get(next).name.equals(name)) {
            Column column = new Column(name, result.findColumn(name));
            if (isNew) {
                asked.add(column);
            } else {
                asked.set(next, column);
            }
        }
        return asked.get(next++).place;
    }

    AccountId account() throws SQLException {
        return new AccountId(text("account_id"));
    }

    String text(String column) throws SQLException {
        return result.getString(at(column));
    }

    Optional<String> optionalText(String column) throws SQLException {
        return Optional.ofNullable(result.getString(at(column)));
    }

    <E extends Enum<E>> E oneOf(Class<E> type, String column) throws SQLException {
        return Enum.valueOf(type, text(column));
    }

    long number(String column) throws SQLException {
        return result.getLong(at(column));
    }

    Optional<Long> optionalNumber(String column) throws SQLException {
        long number = result.getLong(at(column));
        return result.wasNull() ? Optional.empty() : Optional.of(number);
    }

    /** The thing of the row's account that the ordinal in this column names. */
    <T> Optional<T> optionalId(String column, LongFunction<T> id) throws SQLException {
        return optionalNumber(column).map(id::apply);
    }

    int count(String column) throws SQLException {
        return result.getInt(at(column));
    }

    Optional<Integer> optionalCount(String column) throws SQLException {
        int count = result.getInt(at(column));
        return result.wasNull() ? Optional.empty() : Optional.of(count);
    }

    boolean flag(String column) throws SQLException {
        return result.getBoolean(at(column));
    }

    /** Without trailing zeros, which not every database keeps. */
    BigDecimal decimal(String column) throws SQLException {
        BigDecimal stripped = result.getBigDecimal(at(column)).stripTrailingZeros();
        return stripped.scale() < 0 ? stripped.setScale(0) : stripped;
    }

    LocalDate day(String column) throws SQLException {
        return result.getObject(at(column), LocalDate.class);
    }

    Optional<LocalDate> optionalDay(String column) throws SQLException {
        return Optional.ofNullable(result.getObject(at(column), LocalDate.class));
    }

    Instant moment(String column) throws SQLException {
        return result.getObject(at(column), OffsetDateTime.class).toInstant();
    }

    Optional<Instant> optionalMoment(String column) throws SQLException {
        return Optional.ofNullable(result.getObject(at(column), OffsetDateTime.class))
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
