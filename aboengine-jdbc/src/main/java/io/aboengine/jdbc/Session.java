package io.aboengine.jdbc;

import io.aboengine.party.AccountId;
import io.aboengine.store.StaleWriteException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;
import org.jdbi.v3.core.statement.Update;

/**
 * One transaction's way to the tables of one tenant.
 *
 * @param part what the names of the partitions end with in which work is looked for; empty: in all
 * @param joined whether the transaction is a caller's, whose settings stay as they are
 */
record Session(
        Handle handle,
        Dialect dialect,
        String tenant,
        Known known,
        String part,
        Places places,
        Progress progress,
        boolean joined) {

    /** The partition to look for work in. Accounts that are named are found wherever they are. */
    String part(Optional<Set<AccountId>> only) {
        return only.isPresent() ? "" : part;
    }

    /** A statement that names the tenant as {@code :tenant}. */
    Query query(String sql) {
        return handle.createQuery(sql).bind("tenant", tenant);
    }

    /** A statement that names the tenant as {@code :tenant}. */
    Update update(String sql) {
        return handle.createUpdate(sql).bind("tenant", tenant);
    }

    /** The rows of a table that the statement finds for {@code :accounts}, and noted where they lie. */
    <T> List<T> list(Table<T> table, String sql, Collection<AccountId> accounts, Row.Reader<T> reader) {
        return list(dialect.withPlaces(table.toString(), sql), accounts, noting(table, reader));
    }

    /** The rows of a table that the statement finds for {@link Keys#ROWS}, and noted where they lie. */
    <T> List<T> list(Table<T> table, String sql, Keys keys, Row.Reader<T> reader) {
        return list(dialect.withPlaces(table.toString(), sql), keys, noting(table, reader));
    }

    /** Notes where the rows lie that are read. */
    <T> Row.Reader<T> noting(Table<T> table, Row.Reader<T> reader) {
        return row -> {
            T read = reader.read(row);
            dialect.placeOf(row).ifPresent(place -> known.readAt(table, read, place));
            return read;
        };
    }

    /** The rows the statement finds for {@code :accounts}. None are asked for where there are no accounts. */
    <T> List<T> list(String sql, Collection<AccountId> accounts, Row.Reader<T> reader) {
        return list(sql, accounts, query -> query, reader);
    }

    /** The same for a statement that has more parameters. */
    <T> List<T> list(String sql, Collection<AccountId> accounts, UnaryOperator<Query> more, Row.Reader<T> reader) {
        if (accounts.isEmpty()) {
            return List.of();
        }
        List<String> ids = accounts.stream().map(AccountId::value).toList();
        return more.apply(query(sql))
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
    <R> int[] batch(String sql, Collection<R> rows, Dialect.Binder<R> binder) {
        try {
            return dialect.batch(connection(), sql, rows, binder);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /** This transaction is going to work on many accounts. */
    void beginsMany() {
        if (joined) {
            return;
        }
        try {
            dialect.beginsMany(connection());
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /** Adds rows none of which is there yet. */
    <R> void insert(Table<R> table, List<R> rows) {
        try {
            dialect.insert(connection(), tenant, table, rows);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /**
     * Replaces rows.
     *
     * @return those that were not there
     */
    <R> List<R> update(Table<R> table, List<R> rows) {
        try {
            List<R> changed = new ArrayList<>(rows.size());
            for (R row : rows) {
                Optional<R> stored = known.stored(table, row);
                if (stored.isEmpty() || !stored.get().equals(row)) {
                    changed.add(row);
                }
            }
            return dialect.update(connection(), tenant, table, changed, known);
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /**
     * Adds rows and replaces rows.
     *
     * @param isNew true for rows that cannot be there; the others are looked for
     * @return those added
     */
    <R> List<R> write(Table<R> table, List<R> rows, Predicate<R> isNew) {
        List<R> there = new ArrayList<>();
        List<R> fresh = new ArrayList<>();
        for (R row : rows) {
            (isNew.test(row) ? fresh : there).add(row);
        }
        List<R> added = new ArrayList<>(update(table, there));
        added.addAll(fresh);
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
