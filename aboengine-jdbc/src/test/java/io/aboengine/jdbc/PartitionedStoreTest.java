package io.aboengine.jdbc;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.jdbc.TestDatabase.execute;
import static io.aboengine.jdbc.TestDatabase.rows;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.AboEngine;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.party.AccountId;
import io.aboengine.scenario.Audit;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.store.Due;
import io.aboengine.store.Store;
import io.aboengine.store.contract.StoreContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The contract on tables that are split by account, as somebody with very many accounts may lay them out. */
class PartitionedStoreTest extends StoreContract {
    private static final Pattern TABLE_OF_ACCOUNTS = Pattern.compile(
            "create table (\\w+) \\(([^;]*?primary key \\(tenant_id, (?:work, on_day, |volume, )?account_id[^;]*?)\\)( with \\([^;]*\\))?;");
    private static final int PARTS = 3;
    private static final int AGAIN = 15;
    private static final String SCANS = "seq_scan + coalesce(idx_scan, 0)";

    /** Those of indexes, too, by which alone PostgreSQL may know what it needs. */
    private static final String ROWS_READ = "seq_tup_read"
            + " + (select coalesce(sum(idx_tup_read), 0) from pg_stat_user_indexes i where i.relid = t.relid)";

    private static final DataSource DATABASE = partitioned(PostgresServer.emptyDatabase());
    private static final AtomicInteger TENANTS = new AtomicInteger();

    private String tenant = "";

