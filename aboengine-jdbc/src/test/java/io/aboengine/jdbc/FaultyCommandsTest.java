package io.aboengine.jdbc;

import static io.aboengine.calendar.BillingInterval.MONTHLY;
import static io.aboengine.scenario.Customer.customer;
import static io.aboengine.scenario.Offer.plan;
import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.AboEngine;
import io.aboengine.PriceMigration;
import io.aboengine.PriceMigrationReport;
import io.aboengine.RunRequest;
import io.aboengine.Session;
import io.aboengine.account.Command;
import io.aboengine.account.Command.ChangePlan;
import io.aboengine.account.Command.Subscribe;
import io.aboengine.account.Hold;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Timing;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Price;
import io.aboengine.catalog.UsagePrice;
import io.aboengine.invoice.DocumentId;
import io.aboengine.jdbc.FaultyDatabase.Fault;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.scenario.Audit;
import io.aboengine.scenario.Customer;
import io.aboengine.scenario.Shop;
import io.aboengine.spi.payment.GatewayNotice;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.store.Store;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.tax.TaxStatus;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Of every command each statement fails once, the commit included: once because the database refuses it, once because its
 * answer gets lost. Afterwards every row of the tenant is as it was, or as the command leaves it; never in between. The
 * same engine goes on, and the command given again comes to the same end.
 */
class FaultyCommandsTest {
    private static final AccountId ADA = AccountId.of("ada");
    private static final AccountId BOB = AccountId.of("bob");

    /** What is done; an answer that can be compared. */
    private interface Deed {
        Object give(AboEngine engine, Session keyed);
    }

    /** Brings the tenant to where the deed can be done, and tells what it is. */
    private interface Preparation {
        Deed of(Scene scene);
    }

    /**
     * @param command the command's type, or another word for what is done
     * @param hasKey whether the deed heeds a request key, so that it can be repeated
     * @param asksAgain whether it asks again for each account by itself what it was not told for several, and so may be done
     *     though a statement failed
     */
    private record Case(String command, boolean hasKey, boolean asksAgain, Preparation preparation) {
        @Override
        public String toString() {
            return command;
        }
    }

    /** A tenant on its day, before anything fails. */
    private record Scene(DataSource database, Shop shop, AboEngine engine) {
        SubscriptionId contract() {
            return engine.subscriptions().list(ADA).get(0).id();
        }

        SubscriptionId subscribed(String plan) {
            return engine.subscriptions().subscribe(Subscribe.to("ada", plan)).subscription();
        }

        DocumentId invoiceOf(AccountId account) {
            return engine.documents().list(account).get(0).id();
        }

