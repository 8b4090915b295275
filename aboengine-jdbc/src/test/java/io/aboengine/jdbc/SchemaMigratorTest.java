package io.aboengine.jdbc;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.jdbc.TestDatabase.execute;
import static io.aboengine.jdbc.TestDatabase.rows;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.AboEngine;
import io.aboengine.RunRequest;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.PaymentMethodKind;
import java.io.InputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.jdbc.datasource.DelegatingDataSource;

class SchemaMigratorTest {
    private static final String[] ALL = {"V1__base.sql"};

    @ParameterizedTest
    @EnumSource
    void an_empty_database_gets_all_tables(TestDatabase kind) {
        DataSource database = kind.empty();

        assertThat(SchemaMigrator.on(database).migrate()).containsExactly(ALL);

        assertThat(rows(database, "select version, script from abo_schema_history order by version"))
                .containsExactly("1 V1__base.sql");
        JdbcStore.on(database).inTransaction(tx -> tx.environment("test"));
    }

    @ParameterizedTest
    @EnumSource
    void a_second_run_changes_nothing(TestDatabase kind) {
        DataSource database = kind.migrated();
        JdbcStore.on(database).inTransaction(tx -> tx.environment("kept"));

        assertThat(SchemaMigrator.on(database).migrate()).isEmpty();

        assertThat(JdbcStore.on(database).<String>inTransaction(tx -> tx.environment("other")))
                .isEqualTo("kept");
    }

    @ParameterizedTest
    @EnumSource
    void processes_that_start_at_once_do_not_disturb_each_other(TestDatabase kind) throws Exception {
        DataSource database = kind.empty();
        int processes = 4;
        CountDownLatch ready = new CountDownLatch(processes);
        ExecutorService threads = Executors.newFixedThreadPool(processes);
        List<Future<String>> answers = new ArrayList<>();
        for (int i = 0; i < processes; i++) {
            answers.add(threads.submit(() -> {
                ready.countDown();
                ready.await();
                SchemaMigrator.on(database).migrate();
                return JdbcStore.on(database).inTransaction(tx -> tx.environment("test"));
            }));
        }
        for (Future<String> answer : answers) {
            assertThat(answer.get()).isEqualTo("test");
        }
        threads.shutdown();

        assertThat(rows(database, "select version from abo_schema_history")).containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource
    void a_store_refuses_a_database_without_tables(TestDatabase kind) {
        DataSource database = kind.empty();

        assertThatExceptionOfType(SchemaVersionException.class)
                .isThrownBy(() -> JdbcStore.on(database))
                .withMessageContaining("V1__base.sql")
                .withMessageContaining("META-INF/aboengine/" + kind.name().toLowerCase(Locale.ROOT))
                .satisfies(e -> {
                    assertThat(e.found()).isZero();
                    assertThat(e.expected()).isEqualTo(ALL.length);
                });
    }

    @ParameterizedTest
    @EnumSource
    void newer_tables_are_left_alone(TestDatabase kind) {
        DataSource database = kind.migrated();
        execute(
                database,
                "insert into abo_schema_history (version, script, applied_at)"
                        + " values (99, 'V99__the_future.sql', current_timestamp)");

        assertThatExceptionOfType(SchemaVersionException.class)
                .isThrownBy(() -> JdbcStore.on(database))
                .withMessageContaining("99")
                .withMessageContaining("V99__the_future.sql");
        assertThatExceptionOfType(SchemaVersionException.class)
                .isThrownBy(() -> SchemaMigrator.on(database).migrate());
    }

    @ParameterizedTest
    @EnumSource
    void the_tool_of_the_host_may_run_the_scripts(TestDatabase kind) throws Exception {
        DataSource database = kind.empty();
        for (String script : ALL) {
            String path = "META-INF/aboengine/" + kind.name().toLowerCase(Locale.ROOT) + "/" + script;
            try (InputStream found =
                    Thread.currentThread().getContextClassLoader().getResourceAsStream(path)) {
                assertThat(found).as(path).isNotNull();
                for (String statement : new String(found.readAllBytes(), StandardCharsets.UTF_8).split(";\\s*\n")) {
                    execute(database, statement);
                }
            }
        }

        assertThat(SchemaMigrator.on(database).migrate()).isEmpty();
        JdbcStore.on(database).inTransaction(tx -> tx.environment("test"));
    }

    @Test
    void daily_work_needs_no_right_but_to_read_and_write_rows() {
        DataSource database = PostgresServer.database();
        execute(database, "create role abo_clerk");
        execute(database, "grant select, insert, update, delete on all tables in schema public to abo_clerk");
        DataSource clerk = withFirst("set role abo_clerk", database);
        Shop shop = Shop.over(JdbcStore.on(clerk), "Europe/Berlin", "2025-04-01")
                .offers(plan("basic", "EUR 10.00", MONTHLY))
                .subscriber("mail", event -> {});
        AboEngine engine = shop.engine();
        for (int i = 0; i < 20; i++) {
            engine.accounts()
                    .open(customer("c" + i).payingBy(PaymentMethodKind.CARD).account());
            engine.subscriptions().subscribe(Subscribe.to("c" + i, "basic"));
        }

        assertThat(engine.run(RunRequest.all()).paymentCounts().paid()).isEqualTo(20);
        shop.on("2025-05-01");
        assertThat(shop.engine().run(RunRequest.all()).paymentCounts().paid()).isEqualTo(20);
        assertThat(shop.engine().health().summary().isWell()).isTrue();
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> execute(clerk, "create table abo_more (id integer)"));
    }

