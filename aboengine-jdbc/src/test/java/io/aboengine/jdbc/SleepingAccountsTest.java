package io.aboengine.jdbc;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.AboEngine;
import io.aboengine.PriceMigration;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.account.Settings;
import io.aboengine.dunning.DunningAction;
import io.aboengine.dunning.DunningLevel;
import io.aboengine.dunning.DunningPolicy;
import io.aboengine.money.Money;
import io.aboengine.payment.RetryPolicy;
import io.aboengine.scenario.Audit;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.payment.ChargeRequest;
import io.aboengine.spi.payment.ChargeResult;
import io.aboengine.spi.payment.DeclineAdvice;
import io.aboengine.spi.payment.GatewayCapabilities;
import io.aboengine.spi.payment.GatewayReference;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.spi.payment.LookupResult;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.RefundRequest;
import io.aboengine.spi.payment.RefundResult;
import io.aboengine.store.Store;
import io.aboengine.store.memory.MemoryStore;
import java.time.LocalDate;
import java.time.Period;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * Rules change while accounts sleep: the reminders come sooner, declined cards are tried again sooner, new prices hold
 * earlier. Nobody touches the accounts; the next runs find them and come to what an engine comes to that had the new rules
 * before any of them could tell the difference.
 *
 * <p>On PostgreSQL each account has copies, made by the database, so that in the longer tests a hundred thousand sleep.
 */
class SleepingAccountsTest {
    private static final String MARK = "~";
    private static final List<String> RUNS = List.of(
            "2025-04-20",
            "2025-05-01",
            "2025-05-02",
            "2025-05-04",
            "2025-05-10",
            "2025-05-20",
            "2025-06-01",
            "2025-06-15",
            "2025-07-01",
            "2025-09-01");

    @Test
    void the_runs_that_follow_are_those_of_an_engine_that_had_the_new_rules_from_that_day() {
        Store asleep = new MemoryStore();
        fallAsleep(asleep, 120);
        Shop later = changeRules(asleep);
        RUNS.forEach(day -> later.on(day).engine().run(RunRequest.all()));

        Map<String, List<String>> told = told(asleep);
        assertThat(told).isEqualTo(told(neverSlept(120)));
        assertThat(told).isNotEqualTo(told(neverHeardOfIt(120)));
        assertThat(Audit.of(asleep)).isEmpty();
    }

    @Test
    void however_many_sleep_on_postgresql() {
        int accounts = Longer.orInTheBuild(250, 12);
        int copies = Longer.orInTheBuild(400, 3);
        DataSource database = PostgresServer.database();
        Store asleep = JdbcStore.on(database);
        fallAsleep(asleep, accounts);
        multiply(database, copies);
        Shop later = changeRules(asleep);

        long begun = System.nanoTime();
        long reminders = 0;
        for (String day : RUNS) {
            RunReport report = later.on(day).engine().run(RunRequest.all());
            assertThat(report.broken()).isEmpty();
            assertThat(report.left()).isZero();
            reminders += report.reminders();
        }
        System.out.printf(
                "%d accounts slept; %d runs with %d reminders took %d s%n",
                accounts * copies, RUNS.size(), reminders, (System.nanoTime() - begun) / 1_000_000_000);

        Map<String, List<String>> expected = told(neverSlept(accounts));
        Map<String, List<String>> originals = new TreeMap<>(told(asleep, accounts));
        assertThat(originals).isEqualTo(expected);
        assertThat(differing(database)).as("copies that came to something else").isEmpty();
        assertThat(TestDatabase.rows(database, "select count(*) from abo_account"))
                .containsExactly(Integer.toString(accounts * copies));
    }

    // --- the story -------------------------------------------------------------------------------------------------

    private static Shop shop(Store store) {
        return Shop.over(store, "Europe/Berlin", "2025-04-01")
                .offers(plan("basic", "EUR 10.00", MONTHLY), plan("moving", "EUR 20.00", MONTHLY))
                .through(new FickleGateway());
    }

