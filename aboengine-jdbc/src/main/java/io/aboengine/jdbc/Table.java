package io.aboengine.jdbc;

import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A table as it is written: which columns name a row, which others it has, and what of an {@code R} stands in each. The
 * first key of every table is {@code tenant_id}; it is not listed.
 */
final class Table<R> {
    private final String name;
    private final List<Column<R, ?>> keys = new ArrayList<>();
    private final List<Column<R, ?>> others = new ArrayList<>();
    private Optional<Guard<R, ?>> guard = Optional.empty();

    private Table(String name) {
        this.name = name;
    }

    static <R> Table<R> named(String name) {
        return new Table<>(name);
    }

    <V> Table<R> key(String column, ColumnType<V> type, Function<R, V> value) {
        keys.add(new Column<>(column, type, value.andThen(Optional::of)));
        return this;
    }

    <V> Table<R> column(String column, ColumnType<V> type, Function<R, V> value) {
        others.add(new Column<>(column, type, value.andThen(Optional::of)));
        return this;
    }

    <V> Table<R> optional(String column, ColumnType<V> type, Function<R, Optional<V>> value) {
        others.add(new Column<>(column, type, value));
        return this;
    }

    /** A row is replaced only where this condition, which has one parameter, holds for what is stored. */
    <V> Table<R> replacedOnlyIf(String condition, ColumnType<V> type, Function<R, V> value) {
        guard = Optional.of(new Guard<>(condition, new Column<>(condition, type, value.andThen(Optional::of))));
        return this;
    }

    String insertSql() {
        String names = columns().stream().map(column -> ", " + column.name).collect(Collectors.joining());
        return "insert into %s (tenant_id%s) values (?%s)"
                .formatted(name, names, ", ?".repeat(columns().size()));
    }

    void bindInsert(PreparedStatement statement, String tenant, R row) throws SQLException {
        statement.setString(1, tenant);
        bind(statement, 2, columns(), row);
    }

    String updateSql() {
        String set = others.stream().map(column -> column.name + " = ?").collect(Collectors.joining(", "));
        String where =
                keys.stream().map(column -> " and " + column.name + " = ?").collect(Collectors.joining());
        String only = guard.map(g -> " and " + g.condition).orElse("");
        return "update " + name + " set " + set + " where tenant_id = ?" + where + only;
    }

    void bindUpdate(PreparedStatement statement, String tenant, R row) throws SQLException {
        int next = bind(statement, 1, others, row);
        statement.setString(next, tenant);
        next = bind(statement, next + 1, keys, row);
        if (guard.isPresent()) {
            guard.get().value.bind(statement, next, row);
        }
    }

    @Override
    public String toString() {
        return name;
    }

    private List<Column<R, ?>> columns() {
        return Stream.concat(keys.stream(), others.stream()).toList();
    }

    private static <R> int bind(PreparedStatement statement, int first, List<Column<R, ?>> columns, R row)
            throws SQLException {
        int index = first;
        for (Column<R, ?> column : columns) {
            column.bind(statement, index++, row);
        }
        return index;
    }

    private record Guard<R, V>(String condition, Column<R, V> value) {}

    private record Column<R, V>(String name, ColumnType<V> type, Function<R, Optional<V>> value) {
        void bind(PreparedStatement statement, int index, R row) throws SQLException {
            Optional<V> there = value.apply(row);
            if (there.isPresent()) {
                type.setter().set(statement, index, there.get());
            } else {
                statement.setNull(index, type.sqlType());
            }
        }
    }
}
