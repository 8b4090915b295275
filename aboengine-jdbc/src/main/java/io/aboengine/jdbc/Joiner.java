package io.aboengine.jdbc;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.jdbi.v3.core.ConnectionFactory;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.Jdbi;

/**
 * Opens handles on connections of callers and leaves these open. One Jdbi does so for all of them: it keeps what it has
 * learned about each statement, which one made for a single connection would have to learn anew. Thread-safe.
 */
final class Joiner {
    /** What the handle that is being opened by a thread is to stand on. */
    private static final ThreadLocal<Optional<Connection>> WANTED = ThreadLocal.withInitial(Optional::empty);

    private final Jdbi jdbi;

    Joiner(UnaryOperator<Jdbi> configured) {
        jdbi = configured.apply(Jdbi.create(new Callers()));
    }

    Handle open(Connection connection) {
        WANTED.set(Optional.of(connection));
        try {
            return jdbi.open();
        } finally {
            WANTED.remove();
        }
    }

    private static final class Callers implements ConnectionFactory {
        @Override
        public Connection openConnection() throws SQLException {
            return WANTED.get().orElseThrow(() -> new SQLException("No caller's connection is being joined"));
        }

        /** It is the caller's. */
        @Override
        public void closeConnection(Connection connection) {}
    }
}
