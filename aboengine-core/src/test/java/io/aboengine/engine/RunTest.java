package io.aboengine.engine;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.AboEngine;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.account.Command;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.scenario.Audit;
import io.aboengine.scenario.Inventory;
import io.aboengine.scenario.Shop;
import io.aboengine.scenario.WatchedGateway;
import io.aboengine.scenario.WatchedStore;
import io.aboengine.spi.PlainText;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.store.AccountBusyException;
import io.aboengine.store.BrokenAccount;
import io.aboengine.store.StaleWriteException;
import io.aboengine.store.Store;
import io.aboengine.store.memory.MemoryStore;
import io.aboengine.tax.TaxRules;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/** What the run promises whatever happens to one account, to its time or beside it. */
class RunTest {
    private final Store memory = new MemoryStore();
    private final WatchedStore store = WatchedStore.over(memory);
    private final Shop shop =
            Shop.over(store, "Europe/Berlin", "2025-04-01").offers(plan("basic", "EUR 10.00", MONTHLY));

    private void customers(int count, PaymentMethodKind method) {
        AboEngine engine = shop.engine();
        for (int i = 1; i <= count; i++) {
            engine.accounts().open(customer("c" + i).payingBy(method).account());
            engine.subscriptions().subscribe(Command.Subscribe.to("c" + i, "basic"));
        }
    }

    private RunReport run() {
        return shop.engine().run(RunRequest.all());
    }

    private int documentsOf(String account) {
        return shop.engine().documents().list(AccountId.of(account)).size();
    }

    // --- others at work --------------------------------------------------------------------------------------------

