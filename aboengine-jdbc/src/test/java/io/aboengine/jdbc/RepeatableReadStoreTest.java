package io.aboengine.jdbc;

import io.aboengine.store.StaleWriteException;
import io.aboengine.store.Store;
import io.aboengine.store.StoreTransaction;
import io.aboengine.store.contract.StoreContract;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import javax.sql.DataSource;

/**
 * The contract inside the transactions of a host that works at REPEATABLE READ. Such a host begins anew when the database
 * tells it that somebody else was faster, so this one does too.
 */
class RepeatableReadStoreTest extends StoreContract {
    private static final int TRIES = 50;
    private static final DataSource DATABASE = PostgresServer.database();
    private static final AtomicInteger TENANTS = new AtomicInteger();

    private String tenant = "";

    @Override
    protected Store newStore() {
        tenant = "tenant " + TENANTS.incrementAndGet();
        return new Host(JdbcStore.on(DATABASE, tenant));
    }

    @Override
    protected Store reopened(Store store) {
        return new Host(JdbcStore.on(DATABASE, tenant));
    }

    private record Host(Store store) implements Store {

        @Override
        public <T> T inTransaction(Function<StoreTransaction, T> work) {
            for (int i = 1; ; i++) {
                try {
                    return once(work);
                } catch (StaleWriteException e) {
                    boolean outrun = e.getCause() instanceof SQLException cause && "40001".equals(cause.getSQLState());
                    if (!outrun || i == TRIES) {
                        throw e;
                    }
                }
            }
        }

        private <T> T once(Function<StoreTransaction, T> work) {
            try (Connection connection = DATABASE.getConnection()) {
                connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
                connection.setAutoCommit(false);
                boolean done = false;
                try {
                    T result = store.joining(connection, work);
                    connection.commit();
                    done = true;
                    return result;
                } finally {
                    if (!done) {
                        connection.rollback();
                    }
                }
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }

        @Override
        public <T> T joining(Connection connection, Function<StoreTransaction, T> work) {
            return store.joining(connection, work);
        }
    }
}
