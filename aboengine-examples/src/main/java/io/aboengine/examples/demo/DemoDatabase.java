package io.aboengine.examples.demo;

import io.aboengine.jdbc.JdbcStore;
import io.aboengine.jdbc.SchemaMigrator;
import io.aboengine.money.Money;
import io.aboengine.store.Store;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.h2.jdbcx.JdbcConnectionPool;

/** The demo's database: one H2 file, with the engine's tables and one of the shop's own. */
final class DemoDatabase implements AutoCloseable {
    private static final String NAME = "aboengine-demo";

    private final Path folder;
    private final JdbcConnectionPool connections;

    private DemoDatabase(Path folder) {
        this.folder = folder;
        this.connections = JdbcConnectionPool.create(url(folder) + ";QUERY_CACHE_SIZE=512", "sa", "");
    }

    /** Makes a new database in the folder, in place of an earlier one. */
    static DemoDatabase create(Path folder) throws IOException, SQLException {
        Files.createDirectories(folder);
        for (String suffix : List.of(".mv.db", ".trace.db")) {
            Files.deleteIfExists(folder.resolve(NAME + suffix));
        }
        DemoDatabase database = new DemoDatabase(folder);
        SchemaMigrator.on(database.connections).migrate();
        try (Connection connection = database.connections.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("""
                    create table shop_evening (
                        noted_on      date primary key,
                        open_minor    bigint not null,
                        credit_minor  bigint not null
                    )""");
        }
        return database;
    }

    /** Opens the database that is there. */
    static DemoDatabase open(Path folder) {
        return new DemoDatabase(folder);
    }

    static boolean exists(Path folder) {
        return Files.exists(folder.resolve(NAME + ".mv.db"));
    }

    static String url(Path folder) {
        return "jdbc:h2:file:" + folder.resolve(NAME).toAbsolutePath().normalize();
    }

    Path file() {
        return folder.resolve(NAME + ".mv.db");
    }

    Store store() {
        return JdbcStore.on(connections);
    }

    /** Notes what is open and what is owed to customers in the evening of a month's last day. */
    void note(LocalDate day, Month.Evening evening) throws SQLException {
        try (Connection connection = connections.getConnection();
                PreparedStatement insert = connection.prepareStatement(
                        "insert into shop_evening (noted_on, open_minor, credit_minor) values (?, ?, ?)")) {
            insert.setObject(1, day);
            insert.setLong(2, evening.open().minorUnits());
            insert.setLong(3, evening.credit().minorUnits());
            insert.executeUpdate();
        }
    }

    /** What was noted, in order of months. */
    Map<YearMonth, Month.Evening> evenings() throws SQLException {
        Map<YearMonth, Month.Evening> evenings = new TreeMap<>();
        try (Connection connection = connections.getConnection();
                Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("select noted_on, open_minor, credit_minor from shop_evening")) {
            while (row.next()) {
                evenings.put(
                        YearMonth.from(row.getObject("noted_on", LocalDate.class)),
                        new Month.Evening(
                                Money.ofMinor(row.getLong("open_minor"), Publisher.CURRENCY),
                                Money.ofMinor(row.getLong("credit_minor"), Publisher.CURRENCY)));
            }
        }
        return evenings;
    }

    @Override
    public void close() {
        connections.dispose();
    }
}
