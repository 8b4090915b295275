package io.aboengine.engine;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.aboengine.AboEngine;
import io.aboengine.RunProgress;
import io.aboengine.RunProgress.Stage;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.account.Command;
import io.aboengine.account.PaymentMethod;
import io.aboengine.event.Event;
import io.aboengine.event.EventType;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.scenario.Audit;
import io.aboengine.scenario.Inventory;
import io.aboengine.scenario.Shop;
import io.aboengine.scenario.WatchedGateway;
import io.aboengine.scenario.WatchedStore;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.ChargeRequest;
import io.aboengine.spi.payment.ChargeResult;
import io.aboengine.spi.payment.GatewayCapabilities;
import io.aboengine.spi.payment.GatewayReference;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.RefundRequest;
import io.aboengine.spi.payment.RefundResult;
import io.aboengine.store.Store;
import io.aboengine.store.StoreTransaction;
import io.aboengine.store.memory.MemoryStore;
import java.lang.ref.WeakReference;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** How a run uses the host's threads, keeps within its bounds and tells how far it is. */
class WorkersTest {
    private final Store memory = new MemoryStore();
    private final WatchedStore store = WatchedStore.over(memory);
    private final Shop shop =
            Shop.over(store, "Europe/Berlin", "2025-04-01").offers(plan("basic", "EUR 10.00", MONTHLY));
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    @AfterEach
    void giveBackThreads() {
        Thread.interrupted(); // no other test is to end by it
        threads.shutdownNow();
    }

    private void customers(int count, PaymentMethodKind method) {
        AboEngine engine = shop.engine();
        for (int i = 0; i < count; i++) {
            String id = "c%03d".formatted(i);
            engine.accounts().open(customer(id).payingBy(method).account());
            engine.subscriptions().subscribe(Command.Subscribe.to(id, "basic"));
        }
    }

    private RunReport run(RunRequest request) {
        return shop.engine().run(request);
    }

    // --- threads ---------------------------------------------------------------------------------------------------

