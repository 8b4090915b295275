package io.aboengine.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.function.Supplier;

/**
 * Transactions on connections of our own. They run at READ COMMITTED: whoever waited for a lock then sees what was done
 * under it. At stricter levels the database refuses instead, and two who number documents could not work side by side.
 *
 * @param usualIsolation what the data source gives, and gets back
 */
record Transactions(int usualIsolation) {
    private static final int WANTED = Connection.TRANSACTION_READ_COMMITTED;

    /** For connections that come as this one does. */
    static Transactions on(Connection connection) throws SQLException {
        return new Transactions(connection.getTransactionIsolation());
    }

    /** Commits when the work returns, rolls back when it throws; leaves the connection's settings as they were. */
    <T> T committed(Connection connection, Supplier<T> work) throws SQLException {
        boolean autoCommit = connection.getAutoCommit();
        if (usualIsolation != WANTED) {
            connection.setTransactionIsolation(WANTED);
        }
        connection.setAutoCommit(false);
        T result;
        try {
            result = work.get();
            connection.commit();
        } catch (Throwable problem) {
            try {
                connection.rollback();
                restore(connection, autoCommit);
            } catch (SQLException e) {
                problem.addSuppressed(e);
            }
            throw problem;
        }
        restore(connection, autoCommit);
        return result;
    }

    /** Of a single statement that reads: a connection that commits each statement by itself need not be told to. */
    <T> T asked(Connection connection, Supplier<T> question) throws SQLException {
        return connection.getAutoCommit() ? question.get() : committed(connection, question);
    }

    private void restore(Connection connection, boolean autoCommit) throws SQLException {
        connection.setAutoCommit(autoCommit);
        if (usualIsolation != WANTED) {
            connection.setTransactionIsolation(usualIsolation);
        }
    }
}
