package io.aboengine.scenario;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static io.aboengine.spi.payment.PaymentMethodKind.CARD;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.AboEngine;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.account.Command;
import io.aboengine.dunning.DunningAction;
import io.aboengine.dunning.DunningLevel;
import io.aboengine.dunning.DunningPolicy;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.store.Store;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Several workers of a run leave what one leaves, on every store. */
public abstract class WorkerScenarios extends Scenarios {
    private static final int ACCOUNTS = 60;

    private Shop shop() {
        Shop shop = Shop.over(emptyStore(), "Europe/Berlin", "2025-04-01")
                .offers(plan("basic", "EUR 10.00", MONTHLY))
                .with(settings -> settings.withDunning(
                        DunningPolicy.of(DunningLevel.after(5, "Reminder", DunningAction.NOTIFY))));
        AboEngine engine = shop.engine();
        for (int i = 0; i < ACCOUNTS; i++) {
            String id = "customer-%03d".formatted(i);
            PaymentMethodKind method = i % 3 == 0 ? PaymentMethodKind.INVOICE : CARD;
            engine.accounts().open(customer(id).payingBy(method).account());
            engine.subscriptions().subscribe(Command.Subscribe.to(id, "basic"));
        }
        return shop.on("2025-06-01");
    }

    /** All rows but for printed numbers and the gateway's references, which follow the order of work. */
    private static List<String> rows(Store store) {
        List<String> rows = new ArrayList<>();
        Inventory.of(store)
                .forEach(row -> rows.add(row.replaceAll("Optional\\[[A-Z]*-?2025-?[0-9]+]", "a number")
                        .replaceAll("sandbox-charge-[0-9]+", "a reference")));
        return rows;
    }

    @Test
    void two_workers_leave_what_one_leaves() {
        Shop alone = shop();
        Shop together = shop();
        ExecutorService threads = Executors.newFixedThreadPool(4);

        RunReport one = alone.engine().run(RunRequest.all().batchSize(7));
        Set<String> names = new ConcurrentSkipListSet<>();
        RunReport two = together.engine()
                .run(RunRequest.all()
                        .batchSize(7)
                        .workers(
                                2,
                                task -> threads.execute(() -> {
                                    names.add(Thread.currentThread().getName());
                                    task.run();
                                })));
        threads.shutdown();

        assertThat(names).isNotEmpty();
        assertThat(two.documents()).isEqualTo(one.documents()).isPositive();
        assertThat(two.accountsBilled()).isEqualTo(ACCOUNTS);
        assertThat(two.reminders()).isEqualTo(one.reminders()).isPositive();
        assertThat(two.paymentCounts()).isEqualTo(one.paymentCounts());
        assertThat(two.broken()).isEmpty();
        assertThat(two.left()).isZero();
        List<String> different = new ArrayList<>(rows(together.store()));
        different.removeAll(new HashSet<>(rows(alone.store())));
        assertThat(different).isEmpty();
        assertThat(rows(together.store())).hasSameSizeAs(rows(alone.store()));
        assertThat(Audit.of(together.store())).isEmpty();
        assertThat(Audit.of(together.store(), together.sandbox())).isEmpty();
    }

    @Test
    void numbers_are_unique_and_ascend_without_gaps_whoever_bills() {
        Shop shop = shop();
        ExecutorService threads = Executors.newFixedThreadPool(3);

        shop.engine().run(RunRequest.all().batchSize(5).workers(4, threads));
        threads.shutdown();

        TreeSet<String> numbers = new TreeSet<>();
        Set<Object> documents = new HashSet<>();
        shop.store().inTransaction(tx -> {
            Inventory.accounts(tx)
                    .forEach(id -> tx.documents(id, 0, 100).forEach(document -> {
                        assertThat(numbers.add(tx.number(document.id()).orElseThrow()))
                                .isTrue();
                        documents.add(document.id());
                    }));
            return numbers;
        });
        assertThat(numbers).hasSize(documents.size());
        assertThat(Audit.of(shop.store())).isEmpty(); // which looks for gaps
    }

    @Test
    void two_runs_with_two_workers_each_do_everything_once() throws Exception {
        Shop shop = shop();
        WatchedGateway gateway = WatchedGateway.over(shop.sandbox());
        shop.through(gateway);
        ExecutorService threads = Executors.newFixedThreadPool(4);
        ExecutorService other = Executors.newSingleThreadExecutor();

        AboEngine first = shop.engine();
        AboEngine second = shop.engine();
        var running = other.submit(() -> first.run(RunRequest.all().batchSize(6).workers(2, threads)));
        RunReport mine = second.run(RunRequest.all().batchSize(6).workers(2, threads));
        RunReport theirs = running.get();
        other.shutdown();
        threads.shutdown();
        shop.engine().run(RunRequest.all());

        assertThat(mine.broken()).isEmpty();
        assertThat(theirs.broken()).isEmpty();
        assertThat(gateway.keys()).doesNotHaveDuplicates().hasSize(3 * ACCOUNTS * 2 / 3);
        assertThat(Audit.of(shop.store())).isEmpty();
        assertThat(Audit.of(shop.store(), shop.sandbox())).isEmpty();
    }
}
