package io.aboengine.jdbc;

import io.aboengine.spi.InvalidRequestException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import javax.sql.DataSource;

/**
 * Makes the tables and brings them up to date, in the schema that comes first on the connections of the data source; tables
 * in another schema, which may be another shop's, are left alone. Safe to call at every start, by several processes at once.
 * The user of the data source must be allowed to create tables; where it is not, have Flyway or another tool run the
 * scripts, which lie beside this class in {@code META-INF/aboengine/postgresql} and {@code …/h2} and are named as Flyway
 * names them. Each script notes itself in {@code abo_schema_history}, whoever runs it.
 */
public final class SchemaMigrator {
    /** All of them, in order; the version is the number before the two underscores. */
    private static final List<String> SCRIPTS = List.of("V1__base.sql");

    private static final String HISTORY = "abo_schema_history";

    private final DataSource dataSource;

    private SchemaMigrator(DataSource dataSource) {
        this.dataSource = dataSource;
    }

    public static SchemaMigrator on(DataSource dataSource) {
        return new SchemaMigrator(dataSource);
    }

    /**
     * Runs the scripts that were not run yet.
     *
     * @return their names; empty if the tables were up to date
     * @throws SchemaVersionException if the tables are newer than this aboengine
     * @throws InvalidRequestException if the database is neither PostgreSQL nor H2, or takes texts for the same that differ by
     *     case, as H2 does under {@code IGNORECASE}
     */
    public List<String> migrate() {
        try (Connection connection = dataSource.getConnection()) {
            return Transactions.on(connection).committed(connection, () -> migrate(connection));
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    private static List<String> migrate(Connection connection) {
        try {
            Dialect dialect = Dialect.of(connection);
            dialect.requireExact(connection);
            dialect.lockSchema(connection);
            List<String> missing = missing(connection, dialect);
            for (String script : missing) {
                dialect.run(connection, text(dialect.scripts() + "/" + script));
            }
            return missing;
        } catch (SQLException e) {
            throw Failures.of(e);
        }
    }

    /** @throws SchemaVersionException if the tables are older or newer than this aboengine */
    static void check(Connection connection, Dialect dialect) throws SQLException {
        List<String> missing = missing(connection, dialect);
        if (!missing.isEmpty()) {
            Optional<String> elsewhere = dialect.hasTable(connection, HISTORY)
                    ? Optional.empty()
                    : dialect.laterSchemaOf(connection, HISTORY);
            if (elsewhere.isPresent()) {
                throw SchemaVersionException.elsewhere(
                        elsewhere.get(), String.valueOf(connection.getSchema()), version(latest()));
            }
            throw SchemaVersionException.missing(
                    missing, dialect.scripts(), version(missing.get(0)) - 1, version(latest()));
        }
    }

    private static List<String> missing(Connection connection, Dialect dialect) throws SQLException {
        int found = 0;
        if (dialect.hasTable(connection, HISTORY)) {
            try (Statement statement = connection.createStatement();
                    ResultSet last = statement.executeQuery(
                            "select version, script from abo_schema_history order by version desc limit 1")) {
                if (last.next()) {
                    found = last.getInt("version");
                    if (found > version(latest())) {
                        throw SchemaVersionException.newer(last.getString("script"), found, version(latest()));
                    }
                }
            }
        }
        List<String> missing = new ArrayList<>();
        for (String script : SCRIPTS) {
            if (version(script) > found) {
                missing.add(script);
            }
        }
        return List.copyOf(missing);
    }

    private static String latest() {
        return SCRIPTS.get(SCRIPTS.size() - 1);
    }

    private static int version(String script) {
        return Integer.parseInt(script.substring(1, script.indexOf("__")));
    }

    private static String text(String resource) {
        try (InputStream script = Objects.requireNonNull(
                SchemaMigrator.class.getResourceAsStream("/" + resource), () -> resource + " is not in the jar")) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
