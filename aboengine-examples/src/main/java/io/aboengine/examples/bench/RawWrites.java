package io.aboengine.examples.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.sql.Types;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyIn;

/**
 * What the database can do at best: the rows that a run wrote, taken from its database and kept in memory as PostgreSQL's
 * own bytes, written once more into a database that is as it was before the run. New rows by {@code copy}, changed ones by
 * one update for each table from arrays of what changed and nothing else, with the places of the rows on disk instead of
 * their keys; nothing is looked for, read or computed.
 */
final class RawWrites {
    /** Tables a renewal adds rows to, and the column that tells the new ones. */
    private static final Map<String, String> ADDED = new LinkedHashMap<>();

    /** Tables of which a renewal changes rows, and the column that names a row within its account, if any. */
    private static final Map<String, String> CHANGED = new LinkedHashMap<>();

    static {
        ADDED.put("abo_document", "ordinal");
        ADDED.put("abo_line", "ordinal");
        ADDED.put("abo_attempt", "ordinal");
        ADDED.put("abo_posting", "ordinal");
        ADDED.put("abo_event", "ordinal");
        ADDED.put("abo_document_number", "document");
        CHANGED.put("abo_account", "");
        CHANGED.put("abo_agenda", "work");
        CHANGED.put("abo_subscription", "ordinal");
        CHANGED.put("abo_access", "subscription");
        CHANGED.put("abo_outbox", "");
    }

    /** An update and its arrays, written as PostgreSQL writes them. */
    private record Update(String sql, List<String> arrays) {}

    /** One transaction. */
    private record Batch(Map<String, byte[]> copies, List<Update> updates) {}

    private final List<Batch> batches;
    private final long rows;

    private RawWrites(List<Batch> batches, long rows) {
        this.batches = batches;
        this.rows = rows;
    }

    /** New rows and changed rows of all batches. */
    long rows() {
        return rows;
    }

    /**
     * Takes down what a run wrote for the first accounts.
     *
     * @param before the database as it was
     * @param after the database as the run left it
     */
    static RawWrites of(Server.Pool before, Server.Pool after, int accounts, int batchSize)
            throws SQLException, IOException {
        long firstNew =
                before.number("select next_ordinal from abo_account where account_id = '" + Population.FIRST + "'");
        Map<String, List<String>> changed = new LinkedHashMap<>();
        for (String table : CHANGED.keySet()) {
            List<String> columns = changedColumns(before, after, table);
            if (!columns.isEmpty()) {
                changed.put(table, columns);
            }
        }
        List<Batch> batches = new ArrayList<>();
        long rows = 0;
        try (Connection connection = after.connections().getConnection()) {
            for (int first = 0; first < accounts; first += batchSize) {
                int last = Math.min(first + batchSize, accounts) - 1;
                String among = "account_id between '%s' and '%s'".formatted(name(first), name(last));
                Map<String, byte[]> copies = new LinkedHashMap<>();
                for (Map.Entry<String, String> table : ADDED.entrySet()) {
                    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                    long copied = connection
                            .unwrap(PGConnection.class)
                            .getCopyAPI()
                            .copyOut(
                                    "copy (select * from %s where tenant_id = 'default' and %s and %s >= %d order by account_id, %s) to stdout (format binary)"
                                            .formatted(
                                                    table.getKey(),
                                                    among,
                                                    table.getValue(),
                                                    firstNew,
                                                    table.getValue()),
                                    bytes);
                    if (copied > 0) {
                        copies.put(table.getKey(), bytes.toByteArray());
                        rows += copied;
                    }
                }
                List<Update> updates = new ArrayList<>();
                for (Map.Entry<String, List<String>> table : changed.entrySet()) {
                    updates.add(update(before, connection, table.getKey(), table.getValue(), among));
                    rows += last - first + 1;
                }
                batches.add(new Batch(copies, updates));
            }
        }
        return new RawWrites(batches, rows);
    }

