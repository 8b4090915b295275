package io.aboengine.jdbc;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.AboEngine;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.dunning.DunningAction;
import io.aboengine.dunning.DunningLevel;
import io.aboengine.dunning.DunningPolicy;
import io.aboengine.event.Event;
import io.aboengine.jdbc.FaultyDatabase.Fault;
import io.aboengine.jdbc.FaultyDatabase.Kind;
import io.aboengine.scenario.Audit;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.sandbox.SandboxOutcome;
import io.aboengine.store.Store;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/**
 * A run that bills, collects, reminds and delivers, of which every statement fails once. Right afterwards the books are in
 * order, and once more of the same engine comes to what a run comes to that nothing happened to: the same documents, the
 * money taken once, every event delivered.
 */
class FaultyRunTest {
    private static final String BEGINNING = "the beginning";
    private static final String UNLUCKY = "unlucky";
    private static final int SOME = 20;

    private final int some = new Random().nextInt(SOME);

    private boolean isSome(int n) {
        return n % SOME == some;
    }

    /** In the build every statement is refused, and of some the answer gets lost; in the longer tests of every one. */
    @Test
    void every_statement_of_a_run_may_fail_on_h2() {
        Trial trial = new Trial(H2Databases.inMemory("faulty_run"), 3);

        trial.fail(n -> true, Fault.REFUSED);
        trial.fail(n -> Longer.isWanted() || trial.isCommit(n) || isSome(n), Fault.ANSWER_LOST);

        assertThat(trial.failed).contains(Kind.STATEMENT, Kind.COMMIT);
    }

    /** In the build each copy, each commit and some of the other statements; in the longer tests all, in both ways. */
    @Test
    void every_statement_of_a_run_may_fail_on_postgresql() {
        Trial trial = new Trial(PostgresServer.database(), 18);

        trial.fail(
                n -> Longer.isWanted() || trial.kinds.get(n) == Kind.COPY || trial.isCommit(n) || isSome(n),
                Fault.REFUSED);
        trial.fail(n -> Longer.isWanted() || trial.isCommit(n), Fault.ANSWER_LOST);

        assertThat(trial.failed).as("rows go by copy, too").contains(Kind.STATEMENT, Kind.COPY, Kind.COMMIT);
    }

    private static final class Trial {
        private final FaultyDatabase faulty;
        private final TenantRows rows;
        private final Store unlucky;
        private final Map<String, List<String>> undisturbed;
        private final List<Kind> kinds;
        private final Set<Kind> failed = EnumSet.noneOf(Kind.class);

        Trial(DataSource database, int accounts) {
            this.faulty = new FaultyDatabase(database);
            this.rows = new TenantRows(database);
            this.unlucky = fresh(faulty);
            begin(JdbcStore.on(database, BEGINNING), accounts);
            rows.copy(BEGINNING, UNLUCKY);
            Shop shop = shop(unlucky, new TreeSet<>());
            AboEngine engine = shop.engine();
            faulty.failAt(Fault.REFUSED, Long.MAX_VALUE);
            RunReport report = engine.run(RunRequest.all());
            faulty.calm();
            kinds = faulty.seen();
            assertThat(kinds).hasSizeGreaterThan(50);
            assertThat(report.documents()).isGreaterThan(accounts);
            assertThat(report.reminders()).isPositive();
            assertThat(report.paymentCounts().paid()).isPositive();
            assertThat(report.paymentCounts().refused()).isPositive();
            later(shop).engine().run(RunRequest.all());
            undisturbed = Told.by(unlucky);
        }

        private static void begin(Store store, int accounts) {
            Shop shop = shop(store, new TreeSet<>()).on("2025-04-01");
            AboEngine engine = shop.engine();
            for (int i = 0; i < accounts; i++) {
                String id = "customer-%02d".formatted(i);
                PaymentMethodKind method = i % 3 == 2 ? PaymentMethodKind.INVOICE : PaymentMethodKind.CARD;
                engine.accounts().open(customer(id).payingBy(method).account());
                engine.subscriptions().subscribe(Subscribe.to(id, "basic"));
            }
        }

        /** One of the customers has no money on the card. */
        private static Shop shop(Store store, Set<String> delivered) {
            Shop shop = Shop.over(store, "Europe/Berlin", "2025-05-02")
                    .offers(plan("basic", "EUR 10.00", MONTHLY))
                    .with(settings -> settings.withDunning(
                            DunningPolicy.of(DunningLevel.after(5, "Reminder", DunningAction.NOTIFY))))
                    .subscriber("shop", event -> delivered.add(event.account() + "/" + event.ordinal()));
            shop.sandbox().next("customer-01", SandboxOutcome.DECLINE_RETRY);
            return shop;
        }

        private static Shop later(Shop shop) {
            shop.clock().advance(Duration.ofHours(2));
            return shop;
        }

        /** A store remembers how far a day's claims have come; one that is new asks what the first one asked. */
        private static Store fresh(FaultyDatabase database) {
            return JdbcStore.on(database.source(), UNLUCKY);
        }

        boolean isCommit(int n) {
            return kinds.get(n) == Kind.COMMIT;
        }

        /** Lets the chosen ones of all statements fail, counted from 0. */
        void fail(IntPredicate chosen, Fault fault) {
            IntStream.range(0, kinds.size()).filter(chosen).forEach(n -> fail(fault, n));
        }

        private void fail(Fault fault, int n) {
            rows.copy(BEGINNING, UNLUCKY);
            Set<String> delivered = new TreeSet<>();
            Shop shop = shop(fresh(faulty), delivered);
            AboEngine engine = shop.engine();
            String when = "statement " + n + ", a " + kinds.get(n) + ", " + fault;

            faulty.failAt(fault, n + 1);
            attempt(engine);
            boolean struck = faulty.calm();
            failed.addAll(faulty.failed().keySet());

            assertThat(struck).as(when).isTrue();
            assertThat(Audit.of(unlucky)).as(when).isEmpty();
            later(shop);
            RunReport again = engine.run(RunRequest.all());
            assertThat(again.broken()).as(when).isEmpty();
            assertThat(again.left()).as(when).isZero();
            assertThat(Told.by(unlucky)).as(when).isEqualTo(undisturbed);
            assertThat(Audit.of(unlucky)).as(when).isEmpty();
            assertThat(Audit.of(unlucky, shop.sandbox())).as(when).isEmpty();
            assertThat(delivered).as(when).isEqualTo(events(unlucky));
        }

        /** The run may end early, or tell what it could not do. */
        private static void attempt(AboEngine engine) {
            try {
                engine.run(RunRequest.all());
            } catch (DatabaseException | IllegalStateException endedEarly) {
                assertThat(endedEarly).isNotNull();
            }
        }

        private static Set<String> events(Store store) {
            return store.inTransaction(tx -> tx.accountsAfter(Optional.empty(), 1000).stream()
                    .flatMap(account -> tx.events(account, 0, 1000).stream())
                    .map((Event event) -> event.account() + "/" + event.ordinal())
                    .collect(Collectors.toCollection(TreeSet::new)));
        }
    }
}
