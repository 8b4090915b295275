package io.aboengine.jdbc;

import io.aboengine.spi.InvalidRequestException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** What the databases do differently. All other SQL runs on each of them as it is. */
abstract sealed class Dialect permits PostgreSql, H2 {

    static Dialect of(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        return switch (product) {
            case "PostgreSQL" -> new PostgreSql();
            case "H2" -> new H2();
            default -> throw new InvalidRequestException("dataSource", product, "must lead to PostgreSQL or H2");
        };
    }

    interface Binder<R> {
        void bind(PreparedStatement statement, R row) throws SQLException;
    }

    /** Where the scripts for this database lie, as a resource. */
    abstract String scripts();

    /** Adds the row unless it would collide with another; in normal work the statement does not fail. */
    final <R> boolean insertIfAbsent(Connection connection, String tenant, Table<R> table, R row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insertIfAbsentSql(table))) {
            table.bindInsert(statement, tenant, row);
            return inserts(statement);
        }
    }

    /** Adds rows none of which is there yet. */
    <R> void insert(Connection connection, String tenant, Table<R> table, List<R> rows) throws SQLException {
        batch(connection, table.insertSql(), rows, (statement, row) -> table.bindInsert(statement, tenant, row));
    }

    /**
     * Replaces rows.
     *
     * @param known may tell what is stored, so that not everything has to be written
     * @return those that were not there
     */
    <R> List<R> update(Connection connection, String tenant, Table<R> table, List<R> rows, Known known)
            throws SQLException {
        int[] counts = batch(
                connection, table.updateSql(), rows, (statement, row) -> table.bindUpdate(statement, tenant, row));
        List<R> absent = new ArrayList<>();
        for (int i = 0; i < counts.length; i++) {
            if (counts[i] == 0) {
                absent.add(rows.get(i));
            }
        }
        return absent;
    }

    /**
     * The query of a table's rows so that it also tells where they lie, where the database can.
     *
     * @param table its name in the query
     */
    String withPlaces(String table, String sql) {
        return sql;
    }

    /** Where a row of such a query lies. */
    Optional<String> placeOf(Row row) throws SQLException {
        return Optional.empty();
    }

    /**
     * Joins to each row {@code u} of an account, which says how far somebody has {@code seen} its events and which is its
     * {@code last_event}, the first event {@code e} behind that.
     */
    abstract String firstEventUnseen();

    /** Names all drawers of the index of charge keys, where it has some (ADR 54). */
    String inAllDrawers() {
        return "true";
    }

    /** Told once in a transaction of ours that is going to work on many accounts. */
    void beginsMany(Connection connection) throws SQLException {}

    /**
     * Runs the statement once for each row, all in one go.
     *
     * @return how many rows of the table each touched
     */
    final <R> int[] batch(Connection connection, String sql, Collection<R> rows, Binder<R> binder) throws SQLException {
        if (rows.isEmpty()) {
            return new int[0];
        }
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (R row : rows) {
                binder.bind(statement, row);
                statement.addBatch();
            }
            return statement.executeBatch();
        }
    }

    /** @throws InvalidRequestException if the database takes texts for the same that differ, such as ids by their case */
    void requireExact(Connection connection) throws SQLException {}

    abstract String insertIfAbsentSql(Table<?> table);

    abstract boolean inserts(PreparedStatement statement) throws SQLException;

    /** Whether the connection's first schema, in which it makes tables, has one of this name, given in lower case. */
    abstract boolean hasTable(Connection connection, String name) throws SQLException;

    /** Where else the connection would find a table that its first schema does not have. */
    Optional<String> laterSchemaOf(Connection connection, String name) throws SQLException {
        return Optional.empty();
    }

    /** Waits until nobody else changes the schema, where the database can; until the transaction ends. */
    abstract void lockSchema(Connection connection) throws SQLException;

    /** Runs one of the scripts. */
    void run(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }
}
