package io.aboengine.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** PostgreSQL: a statement that fails spoils the whole transaction, so none of ours may fail in normal work. */
final class PostgreSql extends Dialect {

    @Override
    String scripts() {
        return "META-INF/aboengine/postgresql";
    }

    @Override
    String insertIfAbsentSql(Table<?> table) {
        return table.insertSql() + " on conflict do nothing";
    }

    @Override
    boolean inserts(PreparedStatement statement) throws SQLException {
        return statement.executeUpdate() == 1;
    }

    @Override
    boolean hasTable(Connection connection, String name) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("select to_regclass(?) is not null")) {
            statement.setString(1, name);
            try (ResultSet found = statement.executeQuery()) {
                return found.next() && found.getBoolean(1);
            }
        }
    }

    @Override
    void lockSchema(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(hashtext('abo_schema_history'))");
        }
    }
}
