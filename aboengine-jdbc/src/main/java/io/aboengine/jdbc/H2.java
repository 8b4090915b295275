package io.aboengine.jdbc;

import io.aboengine.spi.InvalidRequestException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** H2, in its regular mode or that of PostgreSQL. A statement that fails is undone alone. */
final class H2 extends Dialect {
    private static final int TRIES = 20;
    private static final long PAUSE_MILLIS = 25;

    @Override
    String scripts() {
        return "META-INF/aboengine/h2";
    }

    @Override
    String firstEventUnseen() {
        return """
                join abo_event e on e.tenant_id = :tenant and e.account_id = u.account_id
                    and e.ordinal = (
                        select min(x.ordinal)
                        from abo_event x
                        where x.tenant_id = :tenant and x.account_id = u.account_id and x.ordinal > u.seen)""";
    }

    @Override
    String insertIfAbsentSql(Table<?> table) {
        return table.insertSql();
    }

    @Override
    boolean inserts(PreparedStatement statement) throws SQLException {
        try {
            return statement.executeUpdate() == 1;
        } catch (SQLException problem) {
            if (Failures.isDuplicate(problem)) {
                return false;
            }
            throw problem;
        }
    }

    @Override
    boolean hasTable(Connection connection, String name) throws SQLException {
        String sql = """
                select count(*) from information_schema.tables
                where table_schema = current_schema and table_name in (?, ?)""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            statement.setString(2, name.toUpperCase(Locale.ROOT));
            try (ResultSet found = statement.executeQuery()) {
                return found.next() && found.getInt(1) > 0;
            }
        }
    }

    /** The case is ignored by columns made under IGNORECASE, and by collations weaker than TERTIARY. */
    @Override
    void requireExact(Connection connection) throws SQLException {
        String sql = """
                select cast('a' as varchar(1)) = cast('A' as varchar(1)) or exists (
                    select 1 from information_schema.columns
                    where table_schema = current_schema and lower(table_name) like 'abo!_%' escape '!'
                        and data_type = 'VARCHAR_IGNORECASE')""";
        try (PreparedStatement statement = connection.prepareStatement(sql);
                ResultSet found = statement.executeQuery()) {
            if (found.next() && found.getBoolean(1)) {
                throw new InvalidRequestException(
                        "dataSource",
                        "a database that takes 'a' and 'A' for the same",
                        "must compare texts exactly: open H2 without IGNORECASE and without a collation that ignores the"
                                + " case, before the tables are made");
            }
        }
    }

    /** H2 has no lock that outlasts the statements of a script, each of which ends the transaction; see {@link #run}. */
    @Override
    void lockSchema(Connection connection) {}

    /** Two who make the same table at the same time get in each other's way; a script may be run again, so it is. */
    @Override
    void run(Connection connection, String script) throws SQLException {
        for (int i = 1; ; i++) {
            try {
                super.run(connection, script);
                return;
            } catch (SQLException problem) {
                if (i == TRIES) {
                    throw problem;
                }
                pause();
            }
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
