package io.aboengine.jdbc;

import io.aboengine.party.AccountId;
import io.aboengine.store.StaleWriteException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/** One transaction's way to the tables of one tenant. */
record Session(Handle handle, Dialect dialect, String tenant) {

    interface Binder<R> {
        void bind(PreparedStatement statement, R row) throws SQLException;
    }

    /** A statement that names the tenant as {@code :tenant}. */
    Query query(String sql) {
        return handle.createQuery(sql).bind("tenant", tenant);
    }

    /** A statement that names the tenant as {@code :tenant}. */
    Update update(String sql) {
        return handle.createUpdate(sql).bind("tenant", tenant);
    }

    /** The rows the statement finds for {@code :accounts}. None are asked for where there are no accounts. */
    <T> List<T> list(String sql, Collection<AccountId> accounts, Row.Reader<T> reader) {
        if (accounts.isEmpty()) {
            return List.of();
        }
        List<String> ids = accounts.stream().map(AccountId::value).toList();
        return query(sql)
                .bindArray("accounts", String.class, ids)
                .map(Row.mapped(reader))
                .list();
    }

    /** The rows the statement finds for {@link Keys#ROWS}. None are asked for where there are no keys. */
    <T> List<T> list(String sql, Keys keys, Row.Reader<T> reader) {
        if (keys.accounts().isEmpty()) {
            return List.of();
        }
        return keys.bindTo(query(sql)).map(Row.mapped(reader)).list();
    }

    /**
     * Runs the statement once for each row, all in one go.
     *
     * @return how many rows of the table each touched
     */
    <R> int[] batch(String sql, Collection<R> rows, Binder<R> binder) {
        if (rows.isEmpty()) {
            return new int[0];
        }
        try (PreparedStatement statement = connection().prepareStatement(sql)) {
            for (R row : rows) {
                binder.bind(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /** Adds rows none of which is there yet. */
    <R> void insert(Table<R> table, List<R> rows) {
        batch(table.insertSql(), rows, (statement, row) -> table.bindInsert(statement, tenant, row));
    }

    /**
     * Replaces rows.
     *
     * @return those that were not there, in the order given
     */
    <R> List<R> update(Table<R> table, List<R> rows) {
        int[] counts = batch(table.updateSql(), rows, (statement, row) -> table.bindUpdate(statement, tenant, row));
        List<R> absent = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                absent.add(rows.get(i));
            }
        }
        return absent;
    }

    /**
     * Adds rows and replaces rows.
     *
     * @param isNew true for rows that cannot be there; the others are looked for
     * @return those added
     */
    <R> List<R> write(Table<R> table, List<R> rows, Predicate<R> isNew) {
        Map<Boolean, List<R>> parts = rows.stream().collect(Collectors.partitioningBy(isNew));
        List<R> added = new ArrayList<>(update(table, parts.getOrDefault(false, List.of())));
        added.addAll(parts.getOrDefault(true, List.of()));
        insert(table, added);
        return added;
    }

    /** Replaces a row or adds it, where others may do the same at the same time. */
    <R> void put(Table<R> table, R row) {
        updateOr(table, row, () -> update(table, List.of(row)).isEmpty());
    }

    /**
     * Changes a row that others may add at the same time.
     *
     * @param first is added if there is no row yet
     * @param update true if it found a row
     */
    <R> void updateOr(Table<R> table, R first, BooleanSupplier update) {
        boolean done = update.getAsBoolean() || insertIfAbsent(table, first) || update.getAsBoolean();
        if (!done) {
            throw new StaleWriteException("Somebody else added this row, but it cannot be seen yet: " + table);
        }
    }

    /** Adds a row unless it is there; false if it is. */
    <R> boolean insertIfAbsent(Table<R> table, R row) {
        try {
            return dialect.insertIfAbsent(connection(), tenant, table, row);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private Connection connection() {
        return handle.getConnection();
    }
}
