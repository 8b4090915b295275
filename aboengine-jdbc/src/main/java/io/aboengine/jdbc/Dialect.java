package io.aboengine.jdbc;

import io.aboengine.spi.InvalidRequestException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;

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

    /** Where the scripts for this database lie, as a resource. */
    abstract String scripts();

    /** Adds the row unless it would collide with another; in normal work the statement does not fail. */
    final <R> boolean insertIfAbsent(Connection connection, String tenant, Table<R> table, R row) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(insertIfAbsentSql(table))) {
            table.bindInsert(statement, tenant, row);
            return inserts(statement);
        }
    }

    abstract String insertIfAbsentSql(Table<?> table);

    abstract boolean inserts(PreparedStatement statement) throws SQLException;

    /** Whether the connection sees a table of this name, given in lower case. */
    abstract boolean hasTable(Connection connection, String name) throws SQLException;

    /** Waits until nobody else changes the schema, where the database can; until the transaction ends. */
    abstract void lockSchema(Connection connection) throws SQLException;

    /** Runs one of the scripts. */
    void run(Connection connection, String script) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(script);
        }
    }
}
