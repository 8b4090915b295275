package io.aboengine.jdbc;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.h2.jdbcx.JdbcDataSource;

/** Databases of H2 for tests. They stay open without connections, and wait for locks as long as a slow machine needs. */
final class H2Databases {
    private static final String SETTINGS = ";DB_CLOSE_DELAY=-1;LOCK_TIMEOUT=20000";

    private H2Databases() {}

    /** A database in memory with all tables. */
    static DataSource inMemory(String name) {
        return migrated(emptyInMemory(name));
    }

    static DataSource emptyInMemory(String name) {
        return at("jdbc:h2:mem:" + name + SETTINGS);
    }

    /** A database in a file with all tables, which speaks as PostgreSQL does, as far as it can. */
    static DataSource inFile(Path file) {
        return migrated(at("jdbc:h2:file:" + file + SETTINGS + ";MODE=PostgreSQL;DATABASE_TO_LOWER=TRUE"));
    }

    /** Closes the database; whoever connects next opens its file anew. */
    static void shutDown(DataSource database) {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("shutdown");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private static DataSource at(String url) {
        JdbcDataSource database = new JdbcDataSource();
        database.setURL(url);
        database.setUser("sa");
        return database;
    }

    private static DataSource migrated(DataSource database) {
        SchemaMigrator.on(database).migrate();
        return database;
    }
}