    @Test
    void workers_work_at_the_same_time() {
        customers(8, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        CyclicBarrier both = new CyclicBarrier(2);
        AtomicInteger met = new AtomicInteger();
        store.beforeWrite(accounts -> {
            if (met.getAndIncrement() < 2) {
                await(both); // would wait in vain if one worked after the other
            }
        });

        RunReport report = run(RunRequest.all().batchSize(4).workers(2, threads));

        assertThat(report.accountsBilled()).isEqualTo(8);
        assertThat(Audit.of(memory)).isEmpty();
    }

    private static void await(CyclicBarrier barrier) {
        try {
            barrier.await(20, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_executor_that_lends_no_thread_is_not_waited_for() {
        customers(8, PaymentMethodKind.CARD);
        shop.on("2025-05-01");
        Executor never = task -> {};
        Executor full = task -> {
            throw new RejectedExecutionException("full");
        };

        assertThat(run(RunRequest.all().batchSize(2).workers(3, never)).accountsBilled())
                .isEqualTo(8);
        shop.on("2025-06-01");
        assertThat(run(RunRequest.all().batchSize(2).workers(3, full)).accountsBilled())
                .isEqualTo(8);
        assertThat(Audit.of(memory)).isEmpty();
    }

    @Test
    void what_no_thread_began_is_let_go_of_although_it_stays_in_the_queue_of_the_pool() {
        List<Runnable> queue = new ArrayList<>();
        AtomicInteger done = new AtomicInteger();
        WeakReference<Runnable> work = runOnceWith(queue::add, done);

        for (int i = 0; i < 100 && work.get() != null; i++) {
            System.gc();
        }

        assertThat(queue).hasSize(2);
        assertThat(work.get()).isNull();
        queue.forEach(Runnable::run);
        assertThat(done).hasValue(1);
    }

    private static WeakReference<Runnable> runOnceWith(Executor executor, AtomicInteger done) {
        Runnable work = new Runnable() {
            @Override
            public void run() {
                done.incrementAndGet();
            }
        };
        new Threads(Optional.of(executor)).together(3, work);
        return new WeakReference<>(work);
    }

    @Test
    void an_executor_that_fails_lends_no_thread() {
        customers(6, PaymentMethodKind.CARD);
        shop.on("2025-05-01");
        Executor notReady = task -> {
            throw new IllegalStateException("not initialized");
        };

        RunReport report = run(RunRequest.all().workers(2, notReady));

        assertThat(report.accountsBilled()).isEqualTo(6);
        assertThat(report.paymentCounts().paid()).isEqualTo(12);
    }

    @Test
    void an_executor_that_finds_no_memory_for_a_second_thread_costs_no_answer() {
        customers(6, PaymentMethodKind.CARD);
        CountDownLatch called = new CountDownLatch(1);
        AtomicInteger calls = new AtomicInteger();
        shop.through(new CannotBeAsked(request -> {
            calls.incrementAndGet();
            called.countDown();
        }));
        AtomicInteger asked = new AtomicInteger();
        Executor small = task -> {
            if (asked.incrementAndGet() > 1) {
                await(called);
                throw new OutOfMemoryError("unable to create native thread");
            }
            threads.execute(task);
        };

        RunReport report = run(RunRequest.all().workers(1, small));

        assertThat(report.paymentCounts().paid()).isEqualTo(6);
        assertThat(calls).hasValue(6);
    }

    @Test
    void an_executor_that_fails_although_it_began_is_waited_for() {
        customers(6, PaymentMethodKind.CARD);
        Executor confused = task -> {
            threads.execute(task);
            throw new IllegalStateException("could not count the task");
        };

        RunReport report = run(RunRequest.all().workers(1, confused));

        assertThat(report.paymentCounts().paid()).isEqualTo(6);
        assertThat(Audit.of(memory, shop.sandbox())).isEmpty();
    }

    @Test
    void a_worker_that_loses_the_database_leaves_its_batches_to_the_others() {
        customers(30, PaymentMethodKind.INVOICE);
        CountDownLatch failed = new CountDownLatch(1);
        Thread caller = Thread.currentThread();
        store.beforeLoad(accounts -> await(failed));
        Shop other = Shop.over(new ReachedBy(caller, store, failed), "Europe/Berlin", "2025-05-01")
                .offers(plan("basic", "EUR 10.00", MONTHLY));

        RunReport report = other.engine().run(RunRequest.all().batchSize(3).workers(2, threads));

        assertThat(report.accountsBilled()).isEqualTo(30);
        assertThat(report.broken()).isEmpty();
        assertThat(Audit.of(memory)).isEmpty();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Only one thread gets through to the store. */
    private record ReachedBy(Thread only, Store inner, CountDownLatch failed) implements Store {
        @Override
        public <T> T inTransaction(Function<StoreTransaction, T> work) {
            if (Thread.currentThread() != only) {
                failed.countDown();
                throw new OutOfReach();
            }
            return inner.inTransaction(work);
        }

        @Override
        public <T> T joining(Connection connection, Function<StoreTransaction, T> work) {
            return inner.joining(connection, work);
        }
    }

    private static final class OutOfReach extends RuntimeException {
        private static final long serialVersionUID = 1L;
    }

    @Test
    void workers_need_the_hosts_threads() {
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> RunRequest.all().workers(0, threads))
                .withMessageContaining("1 to 64");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> RunRequest.all().callsPerGateway(0))
                .withMessageContaining("1 to 1000");
        assertThatExceptionOfType(InvalidRequestException.class)
                .isThrownBy(() -> new RunRequest.Crew(2, 8, Optional.empty()))
                .withMessageContaining("no threads of its own");
    }

    // --- gateways --------------------------------------------------------------------------------------------------

    @Test
    void a_store_that_is_gone_is_not_asked_for_each_answer() {
        customers(64, PaymentMethodKind.CARD);
        Losable losable = new Losable(store);
        Shop same = over(losable, Integer.MAX_VALUE);

        assertThatExceptionOfType(OutOfReach.class)
                .isThrownBy(() -> same.engine().run(RunRequest.all()));
        assertThat(losable.inVain.get()).isLessThan(15);

        losable.fails.set(0);
        same.on("2025-04-02");
        assertThat(same.engine().run(RunRequest.all()).paymentCounts().paid()).isEqualTo(64);
        assertThat(same.sandbox().captured("c000", Currency.EUR)).isEqualTo(Money.of("10.00", Currency.EUR));
        assertThat(Audit.of(memory)).isEmpty();
    }

    @Test
    void a_store_that_comes_back_records_what_is_left() {
        customers(64, PaymentMethodKind.CARD);

        RunReport report = over(new Losable(store), 4).engine().run(RunRequest.all());

        assertThat(report.broken()).isEmpty();
        assertThat(report.paymentCounts().paid()).isEqualTo(64);
        assertThat(Audit.of(memory)).isEmpty();
    }

    @Test
    void an_answer_whose_account_cannot_be_read_is_the_only_one_not_recorded() {
        customers(64, PaymentMethodKind.CARD);
        store.beforeLock(accounts -> {
            if (accounts.contains(AccountId.of("c007"))) {
                throw new IllegalStateException("unreadable");
            }
        });

        RunReport report = run(RunRequest.all());

        assertThat(report.broken())
                .extracting(broken -> broken.account().value())
                .containsExactly("c007");
        assertThat(report.paymentCounts().paid()).isEqualTo(63);
        assertThat(report.paymentCounts().pending()).isEqualTo(1);
    }

    /** A shop over the store that fails so often in a row once the first call was made. */
    private Shop over(Losable losable, int times) {
        Shop same = Shop.over(losable, "Europe/Berlin", "2025-04-01").offers(plan("basic", "EUR 10.00", MONTHLY));
        AtomicBoolean first = new AtomicBoolean(true);
        return same.through(WatchedGateway.over(same.sandbox()).beforeCharge(request -> {
            if (first.getAndSet(false)) {
                losable.fails.set(times);
            }
        }));
    }

    private static final class Losable implements Store {
        final AtomicInteger fails = new AtomicInteger();
        final AtomicInteger inVain = new AtomicInteger();
        private final Store inner;

        Losable(Store inner) {
            this.inner = inner;
        }

        @Override
        public <T> T inTransaction(Function<StoreTransaction, T> work) {
            if (fails.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                inVain.incrementAndGet();
                throw new OutOfReach();
            }
            return inner.inTransaction(work);
        }

        @Override
        public <T> T joining(Connection connection, Function<StoreTransaction, T> work) {
            return inner.joining(connection, work);
        }
    }

    @Test
    void a_gateway_gets_no_more_calls_at_once_than_allowed() {
        customers(60, PaymentMethodKind.CARD);
        AtomicInteger now = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        CyclicBarrier three = new CyclicBarrier(3);
        WatchedGateway gateway = WatchedGateway.over(shop.sandbox()).beforeCharge(request -> {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            await(three); // 60 calls come in threes
            now.decrementAndGet();
        });
        shop.through(gateway);

        RunReport report = run(RunRequest.all().workers(2, threads).callsPerGateway(3));

        assertThat(report.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(60, 0, 0, 0));
        assertThat(most.get()).isEqualTo(3);
        assertThat(Audit.of(memory, shop.sandbox())).isEmpty();
    }

    @Test
    void answers_of_a_batch_are_recorded_together() {
        customers(40, PaymentMethodKind.CARD);
        List<Integer> written = Collections.synchronizedList(new ArrayList<>());
        store.beforeWrite(accounts -> written.add(accounts.size()));

        run(RunRequest.all());

        assertThat(written).containsExactly(40, 40); // marked as sent, recorded
        assertThat(Audit.of(memory, shop.sandbox())).isEmpty();
    }

    @Test
    void a_call_that_could_not_begin_in_time_is_made_by_the_next_run() {
        customers(5, PaymentMethodKind.CARD);
        WatchedGateway gateway = WatchedGateway.over(shop.sandbox())
                .beforeCharge(request -> shop.clock().advance(Duration.ofSeconds(25)));
        shop.through(gateway);

        RunReport first = run(RunRequest.all()); // the time for calls is 60 seconds
        shop.clock().advance(Duration.ofMinutes(1)); // twice that time is over
        RunReport second = run(RunRequest.all());

        assertThat(first.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(3, 2, 0, 0));
        assertThat(second.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(2, 0, 0, 0));
        assertThat(gateway.keys()).doesNotHaveDuplicates().hasSize(5);
        assertThat(Audit.of(memory, shop.sandbox())).isEmpty();
    }

    @Test
    void a_call_that_could_not_begin_in_time_is_made_later_by_a_gateway_that_cannot_be_asked() {
        customers(5, PaymentMethodKind.CARD);
        List<IdempotencyKey> called = new ArrayList<>();
        shop.through(new CannotBeAsked(request -> {
            called.add(request.key());
            shop.clock().advance(Duration.ofSeconds(25));
        }));

        RunReport first = run(RunRequest.all());
        shop.clock().advance(Duration.ofMinutes(1));
        RunReport second = run(RunRequest.all());

        assertThat(first.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(3, 2, 0, 0));
        assertThat(second.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(2, 0, 0, 0));
        assertThat(called).doesNotHaveDuplicates().hasSize(5);
        assertThat(shop.engine().operations().unresolvedAttempts(Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void a_call_that_waited_too_long_for_its_place_at_the_gateway_is_not_made() {
        customers(2, PaymentMethodKind.CARD);
        Thread here = Thread.currentThread();
        AtomicReference<Thread> lent = new AtomicReference<>(here);
        ExecutorService one = Executors.newSingleThreadExecutor(work -> {
            lent.set(new Thread(work));
            return lent.get();
        });
        List<IdempotencyKey> called = Collections.synchronizedList(new ArrayList<>());
        PaymentGateway cards = new CannotBeAsked(PaymentMethodKind.CARD, request -> {
            called.add(request.key());
            awaitWaitingIn(GatewayPlaces.class, Thread.currentThread() == here ? lent.get() : here);
            shop.clock().advance(Duration.ofSeconds(61));
        });
        // A second gateway, as a thread is asked for only where another call could be made at the same time.
        shop.through(cards, new CannotBeAsked(PaymentMethodKind.WALLET, request -> {}));

        RunReport report = run(RunRequest.all().workers(1, one).callsPerGateway(1));
        one.shutdownNow();

        assertThat(report.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(1, 1, 0, 0));
        assertThat(called).hasSize(1);
    }

    @Test
    void a_gateway_that_hangs_keeps_no_other_from_its_calls() {
        AboEngine engine = shop.through(cards, wallets).engine();
        buy(engine, "a1", PaymentMethodKind.CARD);
        buy(engine, "a2", PaymentMethodKind.CARD);
        buy(engine, "a3", PaymentMethodKind.CARD);
        buy(engine, "b1", PaymentMethodKind.WALLET);
        CountDownLatch wallet = new CountDownLatch(1);
        shop.through(
                new CannotBeAsked(PaymentMethodKind.CARD, request -> {
                    try {
                        await(wallet);
                    } finally {
                        shop.clock().advance(Duration.ofSeconds(61)); // its own time-out
                    }
                    throw new IllegalStateException("timed out");
                }),
                new CannotBeAsked(PaymentMethodKind.WALLET, request -> wallet.countDown()));

        RunReport report = run(RunRequest.all().workers(1, threads).callsPerGateway(1));

        assertThat(report.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(1, 3, 0, 0));
    }

    @Test
    void a_gateway_that_hangs_does_not_get_all_threads() {
        AboEngine engine = shop.through(cards, wallets).engine();
        for (int i = 0; i < 8; i++) {
            buy(engine, "a" + i, PaymentMethodKind.CARD);
            buy(engine, "b" + i, PaymentMethodKind.WALLET);
        }
        CountDownLatch wallet = new CountDownLatch(8);
        shop.through(
                new CannotBeAsked(PaymentMethodKind.CARD, request -> await(wallet)),
                new CannotBeAsked(PaymentMethodKind.WALLET, request -> wallet.countDown()));
        ExecutorService two = Executors.newFixedThreadPool(2);

        RunReport report = run(RunRequest.all().workers(1, two));
        two.shutdownNow();

        assertThat(report.paymentCounts().paid()).isEqualTo(16);
    }

    @Test
    void a_thread_that_is_interrupted_while_it_waits_for_its_place_at_the_gateway_ends_the_run() {
        customers(9, PaymentMethodKind.CARD);
        Thread here = Thread.currentThread();
        CountDownLatch begun = new CountDownLatch(1);
        shop.through(
                new CannotBeAsked(PaymentMethodKind.CARD, request -> {
                    begun.countDown();
                    if (Thread.currentThread() != here) {
                        awaitWaitingIn(GatewayPlaces.class, here);
                        here.interrupt();
                        awaitWaitingIn(CountDownLatch.class, here); // for this call to end
                    }
                }),
                new CannotBeAsked(PaymentMethodKind.WALLET, request -> {}));
        Executor lending = task -> {
            threads.execute(task);
            await(begun);
        };

        RunReport report = run(RunRequest.all().batchSize(3).workers(1, lending).callsPerGateway(1));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(1, 2, 0, 0));
        assertThat(states()).containsOnly(AttemptState.SETTLED, AttemptState.INTENDED);
        assertThat(report.left()).isEqualTo(6);
    }

    private static void awaitWaitingIn(Class<?> place, Thread thread) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        while (Stream.of(thread.getStackTrace())
                .noneMatch(frame -> frame.getClassName().equals(place.getName()))) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("nobody waits in " + place);
            }
            Thread.onSpinWait();
        }
    }

    @Test
    void what_a_gateway_answered_in_time_is_recorded_before_others_ask() {
        customers(3, PaymentMethodKind.CARD);
        List<IdempotencyKey> called = new ArrayList<>();
        shop.through(new CannotBeAsked(request -> {
            called.add(request.key());
            shop.clock().advance(Duration.ofSeconds(25));
            if (called.size() == 3) {
                run(RunRequest.all()); // another process, 75 seconds after the batch was begun
            }
        }));

        RunReport report = run(RunRequest.all());

        assertThat(report.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(3, 0, 0, 0));
        assertThat(called).hasSize(3);
        AboEngine engine = shop.engine();
        assertThat(engine.accounts().list(Optional.empty(), 10))
                .flatExtracting(id -> engine.events().list(id))
                .extracting(Event::type)
                .doesNotContain(EventType.PAYMENT_UNRESOLVED);
    }

    @Test
    void a_clock_that_is_set_back_makes_no_call_again_and_again() {
        customers(3, PaymentMethodKind.CARD);
        AtomicInteger calls = new AtomicInteger();
        shop.through(WatchedGateway.over(shop.sandbox()).beforeCharge(request -> {
            if (calls.incrementAndGet() == 1) {
                shop.clock().advance(Duration.ofMinutes(-2));
            }
            throw new IllegalStateException("the gateway is down");
        }));

        RunReport report = run(RunRequest.all().batchSize(1).until(() -> calls.get() > 100));

        assertThat(calls).hasValue(3);
        assertThat(report.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(0, 3, 0, 0));
    }

    @Test
    void a_call_that_was_not_made_is_not_taken_back_from_who_asks_about_it_meanwhile() {
        customers(2, PaymentMethodKind.CARD);
        List<IdempotencyKey> called = new ArrayList<>();
        shop.through(new CannotBeAsked(request -> {
            called.add(request.key());
            shop.clock().advance(Duration.ofSeconds(121));
            if (called.size() == 1) {
                run(RunRequest.all()); // another process, which finds both too late
            }
        }));

        run(RunRequest.all());
        run(RunRequest.all());

        assertThat(called).hasSize(1);
        assertThat(shop.engine().operations().unresolvedAttempts(Optional.empty(), 10))
                .hasSize(1);
    }

    // --- gateways that an engine lacks, as in a deployment that goes from process to process -----------------------

    private final List<String> paidByWallet = new ArrayList<>();
    private final PaymentGateway cards = new CannotBeAsked(PaymentMethodKind.CARD, request -> {});
    private final PaymentGateway wallets =
            new CannotBeAsked(PaymentMethodKind.WALLET, request -> paidByWallet.add(request.account()));
    private final PaymentGateway silentWallets = new CannotBeAsked(PaymentMethodKind.WALLET, request -> {
        throw new IllegalStateException("no answer");
    });

    private void buy(AboEngine engine, String id, PaymentMethodKind method) {
        engine.accounts().open(customer(id).payingBy(method).account());
        engine.subscriptions().subscribe(Command.Subscribe.to(id, "basic"));
    }

    @Test
    void an_attempt_is_left_as_it_is_to_engines_that_have_its_gateway() {
        AboEngine fresh = shop.through(cards, wallets).engine();
        AboEngine old = shop.through(cards).engine();
        AboEngine office = shop.through().engine();
        buy(fresh, "ada", PaymentMethodKind.WALLET);
        List<String> before = Inventory.of(memory);

        RunReport report = old.run(RunRequest.all());
        office.run(RunRequest.all());

        assertThat(report.left()).isEqualTo(1);
        assertThat(report.payments()).isEmpty();
        assertThat(Inventory.of(memory)).isEqualTo(before);
        assertThat(fresh.run(RunRequest.all()).paymentCounts().paid()).isEqualTo(1);
        assertThat(paidByWallet).containsExactly("ada");
    }

    @Test
    void an_attempt_that_was_sent_is_not_given_up_by_engines_that_lack_its_gateway() {
        AboEngine fresh = shop.through(cards, silentWallets).engine();
        AboEngine old = shop.through(cards).engine();
        buy(fresh, "ada", PaymentMethodKind.WALLET);
        fresh.run(RunRequest.all());
        shop.on("2025-04-06");
        List<PaymentAttempt> before = fresh.payments().attempts(AccountId.of("ada"));

        RunReport report = old.run(RunRequest.all());

        assertThat(before).extracting(PaymentAttempt::state).containsExactly(AttemptState.SENT);
        assertThat(fresh.payments().attempts(AccountId.of("ada"))).isEqualTo(before);
        assertThat(report.left()).isEqualTo(1);
        assertThat(fresh.health().overdueAttempts(Optional.empty(), 10)).isEqualTo(before);
    }

    @Test
    void attempts_whose_gateway_is_lacking_keep_no_others_from_being_collected() {
        AboEngine fresh = shop.through(cards, wallets).engine();
        AboEngine old = shop.through(cards).engine();
        for (int i = 0; i < 7; i++) {
            buy(fresh, "a" + i, PaymentMethodKind.WALLET);
        }
        for (int i = 0; i < 5; i++) {
            buy(fresh, "b" + i, PaymentMethodKind.CARD);
        }

        RunReport first = old.run(RunRequest.all().batchSize(2).accounts(3));
        RunReport second = old.run(RunRequest.all().batchSize(2).workers(2, threads));

        assertThat(first.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(3, 0, 0, 0));
        assertThat(first.left()).isEqualTo(9);
        assertThat(second.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(2, 0, 0, 0));
        assertThat(second.left()).isEqualTo(7);
        assertThat(paidByWallet).isEmpty();
    }

    @Test
    void of_an_account_that_pays_in_two_ways_the_one_with_a_gateway_is_collected() {
        AboEngine fresh = shop.through(cards, silentWallets).engine();
        AboEngine old = shop.through(cards).engine();
        buy(fresh, "ada", PaymentMethodKind.WALLET);
        fresh.run(RunRequest.all());
        shop.on("2025-04-02");
        fresh.accounts().changePaymentMethod(AccountId.of("ada"), PaymentMethod.of(PaymentMethodKind.CARD, "tok_1"));
        fresh.subscriptions().subscribe(Command.Subscribe.to("ada", "basic"));
        List<PaymentMethodKind> ways = fresh.payments().attempts(AccountId.of("ada")).stream()
                .filter(PaymentAttempt::isLive)
                .map(PaymentAttempt::method)
                .toList();

        RunReport report = old.run(RunRequest.all());

        assertThat(ways).containsExactlyInAnyOrder(PaymentMethodKind.WALLET, PaymentMethodKind.CARD);
        assertThat(report.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(1, 0, 0, 0));
        assertThat(report.left()).isEqualTo(1);
    }

    // --- what gateways do wrong ------------------------------------------------------------------------------------

    @Test
    void a_gateway_that_cannot_be_linked_harms_its_own_attempt_only() {
        customers(5, PaymentMethodKind.CARD);
        WatchedGateway gateway = WatchedGateway.over(shop.sandbox()).beforeCharge(request -> {
            if (request.account().equals("c002")) {
                throw new NoClassDefFoundError("org/example/Tls");
            }
        });
        shop.through(gateway);

        RunReport report = run(RunRequest.all());

        assertThat(report.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(4, 1, 0, 0));
    }

    @Test
    void a_gateway_that_throws_an_error_takes_no_other_answer_with_it() {
        customers(20, PaymentMethodKind.CARD);
        AtomicInteger calls = new AtomicInteger();
        shop.through(new CannotBeAsked(request -> {
            if (calls.incrementAndGet() == 15) {
                throw new StackOverflowError("in the gateway");
            }
        }));

        RunReport report = run(RunRequest.all());

        assertThat(report.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(19, 1, 0, 0));
        assertThat(calls).hasValue(20);
    }

    @Test
    void what_was_marked_is_called_even_where_the_rest_of_its_batch_could_not_be() {
        customers(40, PaymentMethodKind.CARD);
        Losable losable = new Losable(store);
        AtomicInteger writes = new AtomicInteger();
        store.beforeWrite(accounts -> {
            int write = writes.incrementAndGet();
            if (write == 1) {
                throw new IllegalStateException("once"); // all 40: then come the halves
            }
            if (write == 2) {
                losable.fails.set(1); // the first half is marked, the second not even claimed
            }
        });
        Shop same = Shop.over(losable, "Europe/Berlin", "2025-04-01").offers(plan("basic", "EUR 10.00", MONTHLY));
        List<IdempotencyKey> called = new ArrayList<>();
        same.through(new CannotBeAsked(request -> called.add(request.key())));

        assertThatExceptionOfType(OutOfReach.class)
                .isThrownBy(() -> same.engine().run(RunRequest.all()));
        assertThat(called).hasSize(20);
        RunReport next = same.engine().run(RunRequest.all());

        assertThat(next.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(20, 0, 0, 0));
        assertThat(called).hasSize(40).doesNotHaveDuplicates();
        same.clock().advance(Duration.ofMinutes(5));
        same.engine().run(RunRequest.all());
        assertThat(same.engine().operations().unresolvedAttempts(Optional.empty(), 10))
                .isEmpty();
    }

    @Test
    void a_call_whose_thread_died_may_have_been_made_and_is_not_made_again() {
        customers(2, PaymentMethodKind.CARD);
        Thread caller = Thread.currentThread();
        CyclicBarrier both = new CyclicBarrier(2);
        CountDownLatch died = new CountDownLatch(1);
        List<IdempotencyKey> called = Collections.synchronizedList(new ArrayList<>());
        shop.through(new CannotBeAsked(request -> {
            called.add(request.key());
            await(both); // one call for each of the two
            if (Thread.currentThread() != caller) {
                died.countDown();
                throw new StackOverflowError("in the gateway");
            }
            await(died);
        }));

        RunReport first = run(RunRequest.all().workers(1, threads).callsPerGateway(2));
        shop.clock().advance(Duration.ofSeconds(121));
        run(RunRequest.all());

        assertThat(first.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(1, 1, 0, 0));
        assertThat(called).doesNotHaveDuplicates().hasSize(2);
        assertThat(shop.engine().operations().unresolvedAttempts(Optional.empty(), 10))
                .hasSize(1);
    }

    // --- interrupts ------------------------------------------------------------------------------------------------

    private List<AttemptState> states() {
        AboEngine engine = shop.engine();
        return engine.accounts().list(Optional.empty(), 100).stream()
                .flatMap(id -> engine.payments().attempts(id).stream())
                .map(PaymentAttempt::state)
                .toList();
    }

    @Test
    void a_run_that_is_interrupted_begins_no_more_calls_and_no_more_batches() {
        customers(50, PaymentMethodKind.CARD);
        AtomicInteger calls = new AtomicInteger();
        shop.through(new CannotBeAsked(request -> {
            if (calls.incrementAndGet() == 3) {
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted");
            }
        }));

        RunReport report = run(RunRequest.all().batchSize(5));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(calls).hasValue(3);
        assertThat(report.paymentCounts()).isEqualTo(new RunReport.PaymentCounts(2, 3, 0, 0));
        assertThat(report.left()).isEqualTo(45);
        assertThat(states())
                .containsOnly(AttemptState.SETTLED, AttemptState.SENT, AttemptState.INTENDED)
                .filteredOn(AttemptState.SENT::equals)
                .hasSize(1);
        shop.clock().advance(Duration.ofMinutes(5));
        assertThat(run(RunRequest.all()).paymentCounts().paid()).isEqualTo(47);
    }

    @Test
    void a_run_whose_lent_thread_is_interrupted_makes_no_more_calls() {
        customers(20, PaymentMethodKind.CARD);
        Thread here = Thread.currentThread();
        CountDownLatch ended = new CountDownLatch(1);
        Executor lending = task -> threads.execute(() -> {
            task.run();
            ended.countDown();
        });
        AtomicInteger calls = new AtomicInteger();
        shop.through(new CannotBeAsked(request -> {
            calls.incrementAndGet();
            if (Thread.currentThread() == here) {
                await(ended);
            } else {
                Thread.currentThread().interrupt();
            }
        }));

        RunReport report = run(RunRequest.all().batchSize(5).workers(1, lending).callsPerGateway(2));

        assertThat(Thread.interrupted()).isFalse();
        assertThat(calls.get()).isLessThanOrEqualTo(2);
        assertThat(report.paymentCounts().paid()).isEqualTo(calls.get());
        assertThat(report.left()).isEqualTo(15);
    }

    @Test
    void an_interrupted_run_bills_no_more() {
        customers(10, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        store.beforeWrite(accounts -> Thread.currentThread().interrupt());

        RunReport report = run(RunRequest.all().batchSize(3));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.accountsBilled()).isEqualTo(3);
        assertThat(report.left()).isEqualTo(7);
    }

    @Test
    void an_interrupt_costs_no_answer_of_an_account_that_is_busy_for_a_moment() {
        customers(1, PaymentMethodKind.CARD);
        CountDownLatch locked = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);
        shop.through(new CannotBeAsked(request -> {
            threads.execute(() -> memory.inTransaction(tx -> {
                tx.lock(AccountId.of("c000"), Duration.ofSeconds(5));
                locked.countDown();
                return isOver(never, Duration.ofMillis(200));
            }));
            await(locked);
            Thread.currentThread().interrupt();
        }));

        RunReport report = run(RunRequest.all());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.broken()).isEmpty();
        assertThat(states()).containsExactly(AttemptState.SETTLED);
    }