    private static String name(int account) {
        String digits = Integer.toString(account);
        return "k-" + "0".repeat(Math.max(0, 7 - digits.length())) + digits;
    }

    private static List<String> changedColumns(Server.Pool before, Server.Pool after, String table)
            throws SQLException {
        List<String> changed = new ArrayList<>();
        for (String column : before.texts("""
                select column_name || ':' || data_type from information_schema.columns
                where table_schema = 'public' and table_name = '%s' order by ordinal_position""".formatted(table))) {
            String name = column.substring(0, column.indexOf(':'));
            String value = "select " + name + " from " + table + " where account_id = '" + Population.FIRST + "'";
            if (!before.texts(value).equals(after.texts(value))) {
                changed.add(column);
            }
        }
        return changed;
    }

    private static Update update(Server.Pool before, Connection after, String table, List<String> columns, String among)
            throws SQLException {
        String key = CHANGED.getOrDefault(table, "");
        String order = key.isEmpty() ? "account_id" : "account_id, " + key;
        StringBuilder set = new StringBuilder();
        StringBuilder names = new StringBuilder("place");
        StringBuilder casts = new StringBuilder("cast(? as tid[])");
        StringBuilder arrays = new StringBuilder();
        for (String column : columns) {
            String name = column.substring(0, column.indexOf(':'));
            set.append(set.isEmpty() ? "" : ", ").append(name).append(" = v.").append(name);
            names.append(", ").append(name);
            casts.append(", cast(? as ")
                    .append(column.substring(column.indexOf(':') + 1))
                    .append("[])");
            arrays.append(arrays.isEmpty() ? "" : ", ").append("array_agg(" + name + " order by " + order + ")");
        }
        String rows = " from " + table + " where tenant_id = 'default' and " + among;
        List<String> values = new ArrayList<>(before.texts("select array_agg(ctid order by " + order + ")" + rows));
        try (PreparedStatement select = after.prepareStatement("select " + arrays + rows);
                ResultSet row = select.executeQuery()) {
            row.next();
            for (int i = 1; i <= columns.size(); i++) {
                values.add(row.getString(i));
            }
        }
        return new Update(
                "update %s t set %s from unnest(%s) as v (%s) where t.ctid = v.place"
                        .formatted(table, set, casts, names),
                values);
    }

    /** Writes it all by so many workers, each batch in a transaction of its own. */
    void write(Server.Pool database, int workers, ExecutorService threads) throws Exception {
        Queue<Batch> left = new ConcurrentLinkedQueue<>(batches);
        List<Future<?>> working = new ArrayList<>();
        for (int i = 0; i < workers; i++) {
            working.add(threads.submit(() -> {
                for (Batch batch = left.poll(); batch != null; batch = left.poll()) {
                    write(database, batch);
                }
            }));
        }
        for (Future<?> worker : working) {
            worker.get();
        }
    }

    private static void write(Server.Pool database, Batch batch) {
        try (Connection connection = database.connections().getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                // Else small tables are read as a whole and joined to the arrays.
                statement.execute("set local enable_hashjoin = off; set local enable_mergejoin = off");
            }
            for (Update update : batch.updates) {
                try (PreparedStatement statement = connection.prepareStatement(update.sql)) {
                    for (int i = 0; i < update.arrays.size(); i++) {
                        statement.setObject(i + 1, update.arrays.get(i), Types.OTHER);
                    }
                    statement.executeUpdate();
                }
            }
            for (Map.Entry<String, byte[]> table : batch.copies.entrySet()) {
                CopyIn copy = connection
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn("copy " + table.getKey() + " from stdin (format binary)");
                copy.writeToCopy(table.getValue(), 0, table.getValue().length);
                copy.endCopy();
            }
            connection.commit();
            connection.setAutoCommit(true);
        } catch (SQLException e) {
            throw new UncheckedIOException(new IOException("The raw rows could not be written", e));
        }
    }
}