    @Test
    void an_account_that_cannot_be_written_because_others_keep_something_locked_is_left_to_the_next_run() {
        customers(3, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        store.beforeWrite(accounts -> {
            if (accounts.contains(AccountId.of("c2"))) {
                throw new AccountBusyException(AccountId.of("c2"));
            }
        });
        RunReport report = run();

        assertThat(report.accountsBilled()).isEqualTo(2);
        assertThat(report.broken()).isEmpty();
        assertThat(report.busy()).isEqualTo(1);
        assertThat(report.left()).isEqualTo(1);

        store.beforeWrite(accounts -> {});
        assertThat(run().accountsBilled()).isEqualTo(1);
    }

    @Test
    void an_account_that_is_left_to_the_next_run_keeps_nobody_else_from_being_billed() {
        customers(9, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        store.beforeWrite(accounts -> {
            if (accounts.contains(AccountId.of("c1"))) {
                throw new AccountBusyException(AccountId.of("c1"));
            }
        });

        RunReport report = shop.engine().run(RunRequest.all().batchSize(2));

        assertThat(report.accountsBilled()).isEqualTo(8);
        assertThat(report.busy()).isEqualTo(1);
    }

    @Test
    void as_many_accounts_as_a_batch_has_may_be_left_to_the_next_run_and_the_others_are_billed() {
        customers(9, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        Set<AccountId> locked = Set.of(AccountId.of("c1"), AccountId.of("c2"), AccountId.of("c3"));
        store.beforeWrite(accounts -> {
            if (accounts.stream().anyMatch(locked::contains)) {
                throw new AccountBusyException(accounts.get(0));
            }
        });

        RunReport report = shop.engine().run(RunRequest.all().batchSize(2));

        assertThat(report.accountsBilled()).isEqualTo(6);
        assertThat(report.busy()).isEqualTo(3);
    }

    @Test
    void what_all_accounts_need_and_others_keep_locked_is_not_waited_for_once_for_each() {
        customers(100, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        List<Integer> tries = new ArrayList<>();
        store.beforeWrite(accounts -> {
            tries.add(accounts.size());
            throw new AccountBusyException(accounts.get(0)); // the row of the number series
        });
        RunReport report = run();

        assertThat(report.accountsBilled()).isZero();
        assertThat(report.busy()).isEqualTo(100);
        assertThat(report.broken()).isEmpty();
        assertThat(tries).hasSizeLessThan(30);

        store.beforeWrite(accounts -> {});
        assertThat(run().accountsBilled()).isEqualTo(100);
    }

    @Test
    void two_accounts_that_others_keep_locked_are_all_that_is_left_of_a_large_batch() {
        customers(100, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        Set<AccountId> locked = Set.of(AccountId.of("c1"), AccountId.of("c99"));
        store.beforeWrite(accounts -> {
            if (accounts.stream().anyMatch(locked::contains)) {
                throw new AccountBusyException(accounts.get(0));
            }
        });
        RunReport report = run();

        assertThat(report.accountsBilled()).isEqualTo(98);
        assertThat(report.busy()).isEqualTo(2);
    }

    @Test
    void what_somebody_else_was_faster_with_is_tried_once_more() {
        customers(3, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        AtomicLong failures = new AtomicLong();
        store.beforeWrite(accounts -> {
            if (accounts.contains(AccountId.of("c2")) && failures.incrementAndGet() <= 3) { // of three, two and one
                throw new StaleWriteException("somebody else was faster");
            }
        });
        RunReport report = run();

        assertThat(report.accountsBilled()).isEqualTo(3);
        assertThat(report.broken()).isEmpty();
        assertThat(report.left()).isZero();
    }

    // --- nothing twice ---------------------------------------------------------------------------------------------

    @Test
    void a_run_with_nothing_to_do_changes_nothing_and_says_so() {
        customers(3, PaymentMethodKind.CARD);
        shop.on("2025-05-01");
        RunReport first = run();
        List<String> before = Inventory.of(memory);

        RunReport second = run();

        assertThat(first.accountsBilled()).isEqualTo(3);
        assertThat(first.documents()).isEqualTo(3);
        assertThat(first.payments()).hasSize(6); // April's and May's
        assertThat(second.accountsBilled()).isZero();
        assertThat(second.documents()).isZero();
        assertThat(second.payments()).isEmpty();
        assertThat(second.reminders()).isZero();
        assertThat(second.busy()).isZero();
        assertThat(second.left()).isZero();
        assertThat(Inventory.of(memory)).isEqualTo(before);
    }

    @Test
    void a_run_with_an_earlier_day_changes_nothing() {
        customers(3, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        run();
        List<String> before = Inventory.of(memory);

        shop.on("2025-04-20");
        RunReport report = run();

        assertThat(report.documents()).isZero();
        assertThat(Inventory.of(memory)).isEqualTo(before);
    }

    @Test
    void a_run_of_an_empty_shop_does_nothing() {
        RunReport report = run();

        assertThat(report.accountsBilled()).isZero();
        assertThat(report.broken()).isEmpty();
        assertThat(report.today()).isEqualTo("2025-04-01");
    }

    @Test
    void the_day_of_a_run_is_taken_once() {
        // the engine looks at its clock once when it is built; the run begins a second before midnight in Berlin
        customers(3, PaymentMethodKind.INVOICE);
        shop.goingBy(new Ticking(Instant.parse("2025-04-30T21:59:58Z"), Duration.ofSeconds(1)));

        RunReport report = run();

        assertThat(report.today()).isEqualTo("2025-04-30");
        assertThat(report.documents()).isZero();
    }

    // --- one account's trouble is its own --------------------------------------------------------------------------

    private void failsToWrite(String account) {
        store.beforeWrite(accounts -> {
            if (accounts.contains(AccountId.of(account))) {
                throw new IllegalStateException("disk full for " + account);
            }
        });
    }

    @Test
    void an_account_that_cannot_be_written_is_set_aside_and_all_others_are_billed() {
        customers(9, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        failsToWrite("c4");

        RunReport report = run();

        assertThat(report.broken())
                .containsExactly(new RunReport.Broken(AccountId.of("c4"), "IllegalStateException: disk full for c4"));
        assertThat(report.documents()).isEqualTo(8);
        assertThat(report.left()).isZero();
        for (int i = 1; i <= 9; i++) {
            assertThat(documentsOf("c" + i)).isEqualTo(i == 4 ? 1 : 2);
        }
        assertThat(Audit.of(memory)).isEmpty();
    }

    @Test
    void an_error_of_the_hosts_tax_rules_sets_the_account_aside_and_all_others_are_billed() {
        customers(3, PaymentMethodKind.INVOICE);
        AtomicInteger asked = new AtomicInteger();
        shop.by((question, rates) -> {
            if (asked.incrementAndGet() == 1) {
                throw new NoClassDefFoundError("org/example/Territories");
            }
            return TaxRules.standard().decide(question, rates);
        });
        shop.on("2025-05-01");

        RunReport report = run();

        assertThat(report.broken())
                .extracting(RunReport.Broken::error)
                .containsExactly("NoClassDefFoundError: org/example/Territories");
        assertThat(report.documents()).isEqualTo(2);
    }

    @Test
    void an_error_that_kills_the_transaction_of_one_account_sets_that_one_aside() {
        customers(3, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        store.beforeLoad(accounts -> {
            if (accounts.contains(AccountId.of("c2"))) {
                throw new StackOverflowError();
            }
        });

        RunReport report = run();

        assertThat(report.broken())
                .containsExactly(new RunReport.Broken(AccountId.of("c2"), "StackOverflowError: null"));
        assertThat(report.documents()).isEqualTo(2);
    }

    @Test
    void what_went_wrong_is_kept_in_one_line_whatever_the_message_holds() {
        customers(1, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        store.beforeWrite(accounts -> {
            throw new IllegalStateException("got \u0000 and\nhalf \uD83D of a smile" + "\uD83D\uDE00".repeat(600));
        });

        run();

        assertThat(shop.engine().operations().brokenAccounts(Optional.empty(), 10))
                .extracting(BrokenAccount::error)
                .allSatisfy(error -> {
                    assertThat(error).startsWith("IllegalStateException: got   and half \uFFFD of a smile\uD83D\uDE00");
                    assertThat(PlainText.fault(error)).isEmpty();
                    assertThat(error).hasSizeBetween(999, 1000);
                })
                .hasSize(1);
    }

    @Test
    void an_account_that_cannot_be_loaded_is_set_aside_and_all_others_are_billed() {
        customers(9, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        store.beforeLoad(accounts -> {
            if (accounts.contains(AccountId.of("c9"))) {
                throw new IllegalStateException("unreadable row");
            }
        });

        RunReport report = run();

        assertThat(report.broken())
                .containsExactly(new RunReport.Broken(AccountId.of("c9"), "IllegalStateException: unreadable row"));
        assertThat(report.documents()).isEqualTo(8);
    }

    @Test
    void a_batch_that_cannot_be_written_is_halved_down_to_the_one_to_blame() {
        customers(64, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        List<Integer> tried = Collections.synchronizedList(new ArrayList<>());
        List<Integer> failed = Collections.synchronizedList(new ArrayList<>());
        store.beforeWrite(accounts -> {
            tried.add(accounts.size());
            if (accounts.contains(AccountId.of("c33"))) {
                failed.add(accounts.size());
                throw new IllegalStateException("no");
            }
        });

        RunReport report = run();

        assertThat(report.documents()).isEqualTo(63);
        assertThat(report.broken()).hasSize(1);
        assertThat(failed).containsExactly(64, 32, 16, 8, 4, 2, 1, 1); // by itself it is tried once more
        assertThat(tried).hasSize(14); // the other halves were written as they were
    }

    @Test
    void an_account_set_aside_is_tried_again_later_each_time() {
        customers(2, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        failsToWrite("c1");
        run();
        BrokenAccount first = broken();

        assertThat(run().broken()).isEmpty(); // not before its time
        shop.clock().set(first.nextTry());
        assertThat(run().broken()).hasSize(1);
        BrokenAccount second = broken();
        assertThat(second.failures()).isEqualTo(2);
        assertThat(Duration.between(first.nextTry(), second.nextTry()))
                .isGreaterThan(Duration.between(Instant.parse("2025-05-01T10:00:00Z"), first.nextTry()));

        store.beforeWrite(accounts -> {});
        shop.clock().set(second.nextTry());
        RunReport healed = run();

        assertThat(healed.broken()).isEmpty();
        assertThat(healed.documents()).isEqualTo(1);
        assertThat(documentsOf("c1")).isEqualTo(2);
        assertThat(shop.engine().operations().brokenAccounts(Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void in_a_run_of_hours_an_account_waits_from_the_hour_at_which_it_failed() {
        customers(2, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        store.beforeWrite(accounts -> {
            if (accounts.contains(AccountId.of("c2"))) {
                throw new IllegalStateException("disk full for c2");
            }
            shop.clock().advance(Duration.ofHours(3)); // the account before it
        });

        shop.engine().run(RunRequest.all().batchSize(1));

        assertThat(broken().nextTry()).isEqualTo(shop.clock().instant().plus(Duration.ofHours(1)));
    }

    private BrokenAccount broken() {
        List<BrokenAccount> all = shop.engine().operations().brokenAccounts(Optional.empty(), 10);
        assertThat(all).hasSize(1);
        assertThat(all.get(0).error()).contains("disk full");
        return all.get(0);
    }

    @Test
    void a_connection_that_is_lost_once_does_not_set_the_account_of_a_customer_aside() {
        customers(1, PaymentMethodKind.CARD);
        AtomicLong writes = new AtomicLong();
        store.beforeWrite(accounts -> {
            if (writes.incrementAndGet() == 1) {
                throw new IllegalStateException("the connection was lost");
            }
        });

        RunReport report = shop.engine().run(RunRequest.account(AccountId.of("c1")));

        assertThat(report.paymentCounts().paid()).isEqualTo(1);
        assertThat(report.broken()).isEmpty();
    }

    @Test
    void an_operator_may_have_an_account_tried_at_once() {
        customers(1, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        failsToWrite("c1");
        run();
        store.beforeWrite(accounts -> {});

        assertThat(run().documents()).isZero();
        shop.engine().operations().retry(AccountId.of("c1"));

        assertThat(run().documents()).isEqualTo(1);
    }

    @Test
    void trouble_of_a_whole_batch_leaves_everything_due() {
        customers(3, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        store.beforeWrite(accounts -> {
            throw new IllegalStateException("the database is read-only");
        });

        RunReport report = run();

        assertThat(report.broken()).hasSize(3);
        assertThat(report.documents()).isZero();
        store.beforeWrite(accounts -> {});
        shop.on("2025-05-02");
        assertThat(run().documents()).isEqualTo(3);
        assertThat(Audit.of(memory)).isEmpty();
    }

    // --- time ------------------------------------------------------------------------------------------------------

    @Test
    void a_run_that_is_out_of_time_says_how_many_accounts_are_left() {
        customers(10, PaymentMethodKind.INVOICE);
        Ticking clock = new Ticking(Instant.parse("2025-05-01T10:00:00Z"), Duration.ofMillis(400));
        shop.goingBy(clock);

        RunReport report =
                shop.engine().run(RunRequest.all().within(Duration.ofSeconds(1)).batchSize(1));

        assertThat(report.accountsBilled()).isPositive().isLessThan(10);
        assertThat(report.left()).isEqualTo(10 - report.accountsBilled());
        RunReport rest = run();
        assertThat(rest.accountsBilled()).isEqualTo(report.left());
        assertThat(rest.left()).isZero();
    }

    @Test
    void a_run_that_had_no_time_to_collect_says_so() {
        customers(3, PaymentMethodKind.CARD);
        Ticking clock = new Ticking(Instant.parse("2025-04-01T10:00:00Z"), Duration.ofSeconds(1));
        shop.goingBy(clock);

        RunReport report = shop.engine().run(RunRequest.all().within(Duration.ZERO));

        assertThat(report.payments()).isEmpty();
        assertThat(report.left()).isEqualTo(3);
    }

    @Test
    void a_run_without_time_begins_nothing_even_if_the_clock_stands_still() {
        customers(3, PaymentMethodKind.CARD);
        shop.on("2025-05-01");

        RunReport report = shop.engine().run(RunRequest.all().within(Duration.ZERO));

        assertThat(report.accountsBilled()).isZero();
        assertThat(report.payments()).isEmpty();
        assertThat(report.left()).isPositive();
    }

    @Test
    void a_run_for_one_account_wakes_that_account_only_when_the_settings_are_new() {
        customers(3, PaymentMethodKind.INVOICE);
        shop.with(settings -> settings.withPaymentTermDays(7));

        shop.engine().run(RunRequest.account(AccountId.of("c2")));

        assertThat(withSettings(1)).containsExactly("c1", "c3");
        assertThat(withSettings(2)).containsExactly("c2");
    }

    @Test
    void a_run_without_time_wakes_nobody() {
        customers(3, PaymentMethodKind.INVOICE);
        shop.with(settings -> settings.withPaymentTermDays(7));

        RunReport report = shop.engine().run(RunRequest.all().within(Duration.ZERO));
        assertThat(withSettings(1)).hasSize(3);
        assertThat(report.left()).isEqualTo(3);

        run();
        assertThat(withSettings(2)).hasSize(3);
    }

    @Test
    void an_account_that_others_keep_locked_when_it_should_wake_is_told_of_and_met_again() {
        customers(3, PaymentMethodKind.INVOICE);
        shop.with(settings -> settings.withPaymentTermDays(7));

        whileLocked("c2", () -> {
            RunReport report = run();
            assertThat(report.busy()).isEqualTo(1);
            assertThat(report.left()).isEqualTo(1);
        });
        assertThat(withSettings(1)).containsExactly("c2");

        Others others = new Others("c3");
        shop.with(settings -> settings.withPaymentTermDays(8));
        others.lock();
        store.beforeLoad(accounts -> others.giveBack()); // those that woke are billed; the other one is free by then
        assertThat(run().left()).isZero();
        assertThat(withSettings(3)).hasSize(3);
    }

    private List<String> withSettings(int version) {
        return memory.inTransaction(tx -> tx.accountsAfter(Optional.empty(), 10).stream()
                .filter(id -> tx.account(id).orElseThrow().settingsVersion() == version)
                .map(AccountId::value)
                .toList());
    }

    /** A clock that goes on a little with each look at it. */
    private static final class Ticking extends Clock {
        private final Instant start;
        private final Duration tick;
        private final AtomicLong looks = new AtomicLong();

        Ticking(Instant start, Duration tick) {
            this.start = start;
            this.tick = tick;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }

        @Override
        public Instant instant() {
            return start.plus(tick.multipliedBy(looks.getAndIncrement()));
        }
    }

    // --- others at work --------------------------------------------------------------------------------------------

    /** Accounts that somebody else keeps locked for a while. */
    private final class Others {
        private final CountDownLatch locked = new CountDownLatch(1);
        private final CountDownLatch done = new CountDownLatch(1);
        private final Thread thread;

        Others(String... accounts) {
            thread = new Thread(() -> memory.inTransaction(tx -> {
                for (String account : accounts) {
                    tx.lock(AccountId.of(account), Duration.ofSeconds(10));
                }
                locked.countDown();
                return awaits(done);
            }));
        }

        void lock() {
            thread.start();
            assertThat(awaits(locked)).isTrue();
        }

        void giveBack() {
            done.countDown();
            try {
                thread.join(TimeUnit.SECONDS.toMillis(30));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            assertThat(thread.isAlive()).isFalse();
        }
    }

    private static boolean awaits(CountDownLatch latch) {
        try {
            return latch.await(30, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Keeps an account locked while the test does something. */
    private void whileLocked(String account, Runnable deed) {
        Others others = new Others(account);
        others.lock();
        try {
            deed.run();
        } finally {
            others.giveBack();
        }
    }

    @Test
    void an_account_that_others_work_on_is_reported_as_busy_and_done_by_the_next_run() {
        customers(3, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");

        whileLocked("c2", () -> {
            RunReport report = run();
            assertThat(report.documents()).isEqualTo(2);
            assertThat(report.busy()).isEqualTo(1);
            assertThat(report.left()).isEqualTo(1);
            assertThat(report.broken()).isEmpty();
        });

        RunReport next = run();
        assertThat(next.documents()).isEqualTo(1);
        assertThat(next.busy()).isZero();
    }

    @Test
    void an_account_that_others_work_on_is_busy_for_collecting_too() {
        customers(3, PaymentMethodKind.CARD);

        whileLocked("c2", () -> {
            RunReport report = run();
            assertThat(report.payments()).hasSize(2);
            assertThat(report.busy()).isEqualTo(1);
        });

        assertThat(run().payments()).hasSize(1);
    }

    @Test
    void a_command_does_not_wait_for_ever() {
        customers(2, PaymentMethodKind.INVOICE);
        shop.lockWait(Duration.ofMillis(50));

        whileLocked("c1", () -> {
            AboEngine engine = shop.engine();
            assertThatExceptionOfType(AccountBusyException.class)
                    .isThrownBy(() ->
                            engine.accounts().grantCredit(AccountId.of("c1"), Money.parse("EUR 1.00"), "a present"))
                    .satisfies(e -> assertThat(e.account()).isEqualTo(AccountId.of("c1")))
                    .withMessageContaining("c1")
                    .withMessageContaining("try again");
            engine.accounts().grantCredit(AccountId.of("c2"), Money.parse("EUR 1.00"), "a present");
        });

        assertThat(shop.engine().accounts().balance(AccountId.of("c1"))).isEqualTo(Money.parse("EUR 10.00"));
        assertThat(shop.engine().accounts().balance(AccountId.of("c2"))).isEqualTo(Money.parse("EUR 9.00"));
    }

    @Test
    void an_answer_that_cannot_be_recorded_is_asked_for_again_and_charges_nothing_twice() {
        customers(2, PaymentMethodKind.CARD);
        AtomicLong writes = new AtomicLong();
        store.beforeWrite(accounts -> {
            // the first write marks both as sent; that of both answers fails, and then that of the first alone
            long write = writes.incrementAndGet();
            if (write == 2 || write == 3) {
                throw new IllegalStateException("connection lost");
            }
        });

        RunReport first = run();
        shop.clock().advance(Duration.ofSeconds(121));
        RunReport second = run();

        assertThat(first.payments()).hasSize(2);
        assertThat(second.payments()).hasSize(1);
        assertThat(shop.sandbox().captured("c1", Currency.EUR)).isEqualTo(Money.parse("EUR 10.00"));
        assertThat(shop.sandbox().captured("c2", Currency.EUR)).isEqualTo(Money.parse("EUR 10.00"));
        assertThat(Audit.of(memory)).isEmpty();
        assertThat(Audit.of(memory, shop.sandbox())).isEmpty();
        assertThat(shop.engine().accounts().balance(AccountId.of("c1"))).isEqualTo(Money.parse("EUR 0.00"));
    }

    /**
     * Five accounts to collect from. Others lock some when all are marked as sent; some give theirs back when the answers
     * of those that are free are recorded.
     *
     * @return which accounts the run writes together
     */
    private List<List<String>> fiveOfWhich(List<Others> lock, Others giveBack) {
        customers(5, PaymentMethodKind.CARD);
        shop.through(WatchedGateway.over(shop.sandbox()).beforeCharge(request -> {
            if (request.account().equals("c1")) {
                lock.forEach(Others::lock);
            }
        }));
        List<List<String>> written = new ArrayList<>();
        store.beforeWrite(accounts -> {
            written.add(accounts.stream().map(AccountId::value).toList());
            if (written.size() == 2) {
                giveBack.giveBack();
            }
        });
        return written;
    }

    @Test
    void answers_of_accounts_that_others_worked_on_are_recorded_together_once_they_are_free() {
        Others others = new Others("c2", "c4", "c5");
        List<List<String>> written = fiveOfWhich(List.of(others), others);

        RunReport report = run();

        assertThat(written)
                .containsExactly(
                        List.of("c1", "c2", "c3", "c4", "c5"), // marked as sent
                        List.of("c1", "c3"),
                        List.of("c2", "c4", "c5"));
        assertThat(report.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(5, 0, 0, 0));
        assertThat(report.broken()).isEmpty();
        assertThat(Audit.of(memory, shop.sandbox())).isEmpty();
    }

    @Test
    void an_account_that_stays_busy_is_asked_about_again_and_the_others_are_recorded() {
        shop.lockWait(Duration.ofMillis(50));
        Others staying = new Others("c2");
        Others leaving = new Others("c4", "c5");
        List<List<String>> written = fiveOfWhich(List.of(staying, leaving), leaving);

        RunReport first = run();
        staying.giveBack();
        shop.clock().advance(Duration.ofSeconds(121));
        RunReport second = run();

        assertThat(written.subList(0, 3))
                .containsExactly(List.of("c1", "c2", "c3", "c4", "c5"), List.of("c1", "c3"), List.of("c4", "c5"));
        assertThat(first.broken()).singleElement().satisfies(broken -> {
            assertThat(broken.account()).isEqualTo(AccountId.of("c2"));
            assertThat(broken.error()).startsWith("AccountBusyException");
        });
        assertThat(first.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(4, 1, 0, 0));
        assertThat(second.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(1, 0, 0, 0));
        assertThat(shop.sandbox().captured("c2", Currency.EUR)).isEqualTo(Money.parse("EUR 10.00"));
        assertThat(Audit.of(memory, shop.sandbox())).isEmpty();
    }

    @Test
    void answers_that_were_waited_for_and_cannot_be_recorded_are_halved_down_to_the_one_to_blame() {
        Others others = new Others("c2", "c4", "c5");
        List<List<String>> written = fiveOfWhich(List.of(others), others);
        store.beforeLoad(accounts -> {
            if (written.size() >= 2 && accounts.contains(AccountId.of("c5"))) {
                throw new IllegalStateException("unreadable row");
            }
        });

        RunReport report = run();

        assertThat(written.subList(2, written.size())).containsExactly(List.of("c2"), List.of("c4"));
        assertThat(report.broken())
                .containsExactly(new RunReport.Broken(AccountId.of("c5"), "IllegalStateException: unreadable row"));
        assertThat(report.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(4, 1, 0, 0));
        assertThat(Audit.of(memory)).isEmpty();
    }
}
