package io.aboengine.jdbc;

import static io.aboengine.jdbc.Rows.ADA;
import static io.aboengine.jdbc.Rows.account;
import static io.aboengine.jdbc.Rows.party;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class TransactionsTest {

    @ParameterizedTest
    @EnumSource
    void own_transactions_run_at_read_committed_and_give_the_connection_back_as_it_was(TestDatabase kind)
            throws SQLException {
        try (Connection only = kind.migrated().getConnection()) {
            only.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            JdbcStore store = JdbcStore.on(kept(only));

            boolean opened = store.inTransaction(tx -> {
                assertIsolation(only, Connection.TRANSACTION_READ_COMMITTED);
                return tx.open(account(ADA, 1), party("Ada"));
            });
            assertThat(opened).isTrue();
            assertIsolation(only, Connection.TRANSACTION_REPEATABLE_READ);
            assertThat(only.getAutoCommit()).isTrue();

            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> store.inTransaction(tx -> {
                        throw new IllegalStateException("no luck");
                    }));
            assertIsolation(only, Connection.TRANSACTION_REPEATABLE_READ);
            assertThat(only.getAutoCommit()).isTrue();

            only.setAutoCommit(false);
            store.inTransaction(tx -> tx.account(ADA));
            assertThat(only.getAutoCommit()).isFalse();
            only.rollback();
        }
    }

    @Test
    void a_database_that_cannot_be_reached_is_told_as_such() {
        DataSource working = TestDatabase.H2.migrated();
        AtomicBoolean down = new AtomicBoolean();
        DataSource failing = dataSource(() -> {
            if (down.get()) {
                throw new SQLException("The wire is cut", "08001");
            }
            return working.getConnection();
        });
        JdbcStore store = JdbcStore.on(failing);
        down.set(true);

        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> store.inTransaction(tx -> tx.account(ADA)))
                .withMessageContaining("The wire is cut")
                .satisfies(e -> assertThat(e.sqlState()).isEqualTo("08001"));
        assertThatExceptionOfType(DatabaseException.class).isThrownBy(() -> JdbcStore.on(failing));
        assertThatExceptionOfType(DatabaseException.class)
                .isThrownBy(() -> SchemaMigrator.on(failing).migrate());
    }

    private static void assertIsolation(Connection connection, int expected) {
        try {
            assertThat(connection.getTransactionIsolation()).isEqualTo(expected);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Gives this one connection, which nobody can close. */
    private static DataSource kept(Connection only) {
        Connection open = (Connection) Proxy.newProxyInstance(
                TransactionsTest.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (p, method, arguments) -> method.getName().equals("close") ? null : method.invoke(only, arguments));
        return dataSource(() -> open);
    }

    private interface Connections {
        Connection get() throws SQLException;
    }

    private static DataSource dataSource(Connections connections) {
        return (DataSource) Proxy.newProxyInstance(
                TransactionsTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (p, method, arguments) -> connections.get());
    }
}
