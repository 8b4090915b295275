package io.aboengine.jdbc;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** The databases on which a test runs. */
enum TestDatabase {
    POSTGRESQL,
    H2;

    private static final AtomicInteger COUNTER = new AtomicInteger();

    /** A new database without tables. */
    DataSource empty() {
        return this == POSTGRESQL
                ? PostgresServer.emptyDatabase()
                : H2Databases.emptyInMemory("test_" + COUNTER.incrementAndGet());
    }

    /** A new database with all tables. */
    DataSource migrated() {
        DataSource database = empty();
        SchemaMigrator.on(database).migrate();
        return database;
    }

    static void execute(DataSource database, String sql) {
        try (Connection connection = database.getConnection()) {
            execute(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static void execute(Connection connection, String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The rows, their columns joined by blanks. */
    static List<String> rows(DataSource database, String sql) {
        try (Connection connection = database.getConnection()) {
            return rows(connection, sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<String> rows(Connection connection, String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<String> rows = new ArrayList<>();
            while (result.next()) {
                List<String> row = new ArrayList<>();
                for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                    row.add(String.valueOf(result.getString(i)));
                }
                rows.add(String.join(" ", row));
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
