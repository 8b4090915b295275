package io.aboengine.jdbc;

import static io.aboengine.jdbc.TestDatabase.execute;
import static io.aboengine.jdbc.TestDatabase.rows;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.store.Store;
import io.aboengine.store.contract.StoreContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** The contract on tables that are split by account, as somebody with very many accounts may lay them out. */
class PartitionedStoreTest extends StoreContract {
    private static final Pattern TABLE_OF_ACCOUNTS = Pattern.compile(
            "create table (\\w+) \\(([^;]*?primary key \\(tenant_id, account_id[^;]*?)\\)( with \\([^;]*\\))?;");
    private static final int PARTS = 3;

    private static final DataSource DATABASE = partitioned();
    private static final AtomicInteger TENANTS = new AtomicInteger();

    private String tenant = "";

    private static DataSource partitioned() {
        DataSource database = PostgresServer.emptyDatabase();
        Matcher tables = TABLE_OF_ACCOUNTS.matcher(script());
        StringBuilder partitioned = new StringBuilder();
        while (tables.find()) {
            StringBuilder table = new StringBuilder("create table $1 ($2) partition by hash (account_id);");
            for (int part = 0; part < PARTS; part++) {
                table.append("\ncreate table $1_" + part + " partition of $1")
                        .append(" for values with (modulus " + PARTS + ", remainder " + part + ")$3;");
            }
            tables.appendReplacement(partitioned, table.toString());
        }
        execute(database, tables.appendTail(partitioned).toString());
        return database;
    }

    private static String script() {
        String path = "/META-INF/aboengine/postgresql/V1__base.sql";
        try (InputStream script = Objects.requireNonNull(SchemaMigrator.class.getResourceAsStream(path))) {
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    protected Store newStore() {
        tenant = "tenant " + TENANTS.incrementAndGet();
        return JdbcStore.on(DATABASE, tenant);
    }

    @Override
    protected Store reopened(Store store) {
        return JdbcStore.on(DATABASE, tenant);
    }

    @Test
    void all_tables_that_grow_with_the_accounts_are_split_except_those_that_count_for_all() {
        String whole = """
                select distinct c.table_name
                from information_schema.columns c
                join pg_class t on t.relname = c.table_name
                where c.table_name like 'abo%' and c.column_name = 'account_id' and t.relkind = 'r'
                    and not t.relispartition
                order by c.table_name""";

        assertThat(rows(DATABASE, whole)).containsExactly("abo_document_number", "abo_notice");
    }
}