    /** Reminds after a month, tries cards again after two weeks. */
    private static Settings old(Settings settings) {
        return settings.withDunning(DunningPolicy.of(DunningLevel.after(30, "Reminder", DunningAction.NOTIFY)))
                .withRetries(new RetryPolicy(List.of(Period.ofDays(14))));
    }

    private static Settings changed(Settings settings) {
        return settings.withDunning(DunningPolicy.of(
                        DunningLevel.after(7, "Reminder", DunningAction.NOTIFY),
                        DunningLevel.after(14, "Last reminder", DunningAction.NOTIFY)
                                .withFee(Money.parse("EUR 2.50"))))
                .withRetries(new RetryPolicy(List.of(Period.ofDays(1), Period.ofDays(2))));
    }

    private static void open(AboEngine engine, int accounts) {
        for (int i = 0; i < accounts; i++) {
            String id = "customer-%04d".formatted(i);
            PaymentMethodKind method = i % 3 == 0 ? PaymentMethodKind.INVOICE : PaymentMethodKind.CARD;
            engine.accounts().open(customer(id).payingBy(method).account());
            engine.subscriptions().subscribe(Subscribe.to(id, isMoving(i) ? "moving" : "basic"));
        }
        engine.run(RunRequest.all());
    }

    private static boolean isMoving(int account) {
        return account % 100 == 1;
    }

    /** By the old rules, with new prices announced for September. */
    private static void fallAsleep(Store store, int accounts) {
        Shop shop = shop(store).with(SleepingAccountsTest::old);
        open(shop.engine(), accounts);
        shop.instead(plan("moving", "EUR 24.00", MONTHLY));
        migrate(shop, "2025-09-01");
    }

    /** Four days later; nothing is touched but the contracts that move earlier. */
    private static Shop changeRules(Store store) {
        Shop shop = shop(store)
                .instead(plan("moving", "EUR 24.00", MONTHLY))
                .with(SleepingAccountsTest::changed)
                .on("2025-04-05");
        migrate(shop, "2025-06-01");
        return shop;
    }

    private static void migrate(Shop shop, String day) {
        assertThat(shop.engine()
                        .operations()
                        .migrate(PriceMigration.of(LocalDate.parse(day), "moving"))
                        .changed())
                .isNotEmpty();
    }

    /** The new rules from the first day on: by the fifth of April the old ones had not led to anything else. */
    private static Store neverSlept(int accounts) {
        Store store = new MemoryStore();
        Shop shop = shop(store).with(SleepingAccountsTest::changed);
        open(shop.engine(), accounts);
        shop.instead(plan("moving", "EUR 24.00", MONTHLY)).on("2025-04-05");
        migrate(shop, "2025-06-01");
        RUNS.forEach(day -> shop.on(day).engine().run(RunRequest.all()));
        return store;
    }

    /** What the old rules would have led to: not the same, or this test would show nothing. */
    private static Store neverHeardOfIt(int accounts) {
        Store store = new MemoryStore();
        fallAsleep(store, accounts);
        Shop shop = shop(store).instead(plan("moving", "EUR 24.00", MONTHLY)).with(SleepingAccountsTest::old);
        RUNS.forEach(day -> shop.on(day).engine().run(RunRequest.all()));
        return store;
    }

    /** Which version of the rules a document names is the one thing that differs. */
    private static Map<String, List<String>> told(Store store) {
        return told(store, Integer.MAX_VALUE);
    }

    private static Map<String, List<String>> told(Store store, int originals) {
        Map<String, List<String>> told =
                new TreeMap<>(Told.withoutOrdinals(store, id -> !id.value().contains(MARK)));
        assertThat(told.size()).isLessThanOrEqualTo(originals);
        told.replaceAll((account, all) -> all.stream()
                .map(text -> text.replaceAll("(settings|catalog)Version=[0-9]+", "$1Version=#"))
                .toList());
        return told;
    }

    // --- copies ----------------------------------------------------------------------------------------------------

    private record Column(String table, String name) {}

