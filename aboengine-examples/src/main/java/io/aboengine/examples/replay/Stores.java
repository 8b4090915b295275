package io.aboengine.examples.replay;

import io.aboengine.jdbc.JdbcStore;
import io.aboengine.jdbc.SchemaMigrator;
import io.aboengine.store.Store;
import io.aboengine.store.memory.MemoryStore;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.UUID;
import javax.sql.ConnectionPoolDataSource;
import org.h2.jdbcx.JdbcConnectionPool;
import org.h2.jdbcx.JdbcDataSource;
import org.postgresql.ds.PGConnectionPoolDataSource;

/** Where stories are acted out. Each story gets a store of its own; all of them are thrown away at the end. */
abstract class Stores implements AutoCloseable {

    /** The choices of the command line. */
    enum Kind {
        MEMORY,
        H2,
        POSTGRES
    }

    static Stores open(Kind kind) {
        return switch (kind) {
            case MEMORY -> new InMemory();
            case H2 -> inH2();
            case POSTGRES -> inPostgres();
        };
    }

    /** An empty store. */
    abstract Store next();

    @Override
    public abstract void close();

    private static final class InMemory extends Stores {
        @Override
        Store next() {
            return new MemoryStore();
        }

        @Override
        public void close() {}
    }

    /** A database in memory lives as long as one connection to it is open: the pool keeps some. */
    private static Stores inH2() {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL("jdbc:h2:mem:stories-" + UUID.randomUUID());
        return new InTables(database, () -> {});
    }

    private static Stores inPostgres() {
        try {
            EmbeddedPostgres server = EmbeddedPostgres.builder().start();
            PGConnectionPoolDataSource database = new PGConnectionPoolDataSource();
            database.setUrl(server.getJdbcUrl("postgres", "postgres"));
            return new InTables(database, server);
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL could not be started", e);
        }
    }

    /** One database, in which each story is a tenant. */
    private static final class InTables extends Stores {
        private final JdbcConnectionPool pool;
        private final Closeable server;
        private int stories;

        InTables(ConnectionPoolDataSource database, Closeable server) {
            this.pool = JdbcConnectionPool.create(database);
            this.server = server;
            SchemaMigrator.on(pool).migrate();
        }

        @Override
        Store next() {
            stories++;
            return JdbcStore.on(pool, "story" + stories);
        }

        @Override
        public void close() {
            pool.dispose();
            try {
                server.close();
            } catch (IOException e) {
                throw new UncheckedIOException("The database could not be stopped", e);
            }
        }
    }
}
