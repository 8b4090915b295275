package io.aboengine.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import javax.sql.DataSource;

/** Every row of every table that one tenant has, whatever the tables are: to compare, and to begin again from. */
final class TenantRows {
    private final DataSource database;
    private final Map<String, List<String>> columns = new TreeMap<>();

    TenantRows(DataSource database) {
        this.database = database;
        String all = "select table_name, column_name from information_schema.columns order by 1, ordinal_position";
        for (String row : TestDatabase.rows(database, all)) {
            // H2 would write small letters as the machine's locale does.
            String[] names = row.toLowerCase(Locale.ROOT).split(" ", 2);
            if (names[0].startsWith("abo_")) {
                columns.computeIfAbsent(names[0], table -> new ArrayList<>()).add(names[1]);
            }
        }
        columns.values().removeIf(names -> !names.remove("tenant_id"));
        if (columns.size() < 20) {
            throw new IllegalStateException("Where are the tables? There are only " + columns.keySet());
        }
    }

    /** The rows as text, each with its table, in no order of time. */
    List<String> of(String tenant) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = database.getConnection()) {
            for (Map.Entry<String, List<String>> table : columns.entrySet()) {
                String sql = "select " + String.join(", ", table.getValue()) + " from " + table.getKey()
                        + " where tenant_id = ?";
                try (PreparedStatement query = connection.prepareStatement(sql)) {
                    query.setString(1, tenant);
                    try (ResultSet result = query.executeQuery()) {
                        while (result.next()) {
                            StringBuilder row = new StringBuilder(table.getKey());
                            for (int i = 1; i <= table.getValue().size(); i++) {
                                row.append(" | ").append(result.getString(i));
                            }
                            rows.add(row.toString());
                        }
                    }
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
        Collections.sort(rows);
        return rows;
    }

    /** Gives another tenant the same rows, instead of those it had. */
    void copy(String from, String to) {
        forget(to);
        try (Connection connection = database.getConnection()) {
            for (Map.Entry<String, List<String>> table : columns.entrySet()) {
                String names = String.join(", ", table.getValue());
                String sql = "insert into " + table.getKey() + " (tenant_id, " + names + ") select ?, " + names
                        + " from " + table.getKey() + " where tenant_id = ?";
                try (PreparedStatement insert = connection.prepareStatement(sql)) {
                    insert.setString(1, to);
                    insert.setString(2, from);
                    insert.executeUpdate();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void forget(String tenant) {
        try (Connection connection = database.getConnection()) {
            for (String table : columns.keySet()) {
                try (PreparedStatement delete =
                        connection.prepareStatement("delete from " + table + " where tenant_id = ?")) {
                    delete.setString(1, tenant);
                    delete.executeUpdate();
                }
            }
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }
}
