package io.aboengine.jdbc;

import static io.aboengine.jdbc.TestDatabase.execute;
import static io.aboengine.jdbc.TestDatabase.rows;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.Locale;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A host that has Flyway lets it run our scripts beside its own, as docs/schema.md says. */
class FlywayTest {

    private static FluentConfiguration flyway(TestDatabase kind, DataSource database) {
        return Flyway.configure()
                .dataSource(database)
                .locations("classpath:META-INF/aboengine/" + kind.name().toLowerCase(Locale.ROOT))
                .table("flyway_aboengine");
    }

    /** A database with a table of the host's own, made by its own scripts. */
    private static DataSource ofHost(TestDatabase kind) {
        DataSource database = kind.empty();
        Flyway.configure()
                .dataSource(database)
                .locations("classpath:io/aboengine/jdbc/host")
                .load()
                .migrate();
        execute(database, "insert into shop_order (id) values (1)");
        return database;
    }

    @ParameterizedTest
    @EnumSource
    void an_empty_database_gets_all_tables(TestDatabase kind) {
        DataSource database = kind.empty();

        assertThat(flyway(kind, database).load().migrate().migrationsExecuted).isEqualTo(1);

        assertThat(SchemaMigrator.on(database).migrate()).isEmpty();
        JdbcStore.on(database).inTransaction(tx -> tx.environment("test"));
    }

    @ParameterizedTest
    @EnumSource
    void our_scripts_run_beside_those_of_a_host_with_a_history_of_their_own(TestDatabase kind) {
        DataSource database = ofHost(kind);
        Flyway flyway = flyway(kind, database)
                .baselineOnMigrate(true)
                .baselineVersion("0")
                .load();

        assertThat(flyway.migrate().migrationsExecuted).isEqualTo(1);
        assertThat(flyway.migrate().migrationsExecuted).isZero();
        flyway.validate();

        assertThat(SchemaMigrator.on(database).migrate()).isEmpty();
        JdbcStore.on(database).inTransaction(tx -> tx.environment("test"));
        assertThat(rows(database, "select count(*) from shop_order")).containsExactly("1");
    }

    @ParameterizedTest
    @EnumSource
    void without_a_baseline_flyway_leaves_the_tables_of_the_host_alone_and_says_so(TestDatabase kind) {
        Flyway flyway = flyway(kind, ofHost(kind)).load();

        assertThatExceptionOfType(FlywayException.class)
                .isThrownBy(flyway::migrate)
                .withMessageContaining("baseline");
    }

    @ParameterizedTest
    @EnumSource
    void with_the_usual_baseline_the_first_script_is_passed_over_and_the_store_says_which_is_missing(
            TestDatabase kind) {
        DataSource database = ofHost(kind);

        assertThat(flyway(kind, database).baselineOnMigrate(true).load().migrate().migrationsExecuted)
                .isZero();

        assertThatExceptionOfType(SchemaVersionException.class)
                .isThrownBy(() -> JdbcStore.on(database))
                .withMessageContaining("V1__base.sql");
    }

    /** On H2 they differ: Flyway writes the name in lower case. */
    @Test
    void on_postgresql_the_history_of_the_engine_is_no_place_for_that_of_flyway() {
        Flyway flyway = flyway(TestDatabase.POSTGRESQL, TestDatabase.POSTGRESQL.empty())
                .table("abo_schema_history")
                .load();

        assertThatExceptionOfType(FlywayException.class).isThrownBy(flyway::migrate);
    }

    @ParameterizedTest
    @EnumSource
    void what_the_migrator_made_needs_no_flyway_and_flyway_takes_it_over_from_a_baseline(TestDatabase kind) {
        DataSource database = kind.migrated();

        assertThat(flyway(kind, database)
                        .baselineOnMigrate(true)
                        .baselineVersion("1")
                        .load()
                        .migrate()
                        .migrationsExecuted)
                .isZero();
        JdbcStore.on(database).inTransaction(tx -> tx.environment("test"));
    }
}