        DocumentId draft() {
            try (Connection connection = database.getConnection()) {
                connection.setAutoCommit(false);
                DocumentId draft = engine.joining(connection)
                        .subscriptions()
                        .subscribe(Subscribe.to("ada", "basic"))
                        .documents()
                        .get(0);
                connection.commit();
                return draft;
            } catch (SQLException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static Case command(Class<? extends Command> command, Preparation preparation) {
        return new Case(command.getSimpleName(), true, false, preparation);
    }

    private static Case other(String name, Preparation preparation) {
        return new Case(name, false, false, preparation);
    }

    static Stream<Case> commands() {
        return Stream.of(
                command(
                        Subscribe.class,
                        s -> (e, keyed) -> keyed.subscriptions()
                                .subscribe(Subscribe.to("ada", "metered").discounts("welcome"))),
                command(ChangePlan.class, s -> {
                    SubscriptionId contract = s.contract();
                    return (e, keyed) -> keyed.subscriptions().changePlan(ChangePlan.of(contract, "big"));
                }),
                command(Command.WithdrawChange.class, s -> {
                    SubscriptionId contract = s.contract();
                    s.engine
                            .subscriptions()
                            .changePlan(ChangePlan.of(contract, "big").when(Timing.periodEnd()));
                    return (e, keyed) -> keyed.subscriptions().withdrawChange(contract);
                }),
                command(Command.Cancel.class, s -> {
                    SubscriptionId contract = s.contract();
                    return (e, keyed) -> keyed.subscriptions().cancel(Command.Cancel.now(contract));
                }),
                command(Command.RevokeCancellation.class, s -> {
                    SubscriptionId contract = s.contract();
                    s.engine.subscriptions().cancel(Command.Cancel.atPeriodEnd(contract));
                    return (e, keyed) -> keyed.subscriptions().revokeCancellation(contract);
                }),
                command(Command.Withdraw.class, s -> {
                    SubscriptionId contract = s.subscribed("big");
                    return (e, keyed) -> keyed.subscriptions().withdraw(Command.Withdraw.from(contract));
                }),
                command(Command.Pause.class, s -> {
                    SubscriptionId contract = s.contract();
                    return (e, keyed) -> keyed.subscriptions().pause(Command.Pause.now(contract));
                }),
                command(Command.Resume.class, s -> {
                    SubscriptionId contract = s.contract();
                    s.engine.subscriptions().pause(Command.Pause.now(contract));
                    s.shop.on("2025-04-20");
                    return (e, keyed) -> keyed.subscriptions().resume(Command.Resume.now(contract));
                }),
                command(Command.Skip.class, s -> {
                    SubscriptionId contract = s.contract();
                    return (e, keyed) -> keyed.subscriptions().skip(Command.Skip.period(contract));
                }),
                command(
                        Command.SetBillingDay.class,
                        s -> (e, keyed) -> done(() -> keyed.accounts().changeBillingDay(ADA, 20))),
                command(
                        Command.Charge.class,
                        s -> (e, keyed) -> keyed.documents().charge(once(Command.Settling.NOW))),
                command(Command.BillNow.class, s -> {
                    s.engine.documents().charge(once(Command.Settling.NEXT_INVOICE));
                    return (e, keyed) -> keyed.documents().billNow(ADA);
                }),
                command(Command.RecordUsage.class, s -> {
                    SubscriptionId contract = s.subscribed("metered");
                    return (e, keyed) -> keyed.subscriptions()
                            .recordUsage(Command.RecordUsage.of(
                                    contract,
                                    new Command.Usage(
                                            "r1", "GB", new BigDecimal("3.5"), Instant.parse("2025-04-16T08:00:00Z")),
                                    new Command.Usage(
                                            "r2", "GB", BigDecimal.ONE, Instant.parse("2025-04-16T09:00:00Z"))));
                }),
                command(Command.CreditNote.class, s -> {
                    DocumentId invoice = s.invoiceOf(ADA);
                    return (e, keyed) -> keyed.documents().credit(Command.CreditNote.of(invoice));
                }),
                command(Command.CancelDocument.class, s -> {
                    DocumentId invoice = s.invoiceOf(BOB);
                    return (e, keyed) -> keyed.documents().cancel(Command.CancelDocument.of(invoice));
                }),
                command(Command.WriteOff.class, s -> {
                    DocumentId invoice = s.invoiceOf(BOB);
                    return (e, keyed) -> done(() -> keyed.payments().writeOff(invoice, Optional.empty()));
                }),
                command(Command.Refund.class, s -> {
                    DocumentId invoice = s.invoiceOf(ADA);
                    return (e, keyed) -> keyed.payments().refund(invoice, Optional.of(Money.parse("EUR 4.00")));
                }),
                command(Command.SettleDraft.class, s -> {
                    DocumentId draft = s.draft();
                    return (e, keyed) -> done(() -> keyed.documents().finalizeDraft(draft));
                }),
                command(Command.SettleDraft.class, s -> {
                    DocumentId draft = s.draft();
                    return (e, keyed) -> done(() -> keyed.documents().discardDraft(draft));
                }),
                command(
                        Command.SetHolds.class,
                        s -> (e, keyed) -> done(() -> keyed.accounts().hold(ADA, Set.of(Hold.BILLING)))),
                command(
                        Command.GrantDiscount.class,
                        s -> (e, keyed) -> done(() -> keyed.accounts().grantDiscount(ADA, "loyal"))),
                command(
                        Command.ChangePaymentMethod.class,
                        s -> (e, keyed) -> done(() -> keyed.accounts()
                                .changePaymentMethod(BOB, PaymentMethod.of(PaymentMethodKind.CARD, "tok")))),
                command(
                        Command.ReceivePayment.class,
                        s -> (e, keyed) -> done(() -> keyed.payments().receive(BOB, Money.parse("EUR 12.00")))),
                command(
                        Command.GrantCredit.class,
                        s -> (e, keyed) ->
                                done(() -> keyed.accounts().grantCredit(BOB, Money.parse("EUR 2.00"), "sorry"))),
                new Case("MigratePrice", false, true, s -> (e, keyed) -> {
                    PriceMigrationReport report =
                            e.operations().migrate(PriceMigration.of(LocalDate.of(2025, 5, 1), "old"));
                    if (!report.left().isEmpty()) {
                        throw new IllegalStateException("Not done: " + report.left());
                    }
                    return report;
                }));
    }

    static Stream<Case> otherDeeds() {
        return Stream.of(
                other(
                        "open",
                        s -> (e, keyed) ->
                                e.accounts().open(customer("eve").account()).id()),
                other(
                        "changeParty",
                        s -> (e, keyed) ->
                                done(() -> e.accounts().changeParty(ADA, Customer.party("Ada Other", "DE")))),
                other(
                        "changeTaxStatus",
                        s -> (e, keyed) ->
                                done(() -> e.accounts().changeTaxStatus(ADA, TaxStatus.businessWithoutVatId()))),
                other("notice", s -> {
                    PaymentAttempt settled = s.engine.payments().attempts(ADA).get(0);
                    GatewayNotice back = new GatewayNotice(
                            "sandbox",
                            "n1",
                            settled.key(),
                            new GatewayNotice.Outcome.ChargedBack("fraud"),
                            settled.amount(),
                            Instant.parse("2025-04-16T08:00:00Z"));
                    return (e, keyed) -> e.payments().notice(back);
                }),
                other(
                        "credit check",
                        s -> (e, keyed) ->
                                e.creditChecks().ask(ADA, Money.parse("EUR 10.00"), PaymentMethodKind.INVOICE)),
                other("retry", s -> {
                    s.shop.store().inTransaction(tx -> {
                        tx.setAside(ADA, "broken", Instant.parse("2025-04-17T08:00:00Z"));
                        return ADA;
                    });
                    return (e, keyed) -> done(() -> e.operations().retry(ADA));
                }));
    }

    static Stream<Case> all() {
        return Stream.concat(commands(), otherDeeds());
    }

    /** The ones that write the most: a contract with its document, taking back, refusing to bill, money coming in. */
    static Stream<Case> important() {
        Set<String> names = Set.of(
                "Subscribe", "ChangePlan", "Cancel", "RecordUsage", "CancelDocument", "ReceivePayment", "notice");
        return all().filter(c -> names.contains(c.command));
    }

    private static Command.Charge once(Command.Settling collect) {
        return new Command.Charge(
                ADA, List.of(Command.Item.of("a desk", Money.parse("EUR 3.00"), Optional.empty())), collect);
    }

    private static String done(Runnable deed) {
        deed.run();
        return "done";
    }

    @Test
    void no_command_is_left_out() {
        Set<String> tried = commands().map(c -> c.command).collect(Collectors.toCollection(LinkedHashSet::new));
        assertThat(tried)
                .containsExactlyInAnyOrderElementsOf(
                        concrete(Command.class).map(Class::getSimpleName).toList());
    }

    private static Stream<Class<?>> concrete(Class<?> type) {
        return type.isSealed()
                ? Arrays.stream(type.getPermittedSubclasses()).flatMap(c -> concrete(c))
                : Stream.of(type);
    }

    private static final class OnH2 {
        static final Stage STAGE = new Stage(H2Databases.inMemory("faulty_commands"));
    }

    private static final class OnPostgres {
        static final Stage STAGE = new Stage(PostgresServer.database());
    }

    @ParameterizedTest
    @MethodSource("all")
    void is_done_or_not_done_on_h2(Case deed) {
        OnH2.STAGE.play(deed);
    }

    static Stream<Case> onPostgreSql() {
        return Longer.isWanted() ? all() : important();
    }

    @ParameterizedTest
    @MethodSource("onPostgreSql")
    void is_done_or_not_done_on_postgresql(Case deed) {
        OnPostgres.STAGE.play(deed);
    }

    /** A database with a tenant to begin from, and others for each case to begin from anew. */
    private static final class Stage {
        private static final String BEGINNING = "the beginning";
        private static final String READY = "ready";
        private static final String UNDISTURBED = "undisturbed";
        private static final String UNLUCKY = "unlucky";

        private final DataSource database;
        private final FaultyDatabase faulty;
        private final TenantRows rows;
        private final Store ready;
        private final Store undisturbed;
        private final Store unlucky;

        Stage(DataSource database) {
            this.database = database;
            this.faulty = new FaultyDatabase(database);
            this.rows = new TenantRows(database);
            this.ready = JdbcStore.on(database, READY);
            this.undisturbed = JdbcStore.on(database, UNDISTURBED);
            this.unlucky = JdbcStore.on(faulty.source(), UNLUCKY);
            Shop shop = shop(JdbcStore.on(database, BEGINNING))
                    .instead(plan("old", "EUR 5.00", MONTHLY))
                    .on("2025-04-01");
            AboEngine engine = shop.engine();
            engine.accounts()
                    .open(customer("ada").payingBy(PaymentMethodKind.CARD).account());
            engine.accounts().open(customer("bob").account());
            engine.subscriptions().subscribe(Subscribe.to("ada", "basic"));
            engine.subscriptions().subscribe(Subscribe.to("bob", "basic"));
            engine.accounts().open(customer("carl").account());
            engine.subscriptions().subscribe(Subscribe.to("carl", "old"));
            engine.run(RunRequest.all());
        }

        private static final Price HALF_A_EURO = Price.perUnit(UnitPrice.of("0.50", Currency.EUR));

        private static Shop shop(Store store) {
            return Shop.over(store, "Europe/Berlin", "2025-04-16")
                    .offers(
                            plan("basic", "EUR 10.00", MONTHLY),
                            plan("big", "EUR 25.00", MONTHLY),
                            plan("old", "EUR 6.00", MONTHLY),
                            plan("metered", "EUR 1.00", MONTHLY)
                                    .charging(UsagePrice.of("GB", UsagePrice.Aggregate.SUM, HALF_A_EURO)))
                    .grants(
                            Discount.of("welcome", Discount.Reduction.percent("10"))
                                    .redeemable(3),
                            Discount.of("loyal", Discount.Reduction.percent("5"))
                                    .onDocuments()
                                    .redeemable(3));
        }

        void play(Case played) {
            rows.copy(BEGINNING, READY);
            Shop shop = shop(ready);
            Deed deed = played.preparation.of(new Scene(database, shop, shop.engine()));
            Instant now = shop.clock().instant();
            List<String> before = rows.of(READY);

            rows.copy(READY, UNDISTURBED);
            Object answer = give(deed, engine(undisturbed, now));
            List<String> after = rows.of(UNDISTURBED);
            assertThat(after).isNotEqualTo(before);

            for (Fault fault : Fault.values()) {
                rows.copy(READY, UNLUCKY);
                AboEngine engine = engine(unlucky, now);
                List<String> found = before;
                Optional<Object> answered = Optional.empty();
                for (long n = 1; found.equals(before); n++) {
                    faulty.failAt(fault, n);
                    answered = attempt(deed, engine);
                    boolean struck = faulty.calm();
                    found = rows.of(UNLUCKY);

                    boolean isDoneAllTheSame = struck && answered.isPresent();
                    if (!isDoneAllTheSame || !played.asksAgain) {
                        assertThat(answered.isPresent())
                                .as("statement %s %s: tells whether it is done", n, fault)
                                .isEqualTo(!struck);
                    }
                    answered.ifPresent(a -> assertThat(a).isEqualTo(answer));
                    assertThat(found)
                            .as("statement %s %s", n, fault)
                            .isIn(answered.isPresent() ? List.of(after) : List.of(before, after));
                    if (isDoneAllTheSame) {
                        rows.copy(READY, UNLUCKY);
                        found = before;
                    }
                }
                if (played.hasKey) {
                    assertThat(give(deed, engine)).isEqualTo(answer);
                    assertThat(rows.of(UNLUCKY)).isEqualTo(after);
                }
                // Nobody but a commit can both do it and lose the answer.
                assertThat(answered.isPresent()).isEqualTo(fault == Fault.REFUSED);
                assertThat(faulty.failed()).containsKeys(FaultyDatabase.Kind.STATEMENT, FaultyDatabase.Kind.COMMIT);
                assertThat(Audit.of(unlucky)).isEmpty();
            }
        }

        private static AboEngine engine(Store store, Instant now) {
            Shop shop = shop(store);
            shop.clock().set(now);
            return shop.engine();
        }

        private static Object give(Deed deed, AboEngine engine) {
            return deed.give(engine, engine.as(Actor.operator("shop")).withKey("once"));
        }

        private static Optional<Object> attempt(Deed deed, AboEngine engine) {
            try {
                return Optional.of(give(deed, engine));
            } catch (RuntimeException failed) {
                return Optional.empty();
            }
        }
    }
}
