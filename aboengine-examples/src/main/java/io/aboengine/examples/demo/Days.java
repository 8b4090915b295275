package io.aboengine.examples.demo;

import io.aboengine.AboEngine;
import io.aboengine.EventHandler;
import io.aboengine.OpenAccount;
import io.aboengine.RunReport;
import io.aboengine.RunRequest;
import io.aboengine.Session;
import io.aboengine.account.AccountSnapshot;
import io.aboengine.account.Command;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Timing;
import io.aboengine.catalog.Catalog;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.ProductId;
import io.aboengine.event.Event;
import io.aboengine.event.EventType;
import io.aboengine.examples.SettableClock;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.spi.credit.CreditDecision;
import io.aboengine.spi.credit.sandbox.SandboxCreditCheck;
import io.aboengine.spi.payment.GatewayCapabilities;
import io.aboengine.spi.payment.GatewayNotice;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.spi.payment.sandbox.SandboxOutcome;
import io.aboengine.store.Store;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * What happens day by day. At five in the morning the scheduler runs the engine; at noon new customers order and the old
 * ones do what they do.
 */
final class Days {
    private static final int MORNING = 5;
    private static final int NOON = 12;
    private static final URI SHOP = URI.create("https://shop.invalid/thank-you");

    private final Store store;
    private final SettableClock clock;
    private final SandboxGateway gateway;
    private final SandboxCreditCheck creditCheck = SandboxCreditCheck.create();
    private final Catalog catalog = Publisher.catalog();
    private final AboEngine engine;
    private final Map<LocalDate, List<Customer>> newcomers = new TreeMap<>();
    private final Map<LocalDate, List<Doing>> doings = new TreeMap<>();
    private final Map<AccountId, Customer> customers = new HashMap<>();
    private final NavigableMap<LocalDate, List<DocumentId>> transfers = new TreeMap<>();
    private int comers;

    private record Doing(Customer customer, Customer.Habit habit) {}

    Days(Store store, List<Customer> all, LocalDate first) {
        this.store = store;
        clock = new SettableClock(first, Publisher.ZONE);
        gateway = SandboxGateway.create(
                "sandbox",
                GatewayCapabilities.of(PaymentMethodKind.CARD, PaymentMethodKind.DIRECT_DEBIT, PaymentMethodKind.WALLET)
                        .withLookup()
                        .withRepeatableFor(Duration.ofDays(3)) // a run a day must find a lost request repeatable
                        .withLeadBankDays(1));
        EventHandler mailbox = this::mailArrives;
        engine = AboEngine.builder()
                .store(store)
                .catalog(catalog)
                .settings(Publisher.settings())
                .environment("demo")
                .clock(clock)
                .paymentGateway(gateway)
                .creditCheck(creditCheck)
                .subscriber("mailbox", mailbox)
                .build();
        for (Customer customer : all) {
            customers.put(customer.id(), customer);
            newcomers
                    .computeIfAbsent(customer.firstDay(), d -> new ArrayList<>())
                    .add(customer);
            for (Customer.Habit habit : customer.habits()) {
                doings.computeIfAbsent(habit.on(), d -> new ArrayList<>()).add(new Doing(customer, habit));
            }
        }
    }

    AboEngine engine() {
        return engine;
    }

    SandboxGateway gateway() {
        return gateway;
    }

    int customersSoFar() {
        return comers;
    }

    /** What is open and what is owed to customers now, straight from the store: one question for everybody. */
    Month.Evening evening() {
        return store.inTransaction(tx -> {
            Money open = Books.zero();
            Money credit = Books.zero();
            for (AccountSnapshot account : tx.load(customers.keySet(), clock.day())) {
                open = open.plus(Books.sum(
                        account.documents().stream().map(Document::open).toList()));
                credit = credit.plus(account.account().credit());
            }
            return new Month.Evening(open, credit);
        });
    }

    /** One day, from morning to evening. */
    void live(LocalDate day) {
        clock.set(day, MORNING);
        for (GatewayNotice notice : gateway.moveTo(day)) {
            engine.payments().notice(notice);
        }
        RunReport report = engine.run(RunRequest.all());
        if (!report.broken().isEmpty()) {
            throw new IllegalStateException("The run of " + day + " set accounts aside: " + report.broken());
        }
        clock.set(day, NOON);
        newcomers.getOrDefault(day, List.of()).forEach(this::comes);
        doings.getOrDefault(day, List.of()).forEach(this::does);
        payTransfers(day);
    }

    private void comes(Customer customer) {
        comers++;
        engine.accounts().open(OpenAccount.of(customer.id().value(), customer.party(), customer.method()));
        if (!customer.credit().isEmpty()) {
            creditCheck.on(customer.id().value(), decision(customer.credit()));
            Money price = plan(customer.plan()).priceOrFree().of(BigDecimal.ONE);
            engine.creditChecks().ask(customer.id(), price, customer.method().kind());
        }
        orders(customer, customer.plan());
    }

