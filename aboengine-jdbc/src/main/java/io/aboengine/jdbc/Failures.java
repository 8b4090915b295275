package io.aboengine.jdbc;

import io.aboengine.party.AccountId;
import io.aboengine.store.AccountBusyException;
import io.aboengine.store.StaleWriteException;
import java.sql.BatchUpdateException;
import java.sql.SQLException;
import java.util.Set;
import java.util.function.Supplier;
import org.jdbi.v3.core.JdbiException;

/** What an error of the database means to us. */
final class Failures {
    private static final String DUPLICATE = "23505";

    /** Somebody else wrote the same row first: serialization failure, deadlock, and H2's concurrent update. */
    private static final Set<String> OUTRUN = Set.of("40001", "40P01", "90131");

    /** A row is locked for longer than the connection is set to wait: PostgreSQL, H2. */
    private static final Set<String> LOCKED = Set.of("55P03", "HYT00");

    /** PostgreSQL appends the refused row to some messages; it may hold a name or a token. */
    private static final String ROW = "Failing row contains";

    private Failures() {}

    static RuntimeException of(SQLException problem) {
        SQLException told = shown(problem);
        String state = String.valueOf(told.getSQLState());
        if (state.equals(DUPLICATE)) {
            return new StaleWriteException("This is there already: " + told.getMessage(), told);
        }
        if (OUTRUN.contains(state)) {
            return new StaleWriteException("Somebody else wrote this at the same time: " + told.getMessage(), told);
        }
        return new DatabaseException(told);
    }

    static RuntimeException of(JdbiException problem) {
        return problem.getCause() instanceof SQLException cause ? of(cause) : problem;
    }

    static boolean isDuplicate(SQLException problem) {
        return DUPLICATE.equals(problem.getSQLState());
    }

    /** Work that may have to wait for rows of others; where the connection does not let it wait, the account is busy. */
    static <T> T busy(AccountId account, Supplier<T> work) {
        try {
            return work.get();
        } catch (DatabaseException problem) {
            if (!LOCKED.contains(problem.sqlState())) {
                throw problem;
            }
            AccountBusyException busy = new AccountBusyException(account);
            busy.initCause(problem);
            throw busy;
        }
    }

    /** The error without values of rows: that of a batch quotes the whole statement, its cause does not. */
    private static SQLException shown(SQLException problem) {
        SQLException told = problem;
        if (problem instanceof BatchUpdateException && problem.getNextException() != null) {
            told = problem.getNextException();
        }
        String message = String.valueOf(told.getMessage());
        int row = message.indexOf(ROW);
        if (row < 0) {
            return told;
        }
        SQLException cut = new SQLException(message.substring(0, row) + "(row not shown)", told.getSQLState());
        cut.setStackTrace(told.getStackTrace());
        return cut;
    }
}
