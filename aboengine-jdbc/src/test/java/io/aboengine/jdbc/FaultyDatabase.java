package io.aboengine.jdbc;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;
import org.postgresql.copy.CopyManager;
import org.postgresql.core.BaseConnection;

/**
 * A database in front of another one, of which one statement fails: the one that is due when {@link #failAt} has counted
 * so far. Statements are whatever is executed, a batch as one, every {@code copy}, and commits. Afterwards all goes well
 * again. For one thread at a time.
 */
final class FaultyDatabase {
    private static final Set<String> EXECUTIONS = Set.of(
            "execute", "executeQuery", "executeUpdate", "executeBatch", "executeLargeUpdate", "executeLargeBatch");

    /** What becomes of the statement. */
    enum Fault {
        /** The database does not do it and says so; the connection stays. */
        REFUSED,
        /** The database does it, but the connection breaks before the answer is there. */
        ANSWER_LOST
    }

    /** What was told to fail, or would have been. */
    enum Kind {
        STATEMENT,
        COPY,
        COMMIT
    }

    private final DataSource real;
    private final Map<Kind, Integer> failed = new EnumMap<>(Kind.class);
    private final List<Kind> seen = new ArrayList<>();
    private Fault fault = Fault.REFUSED;
    private long countdown;
    private Runnable happening = () -> {};
    private long happensIn;
    private boolean struck;

    FaultyDatabase(DataSource real) {
        this.real = real;
    }

    /** From now on the n-th statement fails, counted from 1. */
    void failAt(Fault fault, long n) {
        this.fault = fault;
        this.countdown = n;
        this.struck = false;
        this.seen.clear();
    }

    /** Nothing fails of itself, but this happens once the n-th statement begins. */
    void callAt(long n, Runnable happening) {
        this.happening = happening;
        this.happensIn = n;
    }

    /** Nothing fails from now on. Whether something did since {@link #failAt}. */
    boolean calm() {
        countdown = 0;
        return struck;
    }

    /** What was performed since {@link #failAt}, up to the one that failed. */
    List<Kind> seen() {
        return List.copyOf(seen);
    }

    /** How many statements of each kind failed so far. */
    Map<Kind, Integer> failed() {
        return failed;
    }

    DataSource source() {
        return proxy(DataSource.class, (proxy, method, arguments) -> {
            Object answer = call(real, method, arguments);
            return answer instanceof Connection connection ? new Link(connection).connection() : answer;
        });
    }

    private interface Call {
        Object make() throws Throwable;
    }

    /** One connection, and all that hangs on it. */
    private final class Link {
        private final Connection connection;
        private boolean broken;

        Link(Connection connection) {
            this.connection = connection;
        }

        Connection connection() {
            return proxy(Connection.class, (proxy, method, arguments) -> {
                String name = method.getName();
                if (name.equals("close") || name.equals("isClosed")) {
                    return call(connection, method, arguments);
                }
                if (name.equals("isWrapperFor") && arguments[0] == PGConnection.class) {
                    return connection.isWrapperFor(PGConnection.class);
                }
                requireWhole();
                if (name.equals("unwrap") && arguments[0] == PGConnection.class) {
                    return postgres(connection.unwrap(PGConnection.class));
                }
                if (name.equals("commit")) {
                    return perform(Kind.COMMIT, () -> call(connection, method, arguments));
                }
                Object answer = call(connection, method, arguments);
                if (answer instanceof CallableStatement) {
                    throw new IllegalStateException("Nobody calls procedures here");
                }
                if (answer instanceof PreparedStatement statement) {
                    return statement(PreparedStatement.class, statement);
                }
                return answer instanceof Statement statement ? statement(Statement.class, statement) : answer;
            });
        }

        private <T extends Statement> T statement(Class<T> type, T statement) {
            return proxy(type, (proxy, method, arguments) -> {
                if (method.getName().equals("close")) {
                    return call(statement, method, arguments);
                }
                requireWhole();
                return EXECUTIONS.contains(method.getName())
                        ? perform(Kind.STATEMENT, () -> call(statement, method, arguments))
                        : call(statement, method, arguments);
            });
        }

        private PGConnection postgres(PGConnection postgres) {
            return proxy(
                    PGConnection.class,
                    (proxy, method, arguments) -> method.getName().equals("getCopyAPI")
                            ? copies((BaseConnection) postgres)
                            : call(postgres, method, arguments));
        }

        /** The rows are on their way before the last word is said; that is where a copy fails or does not. */
        private CopyManager copies(BaseConnection postgres) throws SQLException {
            return new CopyManager(postgres) {
                @Override
                public CopyIn copyIn(String sql) throws SQLException {
                    requireWhole();
                    CopyIn copy = super.copyIn(sql);
                    return proxy(
                            CopyIn.class,
                            (proxy, method, arguments) -> method.getName().equals("endCopy")
                                    ? perform(Kind.COPY, () -> call(copy, method, arguments))
                                    : call(copy, method, arguments));
                }
            };
        }

        private Object perform(Kind kind, Call execution) throws Throwable {
            if (happensIn > 0 && --happensIn == 0) {
                happening.run();
            }
            if (countdown == 0) {
                return execution.make();
            }
            seen.add(kind);
            countdown--;
            if (countdown > 0) {
                return execution.make();
            }
            struck = true;
            failed.merge(kind, 1, Integer::sum);
            if (fault == Fault.REFUSED) {
                throw new SQLException("This " + kind + " was told to fail", "58000");
            }
            execution.make();
            broken = true;
            if (kind != Kind.COMMIT) {
                connection.rollback();
            }
            throw new SQLException("The connection broke", "08006");
        }

        private void requireWhole() throws SQLException {
            if (broken) {
                throw new SQLException("The connection is broken", "08003");
            }
        }
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
