package io.aboengine.examples.bench;

import io.aboengine.AboEngine;
import io.aboengine.RunRequest;
import io.aboengine.examples.SettableClock;
import io.aboengine.jdbc.SchemaMigrator;
import java.sql.SQLException;
import java.util.List;

/**
 * Any number of accounts, each with one contract and its history. The first one is made by the engine, which bills it
 * month by month; the others are its rows once more, under other names and with numbers of their own.
 */
final class Population {
    /** The first account; the others count on from it. */
    static final String FIRST = "k-0000000";

    private static final String COPIED_TABLES = """
            select table_name
            from information_schema.columns
            where table_schema = 'public' and table_name like 'abo\\_%' and column_name = 'account_id'
            order by table_name""";

    private static final String COLUMNS = """
            select column_name || ':' || data_type
            from information_schema.columns
            where table_schema = 'public' and table_name = '%s'
            order by ordinal_position""";

    private Population() {}

    /** Fills the database with accounts whose next month is due. */
    static void fill(Server.Pool database, int accounts, int months) throws SQLException {
        SchemaMigrator.on(database.connections()).migrate();
        SettableClock clock = Shop.clock();
        AboEngine engine = Shop.engine(database.connections(), clock);
        Shop.subscribe(engine, FIRST);
        engine.run(RunRequest.all());
        for (int month = 1; month < months; month++) {
            clock.set(Shop.after(month), 8);
            engine.run(RunRequest.all());
        }
        for (String table : database.texts(COPIED_TABLES)) {
            database.execute(copies(table, database.texts(COLUMNS.formatted(table)), accounts));
        }
        database.execute("update abo_series s set last_counter = (select max(counter) from abo_document_number n"
                + " where n.tenant_id = s.tenant_id and n.series = s.series)");
        database.execute("vacuum (analyze)");
    }

    /** Makes accounts due on other days. */
    static void due(Server.Pool database, String day) throws SQLException {
        database.execute("update abo_account set due_on = " + day);
        database.execute("update abo_agenda g set on_day = a.due_on from abo_account a"
                + " where a.tenant_id = g.tenant_id and a.account_id = g.account_id and g.work = 'BILLING'");
    }

    private static String copies(String table, List<String> columns, int accounts) {
        StringBuilder names = new StringBuilder();
        StringBuilder values = new StringBuilder();
        for (String column : columns) {
            String name = column.substring(0, column.indexOf(':'));
            names.append(names.isEmpty() ? "" : ", ").append(name);
            values.append(values.isEmpty() ? "" : ", ").append(value(table, name, column.endsWith(":text")));
        }
        return """
                with t as materialized (select *%5$s from %1$s where account_id = '%6$s')
                insert into %1$s (%2$s)
                select %3$s
                from (select i, 'k-' || lpad(i::text, 7, '0') as id from generate_series(1, %4$d - 1) as i) as copy
                cross join t""".formatted(
                        table,
                        names,
                        values,
                        accounts,
                        table.equals("abo_document_number") ? ", count(*) over (partition by series) as numbers" : "",
                        FIRST);
    }

    /** Numbers go on behind those of the first account, as if all copies had been billed after it. */
    private static String value(String table, String column, boolean isText) {
        String moved = "t.counter + copy.i * t.numbers";
        if (table.equals("abo_document_number") && column.equals("counter")) {
            return moved;
        }
        if (table.equals("abo_document_number") && column.equals("number")) {
            return "t.series || lpad((" + moved + ")::text, greatest(length((" + moved
                    + ")::text), length(t.number) - length(t.series)), '0')";
        }
        if (column.equals("account_id")) {
            return "copy.id";
        }
        return isText ? "replace(t." + column + ", '" + FIRST + "', copy.id)" : "t." + column;
    }
}
