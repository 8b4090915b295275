package io.aboengine.examples.bench;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;

/**
 * A PostgreSQL that writes as a real one does: what is committed is on the disk ({@code fsync} and {@code
 * synchronous_commit} on). Only memory and WAL are larger than it has them by itself.
 */
final class Server implements AutoCloseable {
    private static final Map<String, String> SETTINGS = Map.ofEntries(
            Map.entry("fsync", "on"),
            Map.entry("synchronous_commit", "on"),
            Map.entry("full_page_writes", "on"),
            Map.entry("shared_buffers", "1GB"),
            Map.entry("max_wal_size", "4GB"),
            Map.entry("maintenance_work_mem", "256MB"),
            Map.entry("shared_preload_libraries", "pg_stat_statements"),
            Map.entry("pg_stat_statements.track", "top"));

    private final EmbeddedPostgres postgres;
    private final List<HikariDataSource> pools = new ArrayList<>();

    private Server(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    static Server start() throws IOException, SQLException {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder();
        SETTINGS.forEach(builder::setServerConfig);
        Server server = new Server(builder.start());
        server.execute("create extension pg_stat_statements");
        for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
            String found = server.text("show " + setting);
            if (!found.equals("on")) {
                server.close();
                throw new IllegalStateException(setting + " is " + found + ": figures of such a server mean nothing");
            }
        }
        return server;
    }

    /** A new database. */
    void create(String database) throws SQLException {
        execute("create database " + database);
    }

    /** A database that is the same, page by page; nobody may be connected to the first one. */
    void copy(String database, String copy) throws SQLException {
        execute("create database " + copy + " template " + database + " strategy file_copy");
    }

    void drop(String database) throws SQLException {
        execute("drop database " + database + " with (force)");
    }

    /** Connections to the database, as many as that at once. */
    Pool pool(String database, int connections) {
        Pool pool = Pool.of(url(database), connections);
        pools.add(pool.connections());
        return pool;
    }

    String url(String database) {
        return postgres.getJdbcUrl("postgres", database);
    }

    /** How often PostgreSQL broke off a transaction of this database because some waited for each other. */
    long deadlocks(String database) throws SQLException {
        return Long.parseLong(text("select deadlocks from pg_stat_database where datname = '" + database + "'"));
    }

    /** What is written is written; the next measurement does not pay for it. */
    void settle() throws SQLException {
        execute("checkpoint");
        forget();
    }

    /** Forgets the statements so far. */
    void forget() throws SQLException {
        execute("select pg_stat_statements_reset()");
    }

    /** Statements executed in this database since {@link #settle} or {@link #forget}, those of transactions included. */
    long statements(String database) throws SQLException {
        return Long.parseLong(text("select coalesce(sum(calls), 0)::bigint"
                + " from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = '" + database
                + "'"));
    }

    long walBytes() throws SQLException {
        return Long.parseLong(text("select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::bigint"));
    }

    /** What the processor has done so far for this JVM, its compiler and collector included. */
    static long ownCpuNanos() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .orElse(Duration.ZERO)
                .toNanos();
    }

    /** How long this JVM's compiler has worked so far. */
    static long ownCompilerNanos() {
        return 1_000_000 * ManagementFactory.getCompilationMXBean().getTotalCompilationTime();
    }

    /** What the processor has done so far for the server's processes that live. */
    long cpuNanos() throws SQLException {
        long nanos = 0;
        for (String pid : Pool.texts(postgres.getPostgresDatabase(), "select pid from pg_stat_activity")) {
            nanos += ProcessHandle.of(Long.parseLong(pid))
                    .flatMap(process -> process.info().totalCpuDuration())
                    .orElse(Duration.ZERO)
                    .toNanos();
        }
        return nanos;
    }

    /** Pages that statements in this database have touched since {@link #settle}. */
    long buffers(String database) throws SQLException {
        return Long.parseLong(text("select coalesce(sum(shared_blks_hit + shared_blks_read), 0)::bigint"
                + " from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = '" + database
                + "'"));
    }

    /** Pages of this database that statements had to log as a whole since {@link #settle}. */
    long fullPages(String database) throws SQLException {
        return Long.parseLong(text("select coalesce(sum(wal_fpi), 0)::bigint"
                + " from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = '" + database
                + "'"));
    }

    /** The statements that took longest in this database since {@link #settle}: milliseconds, calls, rows, pages, text. */
    List<String> longest(String database) throws SQLException {
        return Pool.texts(
                postgres.getPostgresDatabase(),
                "select round(total_exec_time::numeric, 2) || ' ms ' || calls || ' calls ' || rows || ' rows '"
                        + " || shared_blks_hit + shared_blks_read || ' pages '"
                        + " || left(regexp_replace(query, '\\s+', ' ', 'g'), 130)"
                        + " from pg_stat_statements s join pg_database d on d.oid = s.dbid where d.datname = '"
                        + database + "' order by total_exec_time desc limit 25");
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = postgres.getPostgresDatabase().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private String text(String sql) throws SQLException {
        return Pool.texts(postgres.getPostgresDatabase(), sql).get(0);
    }

    @Override
    public void close() throws IOException {
        pools.forEach(HikariDataSource::close);
        postgres.close();
    }

    /** Connections to one database. */
    record Pool(HikariDataSource connections) implements AutoCloseable {
        static Pool of(String url, int connections) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(url);
            config.setMaximumPoolSize(connections);
            config.setMinimumIdle(connections);
            return new Pool(new HikariDataSource(config));
        }

        void execute(String sql) throws SQLException {
            try (Connection connection = connections.getConnection();
                    Statement statement = connection.createStatement()) {
                statement.execute(sql);
            }
        }

        long number(String sql) throws SQLException {
            return Long.parseLong(texts(connections, sql).get(0));
        }

        List<String> texts(String sql) throws SQLException {
            return texts(connections, sql);
        }

        /** The first column of all rows. */
        static List<String> texts(DataSource database, String sql) throws SQLException {
            try (Connection connection = database.getConnection();
                    Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery(sql)) {
                List<String> texts = new ArrayList<>();
                while (rows.next()) {
                    texts.add(String.valueOf(rows.getString(1)));
                }
                return texts;
            }
        }

        @Override
        public void close() {
            connections.close();
        }
    }
}
