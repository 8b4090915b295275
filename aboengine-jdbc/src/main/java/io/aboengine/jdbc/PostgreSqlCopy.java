package io.aboengine.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * PostgreSQL's {@code copy}, the one thing its driver can do that JDBC has no words for. It runs in the connection's
 * transaction like any other statement. Apart from {@link PostgreSql}, so that nobody needs this driver who has another.
 */
final class PostgreSqlCopy {
    private PostgreSqlCopy() {}

    /** Whether the connection, or what a pool or a proxy wraps, is that of PostgreSQL's own driver. */
    static boolean isPossible(Connection connection) throws SQLException {
        return connection.isWrapperFor(PGConnection.class);
    }

    static void insert(Connection connection, String sql, BinaryRows rows) throws SQLException {
        CopyIn copy = connection.unwrap(PGConnection.class).getCopyAPI().copyIn(sql);
        try {
            copy.writeToCopy(rows.bytes(), 0, rows.size());
            copy.endCopy();
        } finally {
            if (copy.isActive()) {
                copy.cancelCopy();
            }
        }
    }
}
