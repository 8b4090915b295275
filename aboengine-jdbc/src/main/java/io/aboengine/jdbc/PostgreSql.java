package io.aboengine.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** PostgreSQL: a statement that fails spoils the whole transaction, so none of ours may fail in normal work. */
final class PostgreSql extends Dialect {
    /** Fewer rows than this go one by one: the statement for many costs more than they do (ADR 47). */
    private static final int MANY = 16;

    /** As the script of the schema has it. */
    private static final String DRAWERS = IntStream.range(0, 16)
            .mapToObj(Integer::toString)
            .collect(Collectors.joining(", ", "abs((charge_first_on - date '2000-01-01') / 366) % 16 in (", ")"));

    private static final boolean OWN_DRIVER = isThere("org.postgresql.copy.CopyManager");

    @Override
    String scripts() {
        return "META-INF/aboengine/postgresql";
    }

    @Override
    <R> void insert(Connection connection, String tenant, Table<R> table, List<R> rows) throws SQLException {
        if (rows.size() < MANY) {
            super.insert(connection, tenant, table, rows);
        } else if (OWN_DRIVER && PostgreSqlCopy.isPossible(connection)) {
            PostgreSqlCopy.insert(connection, table.copySql(), table.binary(tenant, rows));
        } else {
            try (PreparedStatement statement = connection.prepareStatement(table.insertManySql())) {
                table.bindInsertMany(statement, connection, tenant, rows);
                statement.executeUpdate();
            }
        }
    }

    @Override
    <R> List<R> update(Connection connection, String tenant, Table<R> table, List<R> rows, Known known)
            throws SQLException {
        if (rows.size() < MANY || table.hasTwice(rows)) {
            return super.update(connection, tenant, table, rows, known);
        }
        List<R> read = new ArrayList<>();
        List<R> stored = new ArrayList<>();
        List<String> places = new ArrayList<>();
        List<R> others = new ArrayList<>();
        for (R row : rows) {
            Optional<R> before = known.stored(table, row);
            Optional<String> place = known.placeOf(table, row);
            if (before.isPresent() && place.isPresent()) {
                read.add(row);
                stored.add(before.get());
                places.add(place.get());
            } else {
                others.add(row);
            }
        }
        others.addAll(update(connection, tenant, table.updates(read, stored, places), read));
        return update(connection, tenant, table.updates(), others);
    }

    @Override
    String withPlaces(String table, String sql) {
        return "select " + table + ".ctid as place," + sql.substring("select".length());
    }

    @Override
    Optional<String> placeOf(Row row) throws SQLException {
        return row.optionalText("place");
    }

    private static <R> List<R> update(Connection connection, String tenant, Table<R>.ManyUpdates updates, List<R> rows)
            throws SQLException {
        if (rows.isEmpty() || updates.isNothing()) {
            return List.of();
        }
        List<R> absent = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(updates.sql())) {
            updates.bind(statement, connection, tenant, rows);
            try (ResultSet ordinals = statement.executeQuery()) {
                while (ordinals.next()) {
                    absent.add(rows.get(ordinals.getInt(1) - 1));
                }
            }
        }
        return absent;
    }

    @Override
    String firstEventUnseen() {
        return """
                cross join lateral (
                    select f.recorded_at
                    from generate_series(%s, %s) as v (volume)
                    cross join lateral (
                        select x.ordinal, x.recorded_at
                        from abo_event x
                        where x.tenant_id = :tenant and x.volume = v.volume and x.account_id = u.account_id
                            and x.ordinal > u.seen
                        order by x.ordinal
                        limit 1) f
                    order by f.ordinal
                    limit 1) e""".formatted(Volumes.sql("(u.seen + 1)"), Volumes.sql("u.last_event"));
    }

    @Override
    String inAllDrawers() {
        return DRAWERS;
    }

    /** Plans for many accounts must not depend on how small the tables still are: all go by the indexes, from the start. */
    @Override
    void beginsMany(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("set local plan_cache_mode = force_generic_plan");
        }
    }

    private static boolean isThere(String driverClass) {
        try {
            Class.forName(driverClass, false, PostgreSql.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    @Override
    String insertIfAbsentSql(Table<?> table) {
        return table.insertSql() + " on conflict do nothing";
    }

    @Override
    boolean inserts(PreparedStatement statement) throws SQLException {
        return statement.executeUpdate() == 1;
    }

    @Override
    boolean hasTable(Connection connection, String name) throws SQLException {
        String sql = """
                select exists (
                    select 1
                    from pg_class c
                    join pg_namespace n on n.oid = c.relnamespace
                    where n.nspname = current_schema() and c.relname = ? and c.relkind in ('r', 'p'))""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet found = statement.executeQuery()) {
                return found.next() && found.getBoolean(1);
            }
        }
    }

    @Override
    Optional<String> laterSchemaOf(Connection connection, String name) throws SQLException {
        String sql = """
                select n.nspname
                from pg_class c
                join pg_namespace n on n.oid = c.relnamespace
                where c.oid = to_regclass(?) and n.nspname is distinct from current_schema()""";
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setString(1, name);
            try (ResultSet found = statement.executeQuery()) {
                return found.next() ? Optional.of(found.getString(1)) : Optional.empty();
            }
        }
    }

    @Override
    void lockSchema(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("select pg_advisory_xact_lock(hashtext('abo_schema_history'))");
        }
    }
}