    /** The database as connections show it on which this was executed first. */
    private static DataSource withFirst(String sql, DataSource database) {
        return new DelegatingDataSource(database) {
            @Override
            public Connection getConnection() throws SQLException {
                Connection connection = super.getConnection();
                execute(connection, sql);
                return connection;
            }
        };
    }

    @Test
    void tables_are_made_and_looked_for_in_the_schema_that_comes_first() {
        DataSource database = PostgresServer.database(); // another shop's, in public
        JdbcStore.on(database).inTransaction(tx -> tx.environment("other"));
        execute(database, "create schema shop_a");
        DataSource shopA = withFirst("set search_path = shop_a, public", database);

        assertThatExceptionOfType(SchemaVersionException.class)
                .isThrownBy(() -> JdbcStore.on(shopA))
                .withMessageContaining("in the schema public")
                .withMessageContaining("shop_a")
                .satisfies(e -> assertThat(e.found()).isZero());
        assertThat(SchemaMigrator.on(shopA).migrate()).containsExactly(ALL);
        assertThat(JdbcStore.on(shopA).<String>inTransaction(tx -> tx.environment("mine")))
                .isEqualTo("mine");
        assertThat(rows(database, "select environment from public.abo_environment"))
                .containsExactly("other");
        assertThat(SchemaMigrator.on(shopA).migrate()).isEmpty();
    }

    @Test
    void a_script_that_was_cut_off_on_h2_is_run_anew() {
        DataSource database = TestDatabase.H2.migrated();
        execute(database, "delete from abo_schema_history");
        execute(database, "drop table abo_event");
        execute(database, "drop index abo_line_charge");

        SchemaMigrator.on(database).migrate();

        assertThat(rows(database, "select count(*) from abo_event")).containsExactly("0");
        JdbcStore.on(database).inTransaction(tx -> tx.environment("test"));
    }

    @Test
    void both_databases_have_the_same_columns() {
        assertThat(columns(TestDatabase.H2))
                .hasSizeGreaterThan(100)
                .containsExactlyInAnyOrderElementsOf(columns(TestDatabase.POSTGRESQL));
    }

    private static List<String> columns(TestDatabase kind) {
        return rows(kind.migrated(), """
                        select table_name, column_name, is_nullable
                        from information_schema.columns
                        where table_name like 'abo%' or table_name like 'ABO%'""").stream()
                .map(row -> row.toLowerCase(Locale.ROOT))
                .toList();
    }

    @Test
    void other_databases_are_refused() {
        DataSource database = proxy(
                DataSource.class,
                "getConnection",
                proxy(
                        Connection.class,
                        "getMetaData",
                        proxy(DatabaseMetaData.class, "getDatabaseProductName", "Oracle")));

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> JdbcStore.on(database))
                .withMessage("dataSource: must lead to PostgreSQL or H2, was Oracle");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> SchemaMigrator.on(database).migrate())
                .withMessageContaining("Oracle");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ignorecase true", "collation english strength secondary", "collation german strength primary"})
    void a_database_that_takes_ids_for_the_same_that_differ_by_case_is_refused(String setting) {
        DataSource database = TestDatabase.H2.empty();
        execute(database, "set " + setting);

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> SchemaMigrator.on(database).migrate())
                .withMessageContaining("dataSource: must compare texts exactly")
                .withMessageContaining("IGNORECASE");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> JdbcStore.on(database))
                .withMessageContaining("IGNORECASE");
    }

    @Test
    void tables_that_were_made_to_ignore_the_case_are_refused() {
        DataSource database = TestDatabase.H2.migrated();
        execute(database, "alter table abo_notice alter column account_id varchar_ignorecase not null");

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> JdbcStore.on(database))
                .withMessageContaining("IGNORECASE");
    }

    /** Answers one method and nothing to all others. */
    private static <T> T proxy(Class<T> type, String method, Object answer) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        return answer;
                    }
                    Class<?> returned = called.getReturnType();
                    return returned == boolean.class ? false : returned == int.class ? (Object) 2 : null;
                }));
    }
}
