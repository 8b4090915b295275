package io.aboengine.jdbc;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.jdbc.Rows.ADA;
import static io.aboengine.jdbc.Rows.BOB;
import static io.aboengine.jdbc.Rows.account;
import static io.aboengine.jdbc.Rows.happening;
import static io.aboengine.jdbc.Rows.party;
import static io.aboengine.jdbc.TestDatabase.execute;
import static io.aboengine.jdbc.TestDatabase.rows;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.aboengine.AboEngine;
import io.aboengine.RunRequest;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Reach;
import io.aboengine.event.Event;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.Line;
import io.aboengine.party.AccountId;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.store.StoreTransaction;
import io.aboengine.store.UndeliveredEvents;
import io.aboengine.subscription.SubscriptionId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The history of an account stands in volumes (ADR 54). */
class HistoryTest {
    private static final int OTHERS = 2000;
    private static final LocalDate TODAY = LocalDate.of(2025, 1, 1);
    private static final Instant NOW = Instant.parse("2025-01-01T12:00:00Z");

    /** Two years of one account, and many accounts that are the same in all but their names. */
    private static final class Years {
        /** One connection, so that it can be told what it has read. */
        static final DataSource DATABASE = migrated();

        static final JdbcStore STORE = JdbcStore.on(DATABASE);

        static {
            live(STORE);
            for (String table : rows(DATABASE, """
                    select distinct table_name from information_schema.columns
                    where table_schema = 'public' and table_name like 'abo%' and column_name = 'account_id'""")) {
                copy(table);
            }
            execute(DATABASE, "vacuum (analyze)");
        }

        private static DataSource migrated() {
            DataSource database = PostgresServer.emptyDatabase(pool -> pool.setMaximumPoolSize(1));
            SchemaMigrator.on(database).migrate();
            return database;
        }

        private static void copy(String table) {
            String columns = rows(
                            DATABASE,
                            "select string_agg(column_name, ', ') from information_schema.columns where table_name = '"
                                    + table + "'")
                    .get(0);
            String values = columns.replaceAll("\\baccount_id\\b", "'other' || i")
                    .replaceAll("\\bcounter\\b", "counter + i * 1000")
                    .replaceAll("\\bnumber\\b", "number || '-' || i");
            execute(
                    DATABASE,
                    "insert into %s (%s) select %s from %s, generate_series(1, %d) as i where account_id = 'ada'"
                            .formatted(table, columns, values, table, OTHERS));
        }

        static long first(String ordinal, String table) {
            return Long.parseLong(
                    rows(DATABASE, "select min(%s) from %s where account_id = 'ada'".formatted(ordinal, table))
                            .get(0));
        }

        /** How many pages of tables and indexes have been looked at so far. */
        static long pages() {
            execute(DATABASE, "select pg_stat_force_next_flush()");
            return Long.parseLong(rows(DATABASE, """
                            select sum(coalesce(heap_blks_read, 0) + coalesce(heap_blks_hit, 0)
                                + coalesce(idx_blks_read, 0) + coalesce(idx_blks_hit, 0))
                            from pg_statio_user_tables""").get(0));
        }
    }

    /** Two years of one account. */
    private static void live(JdbcStore store) {
        LocalDate day = TODAY.minusYears(2);
        Shop shop = Shop.over(store, "Europe/Berlin", day.toString()).offers(plan("basic", "EUR 10.00", MONTHLY));
        AboEngine engine = shop.engine();
        engine.accounts().open(customer("ada").payingBy(PaymentMethodKind.CARD).account());
        engine.subscriptions().subscribe(Subscribe.to("ada", "basic"));
        for (; day.isBefore(TODAY); day = day.plusMonths(1)) {
            shop.on(day.toString());
            engine.run(RunRequest.all());
        }
    }

    private static Arguments of(String what, Function<StoreTransaction, Object> reading) {
        return of(what, 60, reading);
    }

    private static Arguments of(String what, int pages, Function<StoreTransaction, Object> reading) {
        return Arguments.of(what, pages, reading);
    }