    private static CreditDecision decision(String word) {
        return switch (word) {
            case "approved" -> new CreditDecision.Approved();
            case "restricted" ->
                new CreditDecision.Restricted(
                        Set.of(PaymentMethodKind.CARD, PaymentMethodKind.WALLET), Optional.empty());
            case "review" -> new CreditDecision.Review(List.of("address-not-found"));
            case "refused" -> new CreditDecision.Refused(List.of("payments-missed"));
            case "unavailable" -> new CreditDecision.Unavailable("the agency does not answer");
            default -> throw new IllegalArgumentException("No credit decision is called '" + word + "'");
        };
    }

    private void orders(Customer customer, String plan) {
        asCustomer(customer)
                .withKey("order-" + plan + "-" + clock.day())
                .subscriptions()
                .subscribe(Command.Subscribe.to(customer.id(), PlanId.of(plan)));
        PaymentMethodKind method = customer.method().kind();
        if (method == PaymentMethodKind.CARD || method == PaymentMethodKind.WALLET) {
            engine.run(RunRequest.account(customer.id()).withCustomerPresent(SHOP));
        }
    }

    private Session asCustomer(Customer customer) {
        return engine.as(Actor.customer(customer.id()));
    }

    private void does(Doing doing) {
        Customer customer = doing.customer();
        List<String> words = doing.habit().words();
        switch (doing.habit().verb()) {
            case "orders" -> orders(customer, words.get(0));
            case "changes-now" -> change(customer, words.get(0), Timing.now());
            case "changes-later" -> change(customer, words.get(0), Timing.periodEnd());
            case "cancels" ->
                asCustomer(customer).subscriptions().cancel(Command.Cancel.atPeriodEnd(contract(customer)));
            case "cancels-now" -> asCustomer(customer).subscriptions().cancel(Command.Cancel.now(contract(customer)));
            case "is-cancelled" ->
                engine.as(Actor.operator("service"))
                        .because("does not pay")
                        .subscriptions()
                        .cancel(Command.Cancel.now(contract(customer)));
            case "pays-by" ->
                asCustomer(customer)
                        .accounts()
                        .changePaymentMethod(
                                customer.id(), PaymentMethod.of(PaymentMethodKind.valueOf(words.get(0)), words.get(1)));
            case "transfers" -> transfer(customer, words.get(0));
            case "gets-credit" ->
                engine.accounts().grantCredit(customer.id(), Money.of(words.get(0), Publisher.CURRENCY), "goodwill");
            case "disputes" ->
                engine.payments()
                        .notice(gateway.chargeBack(
                                gateway.lastKeyOf(customer.id().value()).orElseThrow(), "disputed"));
            case "bank" ->
                gateway.next(
                        customer.id().value(),
                        words.stream().map(SandboxOutcome::valueOf).toArray(SandboxOutcome[]::new));
            default ->
                throw new IllegalArgumentException(
                        "Nobody knows how to do '" + doing.habit().verb() + "'");
        }
    }

    private void change(Customer customer, String planId, Timing when) {
        ProductId product = plan(planId).product();
        SubscriptionId contract = contracts(customer).stream()
                .filter(s -> s.product().equals(product))
                .findFirst()
                .orElseThrow()
                .id();
        asCustomer(customer)
                .subscriptions()
                .changePlan(Command.ChangePlan.of(contract, planId).when(when));
    }

    private Plan plan(String id) {
        return catalog.plan(PlanId.of(id));
    }

    private SubscriptionId contract(Customer customer) {
        return contracts(customer).get(0).id();
    }

    private List<Subscription> contracts(Customer customer) {
        return engine.subscriptions().list(customer.id()).stream()
                .filter(Subscription::isLive)
                .toList();
    }

    private void transfer(Customer customer, String howMuch) {
        Money amount = howMuch.equals("all")
                ? engine.accounts().balance(customer.id())
                : Money.of(howMuch, Publisher.CURRENCY);
        if (amount.isPositive()) {
            engine.payments().receive(customer.id(), amount);
        }
    }

    /** Subscribed to the engine's events: who pays by transfer notes each invoice for the day it will be paid. */
    private void mailArrives(Event event) {
        Customer customer = customers.get(event.account());
        if (event.type() == EventType.INVOICE_FINALIZED && customer != null) {
            customer.paysAfterDays().ifPresent(days -> {
                LocalDate planned = event.on().plusDays(days);
                transfers
                        .computeIfAbsent(planned.isAfter(clock.day()) ? planned : clock.day(), d -> new ArrayList<>())
                        .add(DocumentId.parse(event.about()));
            });
        }
    }

    /** Whoever pays an invoice pays the fees of its reminders with it. */
    private void payTransfers(LocalDate day) {
        Map<LocalDate, List<DocumentId>> due = transfers.headMap(day, true);
        for (DocumentId invoice : due.values().stream().flatMap(List::stream).toList()) {
            Document document = engine.documents().find(invoice).orElseThrow();
            if (document.method() == PaymentMethodKind.INVOICE && document.isOpen()) {
                pay(document);
                engine.documents().list(invoice.account(), invoice.ordinal(), 100).stream()
                        .filter(notice -> notice.isOpen()
                                && notice.reminded().stream()
                                        .anyMatch(r -> r.document().equals(invoice)))
                        .forEach(this::pay);
            }
        }
        due.clear();
    }

    private void pay(Document document) {
        engine.payments().receive(document.id(), document.open());
    }
}
