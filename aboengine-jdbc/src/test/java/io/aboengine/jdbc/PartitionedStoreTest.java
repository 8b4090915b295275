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
import java.time.Instant;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
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

    /** What looks up and locks accounts by their ids opens the partitions of these and no others. */
    @Test
    void accounts_that_are_named_are_looked_for_in_their_partitions_only() {
        newStore();
        JdbcStore store = JdbcStore.on(DATABASE, tenant);
        shop(store).engine().accounts().open(customer("ada").account());
        String partition = rows(
                        DATABASE, "select tableoid::regclass::text from abo_account where tenant_id = '" + tenant + "'")
                .get(0);

        String plan = String.join(
                "\n",
                rows(
                        DATABASE,
                        "explain (costs off) select account_id from abo_account where tenant_id = '" + tenant
                                + "' and account_id = any('{ada}'::varchar[]) for update skip locked"));

        assertThat(plan).contains(partition);
        for (int part = 0; part < PARTS; part++) {
            String name = "abo_account_" + part;
            assertThat(plan.contains(name)).as(plan).isEqualTo(name.equals(partition));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "_A", "; drop", "_0 w --", "_3"})
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
