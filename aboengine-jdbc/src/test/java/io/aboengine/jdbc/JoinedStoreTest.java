package io.aboengine.jdbc;

import static io.aboengine.jdbc.Rows.ADA;
import static io.aboengine.jdbc.Rows.BOB;
import static io.aboengine.jdbc.Rows.account;
import static io.aboengine.jdbc.Rows.invoicing;
import static io.aboengine.jdbc.Rows.party;
import static io.aboengine.jdbc.TestDatabase.execute;
import static io.aboengine.jdbc.TestDatabase.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.account.Account;
import io.aboengine.party.AccountId;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.store.AccountBusyException;
import io.aboengine.store.RecordedRequest;
import io.aboengine.store.StaleWriteException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A shop that keeps its orders in the same database and transaction. */
class JoinedStoreTest {
    private DataSource database;
    private JdbcStore store;

    private Connection shop(TestDatabase kind) throws SQLException {
        database = kind.migrated();
        store = JdbcStore.on(database);
        execute(database, "create table shop_order (id varchar(10) primary key)");
        return begin();
    }

    private Connection begin() throws SQLException {
        Connection connection = database.getConnection();
        connection.setAutoCommit(false);
        return connection;
    }

    private boolean order(Connection shop, AccountId customer) {
        execute(shop, "insert into shop_order (id) values ('" + customer + "')");
        return store.joining(shop, tx -> {
            boolean first = tx.open(account(customer, 1), party("Ada"));
            tx.lock(customer, Duration.ZERO);
            tx.write(List.of(invoicing(customer, 1, "RE-")));
            return first;
        });
    }

    private Optional<Account> ada() {
        return store.inTransaction(tx -> tx.account(ADA));
    }

    @ParameterizedTest
    @EnumSource
    void what_the_shop_commits_is_kept_together(TestDatabase kind) throws SQLException {
        try (Connection shop = shop(kind)) {
            assertThat(order(shop, ADA)).isTrue();
            assertThat(ada()).isEmpty();

            shop.commit();
        }
        assertThat(ada()).contains(account(ADA, 2));
        assertThat(rows(database, "select id from shop_order")).containsExactly("ada");
    }

    @ParameterizedTest
    @EnumSource
    void what_the_shop_rolls_back_leaves_no_trace(TestDatabase kind) throws SQLException {
        try (Connection shop = shop(kind)) {
            order(shop, ADA);

            shop.rollback();
            order(shop, BOB);
            shop.commit();
        }
        assertThat(ada()).isEmpty();
        assertThat(rows(database, "select id from shop_order")).containsExactly("bob");
        assertThat(rows(database, "select number, account_id from abo_document_number"))
                .containsExactly("RE-001 bob");
    }