    static Stream<Arguments> readings() {
        DocumentId invoice = new DocumentId(ADA, Years.first("ordinal", "abo_document"));
        SubscriptionId contract = new SubscriptionId(ADA, Years.first("ordinal", "abo_subscription"));
        IdempotencyKey key =
                Years.STORE.inTransaction(tx -> tx.attempts(ADA)).get(0).key();
        return Stream.of(
                of("a document", tx -> tx.document(invoice).orElseThrow()),
                of("some documents", tx -> tx.documents(ADA, 10, 20)),
                of("a number", tx -> tx.number(invoice).orElseThrow()),
                of("the lines of a document", tx -> tx.lines(invoice)),
                of("all attempts", tx -> tx.attempts(ADA)),
                of("some attempts", tx -> tx.attempts(ADA, 10, 20)),
                of("an attempt by its key", tx -> tx.attempt(key).orElseThrow()),
                of("all postings", tx -> tx.postings(ADA)),
                of("some postings", tx -> tx.postings(ADA, 10, 20)),
                of("some events", tx -> tx.events(ADA, 10, 20)),
                of("events to deliver", 100, tx -> {
                    Optional<Set<AccountId>> only = Optional.of(Set.of(ADA));
                    return tx.claimDeliveries("mail", NOW, NOW.plusSeconds(60), 1, 10, only)
                            .deliveries();
                }),
                of("what is alive", tx -> tx.load(List.of(ADA), TODAY)),
                of(
                        "what was charged, and a document",
                        160,
                        tx -> tx.deepen(
                                tx.load(List.of(ADA), TODAY).get(0),
                                Reach.lines(contract, TODAY.minusMonths(3)).and(Reach.document(invoice)))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("readings")
    void of_others_nothing_is_looked_at(String what, int pages, Function<StoreTransaction, Object> reading) {
        long before = Years.pages();
        Object found = Years.STORE.inTransaction(reading::apply);
        long touched = Years.pages() - before;

        assertThat(found).isNotEqualTo(List.of());
        // A walk through one volume, or one drawer, touches more in addition, in each of these tables.
        assertThat(touched).as("%s: %s", what, found).isBetween(2L, (long) pages);
    }

    @Test
    void what_waits_since_today_is_looked_at_once() {
        execute(Years.DATABASE, "insert into abo_subscriber values ('default', 'late', true)");
        execute(Years.DATABASE, "update abo_outbox set fresh = true");
        Instant beforeAll = NOW.minus(Duration.ofDays(10_000));

        long before = Years.pages();
        List<UndeliveredEvents> found =
                Years.STORE.inTransaction(tx -> tx.undeliveredEvents("late", beforeAll, Optional.empty(), 1));
        long touched = Years.pages() - before;

        assertThat(found).isEmpty();
        assertThat(touched).isLessThan(40L * OTHERS);
    }

    @Test
    void of_attempts_that_wait_too_long_only_a_page_is_read() {
        execute(Years.DATABASE, """
                update abo_attempt set claim_on = '2024-12-01', next_at = '2024-12-01T12:00:00Z'
                where document = %d and account_id <> 'ada'""".formatted(Years.first("document", "abo_attempt")));
        execute(Years.DATABASE, "vacuum (analyze) abo_attempt");

        long before = Years.pages();
        List<PaymentAttempt> first = Years.STORE.inTransaction(tx -> tx.overdueAttempts(NOW, Optional.empty(), 10));
        List<PaymentAttempt> second =
                Years.STORE.inTransaction(tx -> tx.overdueAttempts(NOW, Optional.of(first.get(9)), 10));
        long touched = Years.pages() - before;

        assertThat(first).hasSize(10).doesNotContainAnyElementsOf(second);
        assertThat(second).hasSize(10);
        assertThat(touched).isLessThan(150);
    }

    private interface Page {
        List<Long> ordinals(StoreTransaction tx, long after, int limit);

        default List<Long> of(JdbcStore store, long after, int limit) {
            return store.inTransaction(tx -> ordinals(tx, after, limit));
        }
    }

    @ParameterizedTest
    @EnumSource
    void of_years_nothing_is_missing(TestDatabase kind) {
        DataSource database = kind.migrated();
        JdbcStore store = JdbcStore.on(database);
        live(store);
        Map<String, Page> pages = Map.of(
                "abo_document",
                (tx, after, limit) -> tx.documents(ADA, after, limit).stream()
                        .map(document -> document.id().ordinal())
                        .toList(),
                "abo_attempt",
                (tx, after, limit) -> tx.attempts(ADA, after, limit).stream()
                        .map(attempt -> attempt.id().ordinal())
                        .toList(),
                "abo_posting",
                (tx, after, limit) -> tx.postings(ADA, after, limit).stream()
                        .map(Posting::ordinal)
                        .toList(),
                "abo_event",
                (tx, after, limit) -> tx.events(ADA, after, limit).stream()
                        .map(Event::ordinal)
                        .toList());

        pages.forEach((table, page) -> {
            List<Long> there = rows(database, "select ordinal from " + table + " order by ordinal").stream()
                    .map(Long::valueOf)
                    .toList();
            assertThat(there).as(table).hasSizeGreaterThanOrEqualTo(24);
            assertThat(page.of(store, 0, Integer.MAX_VALUE)).as(table).isEqualTo(there);
            assertThat(page.of(store, Long.MIN_VALUE, 7)).as(table).isEqualTo(there.subList(0, 7));
            List<Long> paged = new ArrayList<>();
            List<Long> next = page.of(store, 0, 7);
            while (!next.isEmpty()) {
                paged.addAll(next);
                next = page.of(store, next.get(next.size() - 1), 7);
            }
            assertThat(paged).as(table).isEqualTo(there);
        });
        SubscriptionId contract = new SubscriptionId(
                ADA,
                Long.parseLong(
                        rows(database, "select ordinal from abo_subscription").get(0)));
        assertThat(charged(store, contract, LocalDate.of(1990, 1, 1))).hasSize(24);
        assertThat(charged(store, contract, LocalDate.of(2024, 1, 15))).hasSize(12);
    }

    private static List<Line> charged(JdbcStore store, SubscriptionId contract, LocalDate from) {
        return store.inTransaction(tx -> tx.deepen(tx.load(List.of(ADA), TODAY).get(0), Reach.lines(contract, from))
                .lines());
    }

    @ParameterizedTest
    @EnumSource
    void events_on_both_sides_of_a_border_are_delivered(TestDatabase kind) {
        JdbcStore store = JdbcStore.on(kind.migrated());
        List<Long> ordinals = List.of(1L, 63L, 64L, 127L, 128L, 200L);
        happen(store, ordinals);

        List<Long> delivered = new ArrayList<>();
        for (int i = 0; i < ordinals.size(); i++) {
            List<UndeliveredEvents> waiting = undelivered(store, Rows.NOW.plusSeconds(1));
            assertThat(waiting)
                    .extracting(UndeliveredEvents::account, UndeliveredEvents::last)
                    .containsExactly(tuple(ADA, 200L));
            assertThat(undelivered(store, Rows.NOW)).isEmpty();
            delivered.addAll(deliver(store, 1));
        }

        assertThat(delivered).isEqualTo(ordinals);
        assertThat(undelivered(store, Rows.NOW.plusSeconds(1))).isEmpty();
        assertThat(deliver(store, 1)).isEmpty();
    }

    private static List<UndeliveredEvents> undelivered(JdbcStore store, Instant before) {
        return store.inTransaction(tx -> tx.undeliveredEvents("mail", before, Optional.empty(), 10));
    }

    private static List<Long> deliver(JdbcStore store, int perAccount) {
        return store.inTransaction(tx -> {
            List<Long> seen = new ArrayList<>();
            tx.claimDeliveries("mail", NOW, NOW.plusSeconds(60), 10, perAccount, Optional.empty())
                    .deliveries()
                    .forEach(delivery -> {
                        delivery.events().forEach(event -> seen.add(event.ordinal()));
                        tx.delivered("mail", delivery.account(), NOW.plusSeconds(60), seen.get(seen.size() - 1));
                    });
            return seen;
        });
    }

    private static void happen(JdbcStore store, List<Long> ordinals) {
        store.inTransaction(tx -> tx.open(account(ADA, 1), party("Ada")));
        for (long ordinal : ordinals) {
            store.inTransaction(tx -> {
                tx.lock(ADA, Duration.ofSeconds(20));
                return tx.write(List.of(happening(ADA, ordinal)));
            });
        }
    }

    @ParameterizedTest
    @EnumSource
    void what_fills_many_volumes_comes_in_order_and_page_by_page(TestDatabase kind) {
        JdbcStore store = JdbcStore.on(kind.migrated());
        List<Long> ordinals = new ArrayList<>();
        for (long ordinal = 1; ordinal < 20_000; ordinal = ordinal * 2 + 1) {
            ordinals.add(ordinal);
        }
        ordinals.add(20_000L);
        happen(store, ordinals);
        store.inTransaction(tx -> tx.open(account(BOB, 1), party("Bob")));

        List<Long> paged = new ArrayList<>();
        List<Event> next = page(store, ADA, 0, 3);
        while (!next.isEmpty()) {
            next.forEach(event -> paged.add(event.ordinal()));
            next = page(store, ADA, paged.get(paged.size() - 1), 3);
        }

        assertThat(paged).isEqualTo(ordinals);
        assertThat(page(store, ADA, 0, Integer.MAX_VALUE))
                .extracting(Event::ordinal)
                .isEqualTo(ordinals);
        assertThat(page(store, ADA, Long.MAX_VALUE, 3)).isEmpty();
        assertThat(page(store, BOB, 0, 3)).isEmpty();
    }

    private static List<Event> page(JdbcStore store, AccountId account, long after, int limit) {
        return store.inTransaction(tx -> tx.events(account, after, limit));
    }

    @ParameterizedTest
    @EnumSource
    void a_document_that_no_account_will_ever_have_is_not_there(TestDatabase kind) {
        JdbcStore store = JdbcStore.on(kind.migrated());
        DocumentId document = new DocumentId(ADA, Long.MAX_VALUE);

        assertThat(store.<Object>inTransaction(tx -> tx.document(document))).isEqualTo(Optional.empty());
        assertThat(store.<Object>inTransaction(tx -> tx.number(document))).isEqualTo(Optional.empty());
        assertThat(store.<Object>inTransaction(tx -> tx.lines(document))).isEqualTo(List.of());
    }

    @ParameterizedTest
    @EnumSource
    void days_beyond_the_year_9999_are_written_and_looked_for_many_at_once(TestDatabase kind) {
        JdbcStore store = JdbcStore.on(kind.migrated());
        LocalDate far = LocalDate.of(10000, 1, 1);
        List<AccountId> ids =
                IntStream.range(0, 20).mapToObj(i -> AccountId.of("c" + i)).toList();
        ids.forEach(id -> store.inTransaction(tx -> tx.open(account(id, 1), party("Ada"))));

        store.inTransaction(tx -> {
            tx.lockFree(ids);
            return tx.write(ids.stream()
                    .map(id ->
                            Rows.change(account(id, 1, PaymentMethod.invoice(), far), List.of(), List.of(), List.of()))
                    .toList());
        });

        assertThat(ids)
                .allSatisfy(id -> assertThat(store.inTransaction(tx -> tx.account(id))
                                .orElseThrow()
                                .dueOn())
                        .contains(far));
        Reach lines = Reach.lines(new SubscriptionId(ids.get(0), 1), far);
        assertThat(store.<List<Line>>inTransaction(tx -> tx.deepen(
                                tx.load(List.of(ids.get(0)), far).get(0), lines)
                        .lines()))
                .isEmpty();
    }

    @Test
    void a_row_in_the_wrong_volume_is_refused() {
        DataSource database = TestDatabase.POSTGRESQL.migrated();
        JdbcStore store = JdbcStore.on(database);
        happen(store, List.of(100L));

        assertThat(rows(database, "select volume from abo_event")).containsExactly("1");
        assertThatExceptionOfType(IllegalStateException.class)
                .isThrownBy(() -> execute(database, "update abo_event set volume = 2"))
                .withMessageContaining("abo_event_check");
    }
}