    private static DataSource partitioned(DataSource database) {
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
    void a_process_may_do_the_work_of_one_partition_only() {
        newStore();
        JdbcStore whole = JdbcStore.on(DATABASE, tenant);
        Shop shop = shop(whole).on("2025-04-01");
        AboEngine engine = shop.engine();
        for (int i = 0; i < 30; i++) {
            engine.accounts()
                    .open(customer("customer-" + i)
                            .payingBy(PaymentMethodKind.CARD)
                            .account());
            engine.subscriptions().subscribe(Subscribe.to("customer-" + i, "basic"));
        }
        Due due = new Due.Billing(LocalDate.of(2025, 5, 1), Instant.parse("2025-05-01T12:00:00Z"));
        Set<AccountId> seen = new HashSet<>();
        for (int part = 0; part < PARTS; part++) {
            JdbcStore narrowed = whole.claimingFrom("_" + part);
            List<AccountId> claimed = narrowed.inTransaction(tx -> tx.claim(due, 100, Optional.empty()));
            long counted = narrowed.inTransaction(tx -> tx.countDue(due, Optional.empty()));
            assertThat(counted).isEqualTo(claimed.size());
            assertThat(rows(
                            DATABASE,
                            "select account_id from abo_account_" + part + " where tenant_id = '" + tenant
                                    + "' order by account_id"))
                    .containsExactlyElementsOf(
                            claimed.stream().map(AccountId::value).toList());
            assertThat(claimed).isNotEmpty();
            seen.addAll(claimed);
        }
        assertThat(seen).hasSize(30);

        int billed = 0;
        for (int part = 0; part < PARTS; part++) {
            RunReport report = shop(whole.claimingFrom("_" + part))
                    .on("2025-05-01")
                    .engine()
                    .run(RunRequest.all());
            assertThat(report.left()).isZero();
            assertThat(report.accountsBilled()).isEqualTo(report.documents()).isPositive();
            assertThat(report.paymentCounts().paid()).isEqualTo(2 * report.documents());
            billed += report.documents();
        }
        assertThat(billed).isEqualTo(30);
        assertThat(shop.on("2025-05-01").engine().run(RunRequest.all()).documents())
                .isZero();
        assertThat(Audit.of(whole)).isEmpty();
        assertThat(engine.health().numberGaps(Optional.empty(), 9)).isEmpty();
    }

    @Test
    void events_are_delivered_from_the_partition_a_process_works_in() {
        newStore();
        JdbcStore whole = JdbcStore.on(DATABASE, tenant);
        // at first the subscriber is new, then one that everything is handed out to
        for (int round = 1; round <= 3; round++) {
            for (int i = 0; i < 12; i++) {
                shop(whole)
                        .engine()
                        .accounts()
                        .open(customer("customer-" + round + "-" + i).account());
            }
            for (int part = 0; part < PARTS; part++) {
                assertThat(toldBy(whole.claimingFrom("_" + part), RunRequest.all()))
                        .containsExactlyInAnyOrderElementsOf(rows(
                                DATABASE,
                                "select account_id from abo_account_" + part + " where tenant_id = '" + tenant
                                        + "' and account_id like 'customer-" + round + "-%'"));
            }
        }
        assertThat(toldBy(whole, RunRequest.all())).isEmpty();
    }

    @Test
    void an_account_that_is_named_is_worked_on_wherever_it_is() {
        newStore();
        JdbcStore whole = JdbcStore.on(DATABASE, tenant);
        for (int part = 0; part < PARTS; part++) {
            String id = "named-" + part;
            AboEngine engine = shop(whole).on("2025-04-01").engine();
            engine.accounts().open(customer(id).payingBy(PaymentMethodKind.CARD).account());
            engine.subscriptions().subscribe(Subscribe.to(id, "basic"));
        }
        for (int part = 0; part < PARTS; part++) {
            String id = "named-" + part;
            assertThat(toldBy(whole.claimingFrom("_0"), RunRequest.account(AccountId.of(id))))
                    .containsExactly(id);
            int documents = whole.inTransaction(
                    tx -> tx.documents(AccountId.of(id), 0, 9).size());
            assertThat(documents).isEqualTo(2);
        }
    }

    /** The accounts of which a subscriber was told something by a run over this store. */
    private static Set<String> toldBy(Store store, RunRequest request) {
        Set<String> told = new HashSet<>();
        shop(store)
                .subscriber("mail", event -> told.add(event.account().value()))
                .engine()
                .run(request);
        return told;
    }

    private static Shop shop(Store store) {
        return Shop.over(store, "Europe/Berlin", "2025-05-01").offers(plan("basic", "EUR 10.00", MONTHLY));
    }

    /**
     * Accounts in three partitions, over one connection, so that it can be told what that has read. Tables with so few rows
     * would be read as a whole; here they are looked up by their indexes, as large ones are.
     */
    private static final class Counted {
        static final DataSource DATABASE = partitioned(PostgresServer.emptyDatabase(pool -> {
            pool.setMaximumPoolSize(1);
            pool.setConnectionInitSql(
                    "set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off");
        }));
        static final JdbcStore STORE = JdbcStore.on(DATABASE);
        static final List<AccountId> OF_ONE_PARTITION = filled();

        private static List<AccountId> filled() {
            AboEngine engine = shop(STORE).on("2025-04-01").engine();
            for (int i = 0; i < 150; i++) {
                engine.accounts()
                        .open(customer("customer-" + i)
                                .payingBy(PaymentMethodKind.CARD)
                                .account());
                engine.subscriptions().subscribe(Subscribe.to("customer-" + i, "basic"));
            }
            engine.run(RunRequest.all());
            for (int part = 1; part < PARTS; part++) { // so that there is something to be read by mistake
                execute(
                        DATABASE,
                        "update abo_attempt_" + part + " set live_document = document, live_refund = document");
            }
            execute(DATABASE, "vacuum (analyze)");
            return rows(DATABASE, "select account_id from abo_account_0 order by account_id").stream()
                    .map(AccountId::of)
                    .toList();
        }

        /** In which tables of other partitions the work opened something, or read a row. */
        static List<String> others(String counted, Runnable work) {
            Map<String, Long> before = others(counted);
            work.run();
            Map<String, Long> after = others(counted);
            return after.keySet().stream()
                    .filter(table -> !after.get(table).equals(before.get(table)))
                    .toList();
        }

        private static Map<String, Long> others(String counted) {
            execute(DATABASE, "select pg_stat_force_next_flush()");
            Map<String, Long> tables = new TreeMap<>();
            for (String row : rows(
                    DATABASE,
                    "select t.relname, " + counted + " from pg_stat_user_tables t where t.relname ~ '^abo_.*_[12]$'")) {
                String[] table = row.split(" ");
                tables.put(table[0], Long.valueOf(table[1]));
            }
            assertThat(tables).hasSizeGreaterThan(30);
            return tables;
        }
    }

    /** Again and again, as PostgreSQL makes a plan for the very accounts the first times only. */
    @Test
    void who_locks_and_writes_one_account_opens_its_partition_only() {
        List<AccountId> accounts = Counted.OF_ONE_PARTITION.subList(0, AGAIN);

        List<String> opened = Counted.others(
                SCANS,
                () -> accounts.forEach(account -> Counted.STORE.inTransaction(tx -> {
                    tx.lock(account, Duration.ofSeconds(20));
                    return tx.write(List.of(Rows.happening(account, 1000)));
                })));

        assertThat(opened).isEmpty();
    }

    /** A list of accounts is looked for in all partitions, but only for these accounts: so nothing is found in others. */
    @ParameterizedTest
    @ValueSource(ints = {1, 2, 30})
    void of_accounts_in_other_partitions_no_row_is_read(int size) {
        List<AccountId> accounts = Counted.OF_ONE_PARTITION.subList(AGAIN, AGAIN + size);

        List<String> read = Counted.others(ROWS_READ, () -> {
            for (int i = 0; i < AGAIN; i++) {
                long ordinal = 1000L * size + i;
                Counted.STORE.inTransaction(tx -> {
                    assertThat(tx.lockFree(accounts)).hasSize(size);
                    assertThat(tx.load(accounts, LocalDate.of(2025, 5, 1))).hasSize(size);
                    return tx.write(accounts.stream()
                            .map(account -> Rows.happening(account, ordinal))
                            .toList());
                });
            }
        });

        assertThat(read).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_A", "; drop", "_0 w --", "_3", "_pkey"})
    void an_ending_that_no_partition_can_have_is_refused(String ending) {
        newStore();
        JdbcStore store = JdbcStore.on(DATABASE, tenant);

        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> store.claimingFrom(ending))
                .withMessageContaining("ending");
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
