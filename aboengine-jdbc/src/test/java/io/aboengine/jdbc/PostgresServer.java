package io.aboengine.jdbc;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import javax.sql.DataSource;

/** A real PostgreSQL for tests: one server for the whole run, a database for whoever asks. */
final class PostgresServer {
    private static final AtomicInteger COUNTER = new AtomicInteger();
    private static final Queue<HikariDataSource> POOLS = new ConcurrentLinkedQueue<>();

    private PostgresServer() {}

    private static final class Started {
        static final EmbeddedPostgres SERVER = start();

        private static EmbeddedPostgres start() {
            try {
                EmbeddedPostgres server = EmbeddedPostgres.builder()
                        .setRegisterShutdownHook(false)
                        .start();
                Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server)));
                return server;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        /** Pools first: those that lose their server complain and wait for it. */
        private static void stop(EmbeddedPostgres server) {
            POOLS.forEach(HikariDataSource::close);
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** A new database without tables. */
    static DataSource emptyDatabase() {
        return emptyDatabase(pool -> {});
    }

    /** A new database without tables; its connections are made as the settings say. */
    static DataSource emptyDatabase(Consumer<HikariConfig> settings) {
        String name = "test_" + COUNTER.incrementAndGet();
        // The collation of a careless host: it does not order as ASCII does.
        execute(
                Started.SERVER.getPostgresDatabase(),
                "create database " + name
                        + " template template0 locale_provider icu icu_locale 'tr' locale 'C.UTF-8' encoding 'UTF8'");
        HikariConfig pool = new HikariConfig();
        pool.setJdbcUrl(Started.SERVER.getJdbcUrl("postgres", name));
        pool.setMinimumIdle(0);
        pool.setMaximumPoolSize(12);
        settings.accept(pool);
        HikariDataSource database = new HikariDataSource(pool);
        POOLS.add(database);
        return database;
    }

    /** A new database with all tables. */
    static DataSource database() {
        DataSource database = emptyDatabase();
        SchemaMigrator.on(database).migrate();
        return database;
    }

    private static void execute(DataSource database, String sql) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