    private static boolean isOver(CountDownLatch latch, Duration time) {
        try {
            return latch.await(time.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void an_interrupt_while_answers_are_recorded_costs_none() {
        customers(20, PaymentMethodKind.CARD);
        AtomicInteger writes = new AtomicInteger();
        store.beforeWrite(accounts -> {
            if (writes.incrementAndGet() == 2) { // the answers, after the marks
                Thread.currentThread().interrupt();
                throw new IllegalStateException("interrupted while waiting for the database");
            }
        });

        RunReport report = run(RunRequest.all());

        assertThat(Thread.interrupted()).isTrue();
        assertThat(report.broken()).isEmpty();
        assertThat(report.paymentCounts().paid()).isEqualTo(20);
        assertThat(writes).hasValue(3);
    }

    @Test
    void an_interrupt_costs_no_answer_where_the_pool_of_connections_heeds_it() {
        customers(20, PaymentMethodKind.CARD);
        Shop same = Shop.over(new Heeding(memory), "Europe/Berlin", "2025-04-01")
                .offers(plan("basic", "EUR 10.00", MONTHLY));
        AtomicInteger calls = new AtomicInteger();
        same.through(new CannotBeAsked(request -> {
            if (calls.incrementAndGet() == 20) {
                Thread.currentThread().interrupt();
            }
        }));

        assertThatExceptionOfType(OutOfReach.class)
                .isThrownBy(() -> same.engine().run(RunRequest.all())); // it cannot tell what is left

        assertThat(Thread.interrupted()).isTrue();
        assertThat(states()).hasSize(20).containsOnly(AttemptState.SETTLED);
    }

    /** Lends no connection to a thread that was interrupted. */
    private record Heeding(Store inner) implements Store {
        @Override
        public <T> T inTransaction(Function<StoreTransaction, T> work) {
            if (Thread.currentThread().isInterrupted()) {
                throw new OutOfReach();
            }
            return inner.inTransaction(work);
        }

        @Override
        public <T> T joining(Connection connection, Function<StoreTransaction, T> work) {
            return inner.joining(connection, work);
        }
    }

    // --- bounds ----------------------------------------------------------------------------------------------------

    @Test
    void the_first_batch_is_small_because_nobody_knows_yet_how_long_one_takes() {
        customers(300, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        List<Integer> sizes = new ArrayList<>();
        store.beforeWrite(accounts -> sizes.add(accounts.size()));

        run(RunRequest.all());

        assertThat(sizes).containsExactly(250, 50);
    }

    @Test
    void a_run_for_so_many_accounts_says_what_is_left() {
        customers(10, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");

        RunReport report = run(RunRequest.all().accounts(4).batchSize(3).workers(2, threads));

        assertThat(report.accountsBilled()).isEqualTo(4);
        assertThat(report.left()).isEqualTo(6);
        assertThat(report.busy()).isZero();
        assertThat(run(RunRequest.all()).accountsBilled()).isEqualTo(6);
    }

    @Test
    void a_cancelled_run_begins_no_new_batch() {
        customers(10, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        AtomicBoolean enough = new AtomicBoolean();
        store.beforeWrite(accounts -> enough.set(true));

        RunReport report = run(RunRequest.all().batchSize(3).until(enough::get));

        assertThat(report.accountsBilled()).isEqualTo(3);
        assertThat(report.left()).isEqualTo(7);
        assertThat(report.busy()).isZero();
    }

    @Test
    void batches_shrink_to_what_fits_their_time() {
        customers(20, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        List<Integer> sizes = new ArrayList<>();
        store.beforeWrite(accounts -> {
            sizes.add(accounts.size());
            shop.clock().advance(Duration.ofSeconds(accounts.size()));
        });

        run(RunRequest.all().batchSize(8).batchTime(Duration.ofSeconds(3)));

        assertThat(sizes).containsExactly(8, 3, 3, 3, 3);
    }

    @Test
    void a_run_and_its_batches_may_take_as_long_as_they_like() {
        customers(3, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");
        Duration forEver = Duration.ofSeconds(Long.MAX_VALUE);

        RunReport report = run(RunRequest.all().batchSize(1).within(forEver).batchTime(forEver));

        assertThat(report.accountsBilled()).isEqualTo(3);
        assertThat(report.left()).isZero();
    }

    @Test
    void a_run_that_has_less_than_no_time_begins_nothing() {
        customers(3, PaymentMethodKind.INVOICE);
        shop.on("2025-05-01");

        RunReport report = run(RunRequest.all().within(Duration.ofSeconds(Long.MIN_VALUE)));

        assertThat(report.accountsBilled()).isZero();
        assertThat(report.left()).isEqualTo(3);
    }

    // --- progress --------------------------------------------------------------------------------------------------

    @Test
    void progress_is_told_after_each_batch() {
        customers(10, PaymentMethodKind.CARD);
        run(RunRequest.all());
        shop.on("2025-05-01");
        store.beforeWrite(accounts -> shop.clock().advance(Duration.ofSeconds(2)));
        List<RunProgress.Step> steps = new ArrayList<>();

        run(RunRequest.all().batchSize(4).batchTime(Duration.ofMinutes(1)).telling(steps::add));

        assertThat(steps)
                .extracting(RunProgress.Step::stage)
                .containsExactly(
                        Stage.BILLING,
                        Stage.BILLING,
                        Stage.BILLING,
                        Stage.COLLECTION,
                        Stage.COLLECTION,
                        Stage.COLLECTION);
        assertThat(steps).extracting(RunProgress.Step::done).containsExactly(4L, 8L, 10L, 4L, 8L, 10L);
        assertThat(steps).allSatisfy(step -> assertThat(step.due()).isEqualTo(10));
        assertThat(steps.get(1).elapsed()).isEqualTo(Duration.ofSeconds(4));
        assertThat(steps.get(1).perSecond()).isEqualTo(2);
        assertThat(steps.get(2).money()).isEqualTo(Map.of(Currency.EUR, Money.parse("EUR 100.00")));
        assertThat(steps.get(5).money()).isEqualTo(Map.of(Currency.EUR, Money.parse("EUR 100.00")));
    }

    @Test
    void a_listener_that_fails_does_the_run_no_harm() {
        customers(3, PaymentMethodKind.CARD);
        shop.on("2025-05-01");

        RunReport report = run(RunRequest.all().telling(step -> {
            throw new NoClassDefFoundError("org/example/ProgressBar");
        }));

        assertThat(report.accountsBilled()).isEqualTo(3);
        assertThat(Audit.of(memory, shop.sandbox())).isEmpty();
    }

    /** Remembers no key: what was once called must not be called again. */
    private record CannotBeAsked(PaymentMethodKind method, Consumer<ChargeRequest> deed) implements PaymentGateway {
        CannotBeAsked(Consumer<ChargeRequest> deed) {
            this(PaymentMethodKind.CARD, deed);
        }

        @Override
        public String id() {
            return "forgetful-" + method;
        }

        @Override
        public GatewayCapabilities capabilities() {
            return GatewayCapabilities.of(method);
        }

        @Override
        public ChargeResult charge(ChargeRequest request) {
            deed.accept(request);
            return new ChargeResult.Settled(
                    new GatewayReference("g-" + request.key().value()));
        }

        @Override
        public RefundResult refund(RefundRequest request) {
            return new RefundResult.Refused("no-refunds");
        }
    }
}