    @ParameterizedTest
    @EnumSource
    void the_connection_stays_as_it_was(TestDatabase kind) throws SQLException {
        try (Connection shop = shop(kind)) {
            shop.rollback();
            shop.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);

            order(shop, ADA);

            assertThat(shop.isClosed()).isFalse();
            assertThat(shop.getAutoCommit()).isFalse();
            assertThat(shop.getTransactionIsolation()).isEqualTo(Connection.TRANSACTION_REPEATABLE_READ);
            assertThat(rows(shop, "select id from shop_order")).containsExactly("ada");
            shop.rollback();
        }
    }

    @Test
    void the_settings_of_the_shops_transaction_stay_as_they_are_though_many_accounts_are_worked_on()
            throws SQLException {
        try (Connection shop = shop(TestDatabase.POSTGRESQL)) {
            for (AccountId account : List.of(ADA, BOB)) {
                store.inTransaction(tx -> tx.open(account(account, 1), party("Ada")));
            }

            store.joining(shop, tx -> tx.lockFree(List.of(ADA, BOB)));

            assertThat(rows(shop, "show plan_cache_mode")).containsExactly("auto");
            shop.rollback();
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_the_work_throws_leaves_the_end_to_the_shop(TestDatabase kind) throws SQLException {
        try (Connection shop = shop(kind)) {
            execute(shop, "insert into shop_order (id) values ('1')");
            assertThatExceptionOfType(IllegalStateException.class)
                    .isThrownBy(() -> store.joining(shop, tx -> {
                        tx.open(account(ADA, 1), party("Ada"));
                        throw new IllegalStateException("no luck");
                    }));

            shop.commit();
        }
        assertThat(rows(database, "select id from shop_order")).containsExactly("1");
        assertThat(ada()).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_that_commits_by_itself_is_refused(TestDatabase kind) throws SQLException {
        try (Connection shop = shop(kind)) {
            shop.rollback();
            shop.setAutoCommit(true);

            assertThatExceptionOfType(InvalidRequestException.class)
                    .isThrownBy(() -> order(shop, BOB))
                    .withMessageContaining("setAutoCommit(false)")
                    .satisfies(e -> assertThat(e.field()).isEqualTo("connection"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_double_click_fails_no_statement(TestDatabase kind) throws Exception {
        ExecutorService other = Executors.newSingleThreadExecutor();
        try (Connection first = shop(kind);
                Connection second = begin()) {
            assertThat(click(first)).isTrue();

            Future<Boolean> again = other.submit(() -> click(second));
            Thread.sleep(100); // time enough to run into the row of the first
            first.commit();

            assertThat(again.get()).isFalse();
            execute(second, "insert into shop_order (id) values ('2')");
            second.commit();
        } finally {
            other.shutdown();
        }
        assertThat(rows(database, "select id from shop_order")).containsExactly("2");
        assertThat(ada()).isPresent();
    }

    private boolean click(Connection shop) {
        return store.joining(shop, tx -> {
            boolean first = tx.open(account(ADA, 1), party("Ada"));
            tx.lock(ADA, Duration.ZERO);
            if (tx.request(ADA, "checkout 4711").isEmpty()) {
                tx.record(ADA, new RecordedRequest("checkout 4711", "subscribe", "ada/1"));
            }
            tx.noteNotice("acme", "n1", ADA, Rows.NOW);
            tx.setAside(ADA, "broken", Rows.NOW);
            return first;
        });
    }

    @ParameterizedTest
    @EnumSource
    void refusals_leave_the_transaction_usable(TestDatabase kind) throws SQLException {
        try (Connection first = shop(kind);
                Connection second = begin()) {
            store.inTransaction(tx -> tx.open(account(ADA, 5), party("Ada")));
            store.joining(first, tx -> {
                tx.lock(ADA, Duration.ZERO);
                tx.record(ADA, new RecordedRequest("k", "f", "r"));
                return "locked";
            });

            assertThatExceptionOfType(AccountBusyException.class)
                    .isThrownBy(() -> store.joining(second, tx -> {
                        tx.lock(ADA, Duration.ofMillis(20));
                        return "never";
                    }));
            execute(second, "insert into shop_order (id) values ('3')");
            second.commit();

            assertThatExceptionOfType(StaleWriteException.class)
                    .isThrownBy(() -> store.joining(first, tx -> {
                        tx.record(ADA, new RecordedRequest("k", "f", "r"));
                        return "never";
                    }));
            assertThatExceptionOfType(StaleWriteException.class)
                    .isThrownBy(() -> store.joining(first, tx -> tx.write(List.of(Rows.happening(ADA, 3)))));
            execute(first, "insert into shop_order (id) values ('4')");
            first.commit();
        }
        assertThat(rows(database, "select id from shop_order order by id")).containsExactly("3", "4");
    }

    @ParameterizedTest
    @EnumSource
    void who_may_not_wait_longer_is_told_that_the_account_is_busy(TestDatabase kind) throws SQLException {
        try (Connection first = shop(kind);
                Connection second = begin()) {
            store.inTransaction(tx -> tx.open(account(BOB, 1), party("Bob")));
            order(first, ADA); // holds the series RE-, too
            execute(second, kind == TestDatabase.H2 ? "set lock_timeout 50" : "set lock_timeout = '50ms'");

            assertThatExceptionOfType(AccountBusyException.class)
                    .isThrownBy(() -> store.joining(second, tx -> tx.open(account(ADA, 1), party("Ada"))))
                    .satisfies(e -> assertThat(e.account()).isEqualTo(ADA));
            second.rollback();
            execute(second, kind == TestDatabase.H2 ? "set lock_timeout 50" : "set lock_timeout = '50ms'");
            assertThatExceptionOfType(AccountBusyException.class)
                    .isThrownBy(() -> store.joining(second, tx -> tx.write(List.of(invoicing(BOB, 1, "RE-")))))
                    .satisfies(e -> assertThat(e.account()).isEqualTo(BOB));
            second.rollback();
            first.commit();
        }
    }
}
