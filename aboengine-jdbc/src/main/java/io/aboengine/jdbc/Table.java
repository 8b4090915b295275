package io.aboengine.jdbc;

import java.sql.Array;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A table as it is written: which columns name a row, which others it has, and what of an {@code R} stands in each. The
 * first key of every table is {@code tenant_id}; it is not listed.
 *
 * <p>Rows are written one by one by {@link #insertSql} and {@link #updateSql}. PostgreSQL also takes many at once: by
 * {@link #copySql} in its binary form, by {@link ManyUpdates} as one array for each column.
 */
final class Table<R> {
    private final String name;
    private final List<Column<R, ?, ?>> keys = new ArrayList<>();
    private final List<Column<R, ?, ?>> others = new ArrayList<>();
    private Optional<Column<R, ?, ?>> notAbove = Optional.empty();
    private Function<R, Object> identity = this::keyValues;

    private Table(String name) {
        this.name = name;
    }

    static <R> Table<R> named(String name) {
        return new Table<>(name);
    }

    /** What of a row is equal if and only if its keys are, where that is at hand. */
    Table<R> identifiedBy(Function<R, Object> identity) {
        this.identity = identity;
        return this;
    }

    <V> Table<R> key(String column, ColumnType<V> type, Function<R, V> value) {
        keys.add(Column.of(column, type, value));
        return this;
    }

    <V> Table<R> column(String column, ColumnType<V> type, Function<R, V> value) {
        others.add(Column.of(column, type, value));
        return this;
    }

    <V> Table<R> optional(String column, ColumnType<V> type, Function<R, Optional<V>> value) {
        others.add(Column.of(column, type, row -> value.apply(row).orElse(null)));
        return this;
    }

    /** A value that many rows share and that never changes. It is written as JSON, once for all of them. */
    <S> Table<R> json(String column, Function<R, S> value) {
        others.add(new Column<R, S, String>(column, ColumnType.TEXT, value, new Remembered<>(Json::write)));
        return this;
    }

    /** A value that is written as JSON where there is one. */
    <S> Table<R> optionalJson(String column, Function<R, Optional<S>> value) {
        others.add(new Column<>(column, ColumnType.TEXT, row -> value.apply(row).orElse(null), Json::write));
        return this;
    }

    /** Values that are written as JSON unless there are none: then nothing has to be read. */
    <S> Table<R> listJson(String column, Function<R, List<S>> values) {
        others.add(new Column<R, List<S>, String>(
                column,
                ColumnType.TEXT,
                row -> {
                    List<S> list = values.apply(row);
                    return list.isEmpty() ? null : list;
                },
                Json::write));
        return this;
    }

    /** A row is replaced only where what is stored in this column is not above the value. */
    <V> Table<R> replacedIfNotAbove(String column, ColumnType<V> type, Function<R, V> value) {
        notAbove = Optional.of(Column.of(column, type, value));
        return this;
    }

    // --- one by one ------------------------------------------------------------------------------------------------

    String insertSql() {
        return "insert into %s (%s) values (?%s)"
                .formatted(name, names(), ", ?".repeat(columns().size()));
    }

    void bindInsert(PreparedStatement statement, String tenant, R row) throws SQLException {
        statement.setString(1, tenant);
        bind(statement, 2, columns(), row);
    }

    String updateSql() {
        String set = others.stream().map(column -> column.name + " = ?").collect(Collectors.joining(", "));
        String where =
                keys.stream().map(column -> " and " + column.name + " = ?").collect(Collectors.joining());
        String only = notAbove.map(column -> " and " + column.name + " <= ?").orElse("");
        return "update " + name + " set " + set + " where tenant_id = ?" + where + only;
    }

    void bindUpdate(PreparedStatement statement, String tenant, R row) throws SQLException {
        int next = bind(statement, 1, others, row);
        statement.setString(next, tenant);
        next = bind(statement, next + 1, keys, row);
        bind(statement, next, notAbove.stream().toList(), row);
    }

    // --- many at once, on PostgreSQL -------------------------------------------------------------------------------

    String copySql() {
        return "copy " + name + " (" + names() + ") from stdin (format binary)";
    }

    BinaryRows binary(String tenant, List<R> rows) {
        List<Column<R, ?, ?>> columns = columns();
        BinaryRows written = new BinaryRows(rows.size() * columns.size() * 12);
        for (R row : rows) {
            written.row(columns.size() + 1);
            written.text(tenant);
            for (Column<R, ?, ?> column : columns) {
                column.write(written, row);
            }
        }
        written.end();
        return written;
    }

    /** Takes the tenant, then one array for each column. */
    String insertManySql() {
        return "insert into %s (%s) select cast(? as text), v.* from unnest(%s) as v"
                .formatted(name, names(), arrays(columns()));
    }

    /** Writes some of the columns of many rows, from one array for each. */
    final class ManyUpdates {
        private final List<Column<R, ?, ?>> written;
        private final List<Column<R, ?, ?>> told;
        private final List<String> places;

        /** @param places where the rows lie, as far as that is known */
        private ManyUpdates(BitSet changed, List<String> places) {
            this.places = places;
            written = changed.stream().<Column<R, ?, ?>>mapToObj(others::get).toList();
            told = Stream.of(keys.stream(), written.stream(), notAbove.stream())
                    .<Column<R, ?, ?>>flatMap(Function.identity())
                    .toList();
        }

        boolean isNothing() {
            return written.isEmpty();
        }

        /**
         * Takes one array for each column, the first with where the rows lie if that is known, then the tenant and, twice,
         * how many rows there are; answers the ordinals, from 1, of those that were not found. They are looked for only if
         * it did not find as many as there are.
         */
        String sql() {
            StringBuilder names = new StringBuilder();
            StringBuilder set = new StringBuilder();
            StringBuilder where = new StringBuilder();
            int column = 0;
            for (Column<R, ?, ?> key : keys) {
                where.append(" and t.").append(key.name).append(" = v.c").append(++column);
            }
            for (Column<R, ?, ?> other : written) {
                set.append(set.isEmpty() ? "" : ", ")
                        .append(other.name)
                        .append(" = v.c")
                        .append(++column);
            }
            for (Column<R, ?, ?> only : notAbove.stream().toList()) {
                where.append(" and t.").append(only.name).append(" <= v.c").append(++column);
            }
            for (int i = 1; i <= column; i++) {
                names.append("c").append(i).append(", ");
            }
            boolean placed = !places.isEmpty();
            return """
                    with found as (
                        update %s t set %s
                        from unnest(%s%s) with ordinality as v (%s%sordinal)
                        where %st.tenant_id = ?%s
                        returning v.ordinal)
                    select ordinal
                    from generate_series(1, cast(? as bigint)) as ordinal
                    where (select count(*) from found) < ? and ordinal not in (select ordinal from found)""".formatted(
                            name,
                            set,
                            placed ? "cast(? as tid[]), " : "",
                            arrays(told),
                            placed ? "at, " : "",
                            names,
                            placed ? "t.ctid = v.at and " : "",
                            where);
        }

        void bind(PreparedStatement statement, Connection connection, String tenant, List<R> rows) throws SQLException {
            int next = 1;
            if (!places.isEmpty()) {
                statement.setArray(next++, connection.createArrayOf("tid", places.toArray()));
            }
            next = bindArrays(statement, next, told, connection, rows);
            statement.setString(next, tenant);
            statement.setLong(next + 1, rows.size());
            statement.setLong(next + 2, rows.size());
        }
    }

    /** Writes all columns. */
    ManyUpdates updates() {
        BitSet all = new BitSet();
        all.set(0, others.size());
        return new ManyUpdates(all, List.of());
    }

    /**
     * Writes the columns in which one of the rows differs from what is stored.
     *
     * @param places where the rows lie
     */
    ManyUpdates updates(List<R> rows, List<R> stored, List<String> places) {
        BitSet changed = new BitSet();
        for (int column = 0; column < others.size(); column++) {
            for (int i = 0; i < rows.size() && !changed.get(column); i++) {
                changed.set(column, !others.get(column).isSame(rows.get(i), stored.get(i)));
            }
        }
        return new ManyUpdates(changed, places);
    }

    void bindInsertMany(PreparedStatement statement, Connection connection, String tenant, List<R> rows)
            throws SQLException {
        statement.setString(1, tenant);
        bindArrays(statement, 2, columns(), connection, rows);
    }

    /** What names the row within its tenant. */
    Object keyOf(R row) {
        return identity.apply(row);
    }

    private List<Object> keyValues(R row) {
        List<Object> key = new ArrayList<>(keys.size());
        for (Column<R, ?, ?> column : keys) {
            key.add(Objects.requireNonNull(column.valueOf(row), column.name));
        }
        return key;
    }

    /** Whether two of the rows have the same key: one of them would get lost in a statement that writes both. */
    boolean hasTwice(List<R> rows) {
        Set<Object> seen = new HashSet<>();
        for (R row : rows) {
            if (!seen.add(keyOf(row))) {
                return true;
            }
        }
        return false;
    }

    @Override
    public String toString() {
        return name;
    }

    private String names() {
        return "tenant_id"
                + columns().stream().map(column -> ", " + column.name).collect(Collectors.joining());
    }

    private List<Column<R, ?, ?>> columns() {
        return Stream.concat(keys.stream(), others.stream()).toList();
    }

    private static <R> String arrays(List<Column<R, ?, ?>> columns) {
        return columns.stream()
                .map(column -> "cast(? as " + column.type.arrayType() + "[])")
                .collect(Collectors.joining(", "));
    }

    private static <R> int bind(PreparedStatement statement, int first, List<Column<R, ?, ?>> columns, R row)
            throws SQLException {
        int index = first;
        for (Column<R, ?, ?> column : columns) {
            column.bind(statement, index++, row);
        }
        return index;
    }

    private static <R> int bindArrays(
            PreparedStatement statement, int first, List<Column<R, ?, ?>> columns, Connection connection, List<R> rows)
            throws SQLException {
        int index = first;
        for (Column<R, ?, ?> column : columns) {
            Array array = connection.createArrayOf(column.type.arrayType(), column.elements(rows));
            statement.setArray(index++, array);
        }
        return index;
    }

    /** @param source what is compared to tell whether a row changed, null for nothing; {@code write} may cost more */
    private record Column<R, S, V>(
            String name, ColumnType<V> type, Function<R, @Nullable S> source, Function<S, V> write) {

        static <R, V> Column<R, V, V> of(String name, ColumnType<V> type, Function<R, @Nullable V> value) {
            return new Column<>(name, type, value, Function.identity());
        }

        @Nullable
        V valueOf(R row) {
            S there = source.apply(row);
            return there == null ? null : write.apply(there);
        }

        boolean isSame(R row, R other) {
            return Objects.equals(source.apply(row), source.apply(other));
        }

        void bind(PreparedStatement statement, int index, R row) throws SQLException {
            V there = valueOf(row);
            if (there != null) {
                type.setter().set(statement, index, there);
            } else {
                statement.setNull(index, type.sqlType());
            }
        }

        void write(BinaryRows rows, R row) {
            V there = valueOf(row);
            if (there != null) {
                type.binary().accept(rows, there);
            } else {
                rows.absent();
            }
        }

        @Nullable
        Object[] elements(List<R> rows) {
            @Nullable Object[] elements = type.array().apply(rows.size());
            for (int i = 0; i < elements.length; i++) {
                V there = valueOf(rows.get(i));
                elements[i] = there == null ? null : type.element().apply(there);
            }
            return elements;
        }
    }
}