    private static List<Column> columns(DataSource database) {
        List<Column> columns = new ArrayList<>();
        TestDatabase.rows(database, """
                        select c.table_name, c.column_name
                        from information_schema.columns c
                        where c.table_schema = 'public' and exists (
                            select 1 from information_schema.columns a
                            where a.table_name = c.table_name and a.column_name = 'account_id'
                                and a.table_name like 'abo%')
                        order by c.table_name, c.ordinal_position""")
                .forEach(row -> columns.add(
                        new Column(row.substring(0, row.indexOf(' ')), row.substring(row.indexOf(' ') + 1))));
        return columns;
    }

    /** Each account gets copies of all its rows under other names. */
    private static void multiply(DataSource database, int times) {
        Map<String, List<String>> columns = new TreeMap<>();
        columns(database)
                .forEach(c ->
                        columns.computeIfAbsent(c.table, t -> new ArrayList<>()).add(c.name));
        columns.forEach((table, names) -> {
            String values = String.join(
                    ", ", names.stream().map(SleepingAccountsTest::copied).toList());
            TestDatabase.execute(
                    database,
                    "insert into " + table + " (" + String.join(", ", names) + ") select " + values + " from " + table
                            + " cross join generate_series(1, " + (times - 1) + ") g");
        });
        TestDatabase.execute(database, "analyze");
    }

    private static String copied(String column) {
        return switch (column) {
            case "account_id" -> "account_id || '" + MARK + "' || g";
            case "number" -> "number || '" + MARK + "' || g";
            case "idempotency_key" -> "replace(idempotency_key, account_id, account_id || '" + MARK + "' || g)";
            default -> column;
        };
    }

    /** Tables in which a copy differs from its original in anything but names and what follows the order of work. */
    private static List<String> differing(DataSource database) {
        Map<String, List<String>> columns = new TreeMap<>();
        for (Column column : columns(database)) {
            if (!List.of(
                            "account_id",
                            "idempotency_key",
                            "gateway_reference",
                            "number",
                            "counter",
                            "about",
                            "recorded_at")
                    .contains(column.name)) {
                columns.computeIfAbsent(column.table, t -> new ArrayList<>()).add(column.name);
            }
        }
        List<String> differing = new ArrayList<>();
        columns.forEach((table, names) -> {
            // Names stand in texts, too: that of the copy, or still that of its original.
            String original = "split_part(account_id, '" + MARK + "', 1)";
            String text =
                    "replace(replace((" + String.join(", ", names) + ")::text, account_id, ''), " + original + ", '')";
            String content = "select " + original + " as original, md5(string_agg(" + text + ", '|' order by " + text
                    + ")) as content from " + table + " group by account_id";
            String sql =
                    "select original from (" + content + ") a group by original having count(distinct content) > 1";
            TestDatabase.rows(database, sql).forEach(account -> differing.add(table + " of " + account));
        });
        return differing;
    }

    /** Cards of every third customer are refused from May on. */
    private static final class FickleGateway implements PaymentGateway {
        @Override
        public String id() {
            return "fickle";
        }

        @Override
        public GatewayCapabilities capabilities() {
            return GatewayCapabilities.of(PaymentMethodKind.CARD).withLookup();
        }

        @Override
        public ChargeResult charge(ChargeRequest request) {
            String original = request.account().split(MARK, 2)[0];
            boolean refused = Integer.parseInt(original.substring("customer-".length())) % 3 == 2
                    && !request.collectOn().isBefore(LocalDate.of(2025, 5, 1));
            return refused
                    ? new ChargeResult.Declined(new DeclineAdvice.RetryLater(Optional.empty()), "no_funds")
                    : new ChargeResult.Settled(new GatewayReference("charge"));
        }

        @Override
        public LookupResult lookup(IdempotencyKey key) {
            return new LookupResult.NotFound();
        }

        @Override
        public RefundResult refund(RefundRequest request) {
            return new RefundResult.Refused("refunds_not_supported");
        }
    }
}
