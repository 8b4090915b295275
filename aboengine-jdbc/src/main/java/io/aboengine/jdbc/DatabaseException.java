package io.aboengine.jdbc;

import java.sql.SQLException;

/**
 * The database could not be reached or refused a statement. The transaction is to be rolled back; nothing of it is kept.
 * Trying again later may help.
 */
public final class DatabaseException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private final String sqlState;

    DatabaseException(SQLException cause) {
        super("The database failed (SQLState " + cause.getSQLState() + "): " + cause.getMessage(), cause);
        this.sqlState = String.valueOf(cause.getSQLState());
    }

    /** The five characters by which databases name what went wrong; {@code 08006}: the connection was lost. */
    public String sqlState() {
        return sqlState;
    }
}
