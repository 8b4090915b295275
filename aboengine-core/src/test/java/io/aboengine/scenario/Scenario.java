package io.aboengine.scenario;

import io.aboengine.AboEngine;
import io.aboengine.AccessDesk;
import io.aboengine.Desks;
import io.aboengine.PriceMigration;
import io.aboengine.PriceMigrationReport;
import io.aboengine.RunReport;
import io.aboengine.RunReport.PaymentOutcome;
import io.aboengine.RunRequest;
import io.aboengine.Session;
import io.aboengine.account.Account;
import io.aboengine.account.Command;
import io.aboengine.account.Command.PaidDays;
import io.aboengine.account.Command.Skipped;
import io.aboengine.account.CommandRefusedException;
import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.account.Hold;
import io.aboengine.account.PaymentMethod;
import io.aboengine.account.Preview;
import io.aboengine.account.Settings;
import io.aboengine.account.Timing;
import io.aboengine.catalog.Discount;
import io.aboengine.event.Event;
import io.aboengine.event.EventType;
import io.aboengine.fulfilment.AccessReason;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.DocumentType;
import io.aboengine.invoice.PaymentState;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.party.Actor;
import io.aboengine.party.Language;
import io.aboengine.payment.AttemptState;
import io.aboengine.payment.PaymentAttempt;
import io.aboengine.payment.Posting;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.credit.CreditDecision;
import io.aboengine.spi.payment.GatewayNotice;
import io.aboengine.spi.payment.IdempotencyKey;
import io.aboengine.spi.payment.PaymentGateway;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.spi.payment.sandbox.SandboxGateway;
import io.aboengine.spi.payment.sandbox.SandboxOutcome;
import io.aboengine.store.Store;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import io.aboengine.tax.TaxRules;
import io.aboengine.tax.TaxStatus;
import java.math.BigDecimal;
import java.net.URI;
import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A story of a shop and its customers, told day by day:
 *
 * <pre>{@code
 * Scenario.over(store, "Europe/Berlin")
 *     .given(plan("basic", "EUR 10.00", MONTHLY), plan("team", "EUR 40.00", MONTHLY))
 *     .on("2025-04-01").subscribes("ada", "basic").isInvoiced("basic 2025-04-01..2025-05-01 EUR 10.00")
 *     .on("2025-04-16").changesPlan("ada", "team").isInvoiced("basic 2025-04-16..2025-05-01 EUR -5.00",
 *                                                             "team  2025-04-16..2025-05-01 EUR 20.00")
 *     .on("2025-05-01").runsBilling()             .isInvoiced("team  2025-05-01..2025-06-01 EUR 40.00")
 *     .andNothingElseHappened();
 * }</pre>
 *
 * <p>Every command and every look goes through a new engine, so only what the store kept counts. A run that does
 * something is made twice: the second must change nothing. A command that is refused must leave the store as it was.
 * What came about is matched in order, account by account; questions are about the account spoken of last. {@link
 * #andNothingElseHappened} fails on any document, reminder, attempt to collect or set-aside account that no step has
 * asked about, and audits the books.
 *
 * <p>A failure shows the whole story so far.
 */
public final class Scenario {
    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm", Locale.ROOT);

    private final Shop shop;
    private final Story story = new Story();
    private final Map<String, Customer> customers = new LinkedHashMap<>();
    private final Set<String> opened = new HashSet<>();

    /** What was seen last of each thing that may become another. */
    private final Map<String, String> seen = new HashMap<>();

    private final Map<AccountId, Long> lastEvent = new HashMap<>();
    private final Map<AccountId, Integer> lastPosting = new HashMap<>();
    private final List<Document> documents = new ArrayList<>();
    private final List<PaymentAttempt> attempts = new ArrayList<>();
    private final List<RunReport.Broken> broken = new ArrayList<>();
    private final List<Event> lastEvents = new ArrayList<>();
    private Optional<String> blocked = Optional.empty();
    private Optional<RuntimeException> refused = Optional.empty();
    private Optional<RunReport> report = Optional.empty();
    private Optional<Document> lastDocument = Optional.empty();
    private Optional<PaymentAttempt> lastAttempt = Optional.empty();
    private List<DocumentId> lastAnswer = List.of();
    private String subject = "";
    private Optional<Actor> actor = Optional.empty();
    private Optional<String> reason = Optional.empty();

    /** What the last command of each account would lead to next. */
    private final Map<String, Preview> foreseen = new HashMap<>();

    private PriceMigrationReport migrated = new PriceMigrationReport(List.of(), List.of());
    private Optional<Preview> imagined = Optional.empty();
    private Optional<String> key = Optional.empty();

    private Scenario(Shop shop) {
        this.shop = shop;
    }

    /** A story in a shop of this time zone; nothing has happened, and it is 1 January 2025. */
    public static Scenario over(Store store, String zone) {
        return new Scenario(Shop.over(store, zone, "2025-01-01"));
    }

    // --- how the shop does business --------------------------------------------------------------------------------

    /** Puts these on offer, from the next step on. */
    public Scenario given(Offer... offers) {
        shop.offers(offers);
        return this;
    }

    /** Puts this on offer instead of the plan of the same name, from the next step on. */
    public Scenario instead(Offer offer) {
        foreseen.clear();
        shop.instead(offer);
        return this;
    }

    /** Grants these discounts, from the next step on. */
    public Scenario given(Discount... discounts) {
        shop.grants(discounts);
        return this;
    }

    /** Decides tax by rules of its own, from the next step on. */
    public Scenario taxing(TaxRules rules) {
        foreseen.clear();
        shop.by(rules);
        return this;
    }

    /** Customers who are other than usual. Each opens an account with the first command. */
    public Scenario given(Customer... others) {
        for (Customer customer : others) {
            customers.put(customer.id(), customer);
        }
        return this;
    }

    /** Does business otherwise from the next step on. */
    public Scenario with(UnaryOperator<Settings> change) {
        foreseen.clear();
        shop.with(change);
        return this;
    }

    /** Collects through these instead of the usual sandbox. */
    public Scenario through(PaymentGateway... gateways) {
        shop.through(gateways);
        return this;
    }

    /** From now on engines are configured for another environment. */
    public Scenario inEnvironment(String name) {
        shop.in(name);
        return this;
    }

    /** How the account's next charges end at the sandbox. */
    public Scenario gatewayAnswers(String account, SandboxOutcome... outcomes) {
        shop.sandbox().next(account, outcomes);
        return this;
    }

    public Scenario creditCheckAnswers(String account, CreditDecision decision) {
        shop.creditCheck().on(account, decision);
        return this;
    }

    // --- time ------------------------------------------------------------------------------------------------------

    /** Noon of a day in the shop. Money that came back by itself meanwhile is told to the engine. */
    public Scenario on(String day) {
        return at(LocalDate.parse(day).atTime(12, 0));
    }

    /** A time on the shop's wall: {@code "2025-04-01T23:30"}. */
    public Scenario at(String time) {
        return at(LocalDateTime.parse(time));
    }

    private Scenario at(LocalDateTime time) {
        requireNoSurprise();
        shop.at(time);
        for (GatewayNotice notice : shop.notices()) {
            gives(notice);
        }
        return this;
    }

    /** Some time later. */
    public Scenario after(Duration time) {
        requireNoSurprise();
        shop.clock().advance(time);
        return this;
    }

    // --- commands --------------------------------------------------------------------------------------------------

    /** The next command is the customer's own, not the shop's. */
    public Scenario asCustomer(String account) {
        actor = Optional.of(Actor.customer(AccountId.of(account)));
        return this;
    }

    /** The next command is given for this reason. */
    public Scenario because(String text) {
        reason = Optional.of(text);
        return this;
    }

    /** The next command carries this request key. */
    public Scenario withKey(String requestKey) {
        key = Optional.of(requestKey);
        return this;
    }

    public Scenario opens(String account) {
        requireNoSurprise();
        subject = account;
        chapter(account + " opens an account");
        open(account);
        look();
        return this;
    }

    public Scenario subscribes(String account, String plan) {
        return subscribes(account, plan, command -> command);
    }

    public Scenario subscribes(String account, String plan, UnaryOperator<Command.Subscribe> how) {
        return gives(account, account + " subscribes to " + plan, () -> how.apply(Command.Subscribe.to(account, plan)));
    }

    /** Subscribes to another plan as an add-on of a contract. */
    public Scenario adds(String base, String plan) {
        return adds(base, plan, command -> command);
    }

    public Scenario adds(String base, String plan, UnaryOperator<Command.Subscribe> how) {
        String account = accountOf(base);
        return gives(
                account,
                account + " adds " + plan + " to " + base,
                () -> how.apply(Command.Subscribe.to(account, plan).addOnTo(id(base))));
    }

    /** @param contract {@code "ada"}, the latest contract of this account, or {@code "ada:1"}, its first one */
    public Scenario changesPlan(String contract, String plan) {
        return changesPlan(contract, plan, command -> command);
    }

    public Scenario changesPlan(String contract, String plan, UnaryOperator<Command.ChangePlan> how) {
        return gives(
                accountOf(contract),
                contract + " changes to " + plan,
                () -> how.apply(Command.ChangePlan.of(id(contract), plan)));
    }

    public Scenario changesQuantity(String contract, String quantity) {
        return changesQuantity(contract, quantity, command -> command);
    }

    public Scenario changesQuantity(String contract, String quantity, UnaryOperator<Command.ChangePlan> how) {
        return gives(
                accountOf(contract),
                contract + " changes the quantity to " + quantity,
                () -> how.apply(Command.ChangePlan.ofQuantity(id(contract), new BigDecimal(quantity))));
    }

    /** Another price is agreed with the customer. */
    public Scenario agreesOn(String contract, String price, UnaryOperator<Command.ChangePlan> how) {
        return gives(
                accountOf(contract),
                contract + " agrees on a price of " + price,
                () -> how.apply(Command.ChangePlan.ofPrice(id(contract), UnitPrice.of(Money.parse(price)))));
    }

    /** A running contract is granted a discount. */
    public Scenario isGranted(String contract, String discount) {
        return isGranted(contract, discount, command -> command);
    }

    public Scenario isGranted(String contract, String discount, UnaryOperator<Command.ChangePlan> how) {
        return gives(
                accountOf(contract),
                contract + " is granted the discount " + discount,
                () -> how.apply(Command.ChangePlan.ofDiscounts(id(contract), discount)));
    }

    /** An account is granted a discount for everything on its documents. */
    public Scenario isGrantedOnDocuments(String account, String discount) {
        return gives(
                account,
                account + " is granted the discount " + discount + " on documents",
                () -> new Command.GrantDiscount(AccountId.of(account), discount));
    }

    /** The change that has not begun is called off. */
    public Scenario withdrawsChange(String contract) {
        return gives(
                accountOf(contract),
                contract + " withdraws the change that has not begun",
                () -> new Command.WithdrawChange(id(contract)));
    }

    /** At the end of the period. */
    public Scenario cancels(String contract) {
        return cancels(contract, Timing.periodEnd(), PaidDays.CREDIT);
    }

    public Scenario cancelsNow(String contract) {
        return cancels(contract, Timing.now(), PaidDays.CREDIT);
    }

    public Scenario cancels(String contract, Timing when, PaidDays settle) {
        return gives(
                accountOf(contract),
                contract + " cancels: " + when + ", paid days: " + settle,
                () -> new Command.Cancel(id(contract), when, settle));
    }

    public Scenario revokesCancellation(String contract) {
        return gives(
                accountOf(contract),
                contract + " revokes the cancellation",
                () -> new Command.RevokeCancellation(id(contract)));
    }

    /** Withdraws from the contract, having demanded that the service begin at once. */
    public Scenario withdraws(String contract) {
        return gives(
                accountOf(contract),
                contract + " withdraws from the contract",
                () -> Command.Withdraw.from(id(contract)));
    }

    public Scenario withdrawsWithoutHavingDemandedTheService(String contract) {
        return gives(
                accountOf(contract),
                contract + " withdraws from the contract, without having demanded the service",
                () -> new Command.Withdraw(id(contract), false));
    }

    /** From today until it is resumed; paid days of it are given back. */
    public Scenario pauses(String contract) {
        return pauses(contract, command -> command);
    }

    public Scenario pauses(String contract, UnaryOperator<Command.Pause> how) {
        return gives(accountOf(contract), contract + " pauses", () -> how.apply(Command.Pause.now(id(contract))));
    }

    public Scenario resumes(String contract) {
        return resumes(contract, Timing.now());
    }

    public Scenario resumes(String contract, Timing when) {
        return gives(accountOf(contract), contract + " resumes: " + when, () -> new Command.Resume(id(contract), when));
    }

    /** Leaves out the next period. */
    public Scenario skips(String contract) {
        return gives(accountOf(contract), contract + " skips the next period", () -> Command.Skip.period(id(contract)));
    }

    /** Leaves out the delivery of the next period. */
    public Scenario skipsDelivery(String contract) {
        return gives(
                accountOf(contract),
                contract + " skips the next delivery",
                () -> new Command.Skip(id(contract), Skipped.DELIVERY));
    }

    public Scenario changesBillingDay(String account, int day) {
        return gives(
                account,
                account + " is billed on day " + day + " from now on",
                () -> new Command.SetBillingDay(AccountId.of(account), day));
    }

    /** @param at a day, whose noon is meant, or a time on the shop's wall */
    public Scenario uses(String contract, String recordId, String unit, String quantity, String at) {
        return gives(
                accountOf(contract),
                contract + " used " + quantity + " " + unit + " at " + at + " (" + recordId + ")",
                () -> Command.RecordUsage.of(id(contract), usage(recordId, unit, quantity, at)));
    }

    /** Several records at once. */
    public Scenario uses(String contract, Command.Usage... records) {
        return gives(
                accountOf(contract),
                contract + " used " + List.of(records),
                () -> Command.RecordUsage.of(id(contract), records));
    }

    /** A record for {@link #uses(String, Command.Usage...)}. */
    public Command.Usage usage(String recordId, String unit, String quantity, String at) {
        LocalDateTime time =
                at.contains("T") ? LocalDateTime.parse(at) : LocalDate.parse(at).atTime(12, 0);
        return new Command.Usage(
                recordId,
                unit,
                new BigDecimal(quantity),
                time.atZone(shop.settings().zone()).toInstant());
    }

    /** Is charged something once, without tax, on an invoice of its own. */
    public Scenario buys(String account, String what, String price) {
        return buys(account, command -> command, Command.Item.of(what, Money.parse(price), Optional.empty()));
    }

    public Scenario buys(String account, UnaryOperator<Command.Charge> how, Command.Item... items) {
        return gives(
                account,
                account + " buys " + List.of(items),
                () -> how.apply(Command.Charge.of(AccountId.of(account), items)));
    }

    /** What waits, was used or runs in arrears is billed today. */
    public Scenario isBilledNow(String account) {
        return gives(account, account + " is billed now", () -> new Command.BillNow(AccountId.of(account)));
    }

    /** The shop gives back all that is left of a document, or what {@code how} says of it. */
    public Scenario givesBack(String number, UnaryOperator<Command.CreditNote> how) {
        DocumentId document = documentOf(number);
        return gives(
                document.account().value(),
                "the shop gives back of " + number,
                () -> how.apply(Command.CreditNote.of(document)));
    }

    /** The shop takes back a whole document. */
    public Scenario cancelsDocument(String number, UnaryOperator<Command.CancelDocument> how) {
        DocumentId document = documentOf(number);
        return gives(
                document.account().value(),
                "the shop cancels " + number,
                () -> how.apply(Command.CancelDocument.of(document)));
    }

    /** The shop gives up what is open of a document. */
    public Scenario writesOff(String number) {
        DocumentId document = documentOf(number);
        return gives(
                document.account().value(),
                "the shop writes off " + number,
                () -> new Command.WriteOff(document, Optional.empty()));
    }

    public Scenario writesOff(String number, String amount) {
        DocumentId document = documentOf(number);
        return gives(
                document.account().value(),
                "the shop writes off " + amount + " of " + number,
                () -> new Command.WriteOff(document, Optional.of(Money.parse(amount))));
    }

    /** The shop gives money back that came in for a document. */
    public Scenario refunds(String number) {
        DocumentId document = documentOf(number);
        return gives(
                document.account().value(),
                "the shop refunds what came in for " + number,
                () -> new Command.Refund(document, Optional.empty()));
    }

    public Scenario refunds(String number, String amount) {
        DocumentId document = documentOf(number);
        return gives(
                document.account().value(),
                "the shop refunds " + amount + " of " + number,
                () -> new Command.Refund(document, Optional.of(Money.parse(amount))));
    }

    /** The draft that was asked about last becomes final before its day. */
    public Scenario finalizesIt() {
        DocumentId draft = current().id();
        return gives(
                draft.account().value(),
                "the shop finalises the draft " + draft,
                () -> new Command.SettleDraft(draft, false));
    }

    /** The draft that was asked about last is given up. */
    public Scenario discardsIt() {
        DocumentId draft = current().id();
        return gives(
                draft.account().value(),
                "the shop discards the draft " + draft,
                () -> new Command.SettleDraft(draft, true));
    }

    /** Exactly these are stopped for the account from now on. */
    public Scenario holds(String account, Hold... holds) {
        return gives(
                account,
                "the shop holds of " + account + " " + List.of(holds),
                () -> new Command.SetHolds(AccountId.of(account), List.of(holds)));
    }

    /** Takes running contracts to today's prices: first for show, then in earnest, which must come to the same. */
    public Scenario migrates(PriceMigration migration) {
        requireNoSurprise();
        chapter("prices are migrated: " + migration);
        List<String> before = Inventory.of(shop.store());
        PriceMigrationReport shown = shop.engine().operations().previewMigration(migration);
        require(Inventory.of(shop.store()).equals(before), () -> "A dry run changed the store");
        PriceMigrationReport done = shop.engine().operations().migrate(migration);
        same("report of the migration", shown, done);
        foreseen.clear();
        migrated = done;
        done.changed().forEach(c -> story.tell("changed: " + c));
        done.left().forEach(l -> story.tell("left: " + l));
        look();
        return this;
    }

    /** The migration changed a contract of each of these: {@code "ada 2025-05-01 EUR 10.00 to EUR 12.00"}. */
    public Scenario changesPrices(String... contracts) {
        return same(
                "changed contracts",
                List.of(contracts),
                migrated.changed().stream()
                        .map(c -> c.subscription().account() + " " + c.from() + " " + c.oldAmount() + " to "
                                + c.newAmount())
                        .toList());
    }

    /** The migration left this contract, with words of the reason. */
    public Scenario leavesPrice(String contract, String words) {
        SubscriptionId id = id(contract);
        require(
                migrated.left().stream()
                        .anyMatch(l -> l.subscription().equals(Optional.of(id))
                                && l.because().contains(words)),
                () -> "Expected that " + contract + " is left for '" + words + "', but it is " + migrated);
        return this;
    }

    /** From now on the account is this to the tax office. */
    public Scenario isTaxedAs(String account, TaxStatus status) {
        return command(
                account,
                account + " is to the tax office " + status,
                desks -> desks.accounts().changeTaxStatus(AccountId.of(account), status));
    }

    public Scenario changesPaymentMethod(String account, PaymentMethodKind method) {
        return changesPaymentMethod(
                account,
                method == PaymentMethodKind.INVOICE
                        ? PaymentMethod.invoice()
                        : PaymentMethod.of(method, "new-token-of-" + account));
    }

    public Scenario changesPaymentMethod(String account, PaymentMethod method) {
        return gives(
                account,
                account + " pays by " + method.kind() + " from now on",
                () -> new Command.ChangePaymentMethod(AccountId.of(account), method));
    }

    public Scenario moves(String account, String country) {
        return command(
                account,
                account + " moves to " + country,
                desks -> desks.accounts().changeParty(AccountId.of(account), Customer.party(account, country)));
    }

    public Scenario isGivenCredit(String account, String amount) {
        return gives(
                account,
                account + " is given credit of " + amount,
                () -> new Command.GrantCredit(AccountId.of(account), Money.parse(amount), "a present"));
    }

    /** For whatever is due the longest. */
    public Scenario transfers(String account, String amount) {
        return gives(
                account,
                account + " transfers " + amount,
                () -> new Command.ReceivePayment(AccountId.of(account), Money.parse(amount), Optional.empty()));
    }

    /** For the document with this printed number. */
    public Scenario transfersFor(String number, String amount) {
        DocumentId id = documentOf(number);
        return gives(
                id.account().value(),
                id.account() + " transfers " + amount + " for " + number,
                () -> new Command.ReceivePayment(id.account(), Money.parse(amount), Optional.of(id)));
    }

    public Scenario asksCreditCheck(String account, String amount, PaymentMethodKind method) {
        requireNoSurprise();
        subject = account;
        open(account);
        var assessment = shop.engine().creditChecks().ask(AccountId.of(account), Money.parse(amount), method);
        chapter("credit check of " + account + " for " + amount + " by " + method + ": " + assessment.verdict());
        look();
        return this;
    }

    /** Anything else that is done to an engine. */
    public Scenario does(String account, String what, Consumer<Desks> deed) {
        return command(account, what, deed);
    }

    /** Gives a command, foreseen before: what comes of it must be what the preview says, the refusal included. */
    private Scenario gives(String account, String what, Supplier<Command> wanted) {
        boolean foresees = key.isEmpty();
        return command(account, what, desks -> {
            Command command = wanted.get();
            lastAnswer = foresees ? foreseeing(account, desks, command) : Doors.give(desks, command);
        });
    }

    private List<DocumentId> foreseeing(String account, Desks desks, Command command) {
        List<String> before = Inventory.of(shop.store());
        Optional<Preview> preview = Optional.empty();
        Optional<RuntimeException> refusal = Optional.empty();
        try {
            preview = Optional.of(desks.subscriptions().preview(command));
        } catch (RuntimeException e) {
            refusal = Optional.of(e);
        }
        require(Inventory.of(shop.store()).equals(before), () -> "A preview changed the store");
        long known = nextOrdinal(account);
        List<DocumentId> answer;
        try {
            answer = Doors.give(desks, command);
        } catch (RuntimeException e) {
            same(
                    "refusal of the preview",
                    Objects.toString(e.getMessage()),
                    refusal.map(r -> Objects.toString(r.getMessage())).orElse("none"));
            throw e;
        }
        same("refusal of the preview", Optional.empty(), refusal);
        same("documents", Foresight.of(preview.orElseThrow().now()).sheets(), made(account, known));
        foreseen.put(account, preview.get());
        return answer;
    }

    private long nextOrdinal(String account) {
        return shop.engine()
                .accounts()
                .find(AccountId.of(account))
                .map(Account::nextOrdinal)
                .orElse(1L);
    }

    /** The documents of the account from an ordinal on, reminders left out. */
    private List<String> made(String account, long from) {
        AboEngine engine = shop.engine();
        return engine.documents().list(AccountId.of(account), from - 1, 10_000).stream()
                .filter(d -> d.type() != DocumentType.DUNNING_NOTICE)
                .map(d -> Foresight.written(d, engine.documents().lines(d.id())))
                .toList();
    }

    private Scenario command(String account, String what, Consumer<Desks> command) {
        requireNoSurprise();
        subject = account;
        chapter(what
                + actor.filter(a -> !(a instanceof Actor.Operator))
                        .map(a -> ", as " + a)
                        .orElse("")
                + key.map(k -> ", with key " + k).orElse(""));
        lastAnswer = List.of();
        foreseen.remove(account);
        open(account);
        List<String> before = Inventory.of(shop.store());
        try {
            command.accept(session());
        } catch (RuntimeException e) {
            refused = Optional.of(e);
            story.tell("refused: " + e);
            require(
                    Inventory.of(shop.store()).equals(before),
                    () -> "The refused command changed the store from\n" + before + "\nto\n"
                            + Inventory.of(shop.store()));
        }
        actor = Optional.empty();
        key = Optional.empty();
        reason = Optional.empty();
        look();
        return this;
    }

    private Desks session() {
        AboEngine engine = shop.engine();
        Session session = engine.as(actor.orElse(Actor.operator("shop")));
        session = reason.map(session::because).orElse(session);
        return key.map(session::withKey).orElse(session);
    }

    private void open(String account) {
        if (opened.add(account)) {
            Customer customer = customers.getOrDefault(account, Customer.customer(account));
            shop.engine().accounts().open(customer.account());
        }
    }

    private static String accountOf(String contract) {
        int colon = contract.indexOf(':');
        return colon < 0 ? contract : contract.substring(0, colon);
    }

    /** The id of a contract, named as in {@link #changesPlan}. */
    public SubscriptionId id(String contract) {
        return contract(contract).id();
    }

    /** The document with this printed number. */
    public DocumentId documentOf(String number) {
        return shop.engine().documents().byNumber(number).orElseThrow(() -> failure("There is no document " + number));
    }

    private Subscription contract(String name) {
        List<Subscription> all = shop.engine().subscriptions().list(AccountId.of(accountOf(name)));
        int colon = name.indexOf(':');
        int index = colon < 0 ? all.size() : Integer.parseInt(name.substring(colon + 1));
        require(index >= 1 && index <= all.size(), () -> "There is no contract " + name);
        return all.get(index - 1);
    }

    // --- runs ------------------------------------------------------------------------------------------------------

    /** Does what is due. If that was anything, a second run right after it must change nothing. */
    public Scenario runsBilling() {
        return runs(RunRequest.all(), "a run");
    }

    /** Does what is due for one account only. */
    public Scenario runsFor(String account) {
        subject = account;
        return runs(RunRequest.account(AccountId.of(account)), "a run for " + account);
    }

    /** The same while the customer waits at the screen. */
    public Scenario runsAtCheckoutOf(String account) {
        subject = account;
        return runs(
                RunRequest.account(AccountId.of(account)).withCustomerPresent(URI.create("https://shop.example/back")),
                "a run at the checkout of " + account);
    }

    /** A run at noon of each day from tomorrow through {@code lastDay}. */
    public Scenario runsEachDayThrough(String lastDay) {
        LocalDate last = LocalDate.parse(lastDay);
        while (shop.today().isBefore(last)) {
            at(shop.today().plusDays(1).atTime(12, 0));
            runsBilling();
        }
        return this;
    }

    private Scenario runs(RunRequest request, String what) {
        requireNoSurprise();
        chapter(what);
        Map<String, Long> known = new LinkedHashMap<>();
        Map<String, Foresight> expected = new LinkedHashMap<>();
        for (AccountId account : shop.engine().accounts().list(Optional.empty(), 10_000)) {
            if (request.account().map(account::equals).orElse(true)) {
                known.put(account.value(), nextOrdinal(account.value()));
                throughToday(account).ifPresent(f -> expected.put(account.value(), f));
            }
        }
        RunReport first = shop.engine().run(request);
        report = Optional.of(first);
        story.tell("report: billed " + first.accountsBilled() + ", documents " + first.documents() + ", payments "
                + first.payments() + ", reminders " + first.reminders());
        require(first.today().equals(shop.today()), () -> "The run was for " + first.today());
        require(first.busy() == 0, () -> "The run found " + first.busy() + " accounts busy");
        require(first.left() == 0, () -> "The run left " + first.left() + " accounts");
        broken.addAll(first.broken());
        first.broken().forEach(b -> story.tell("set aside: " + b));
        blocked = first.collectionBlocked();
        blocked.ifPresent(why -> story.tell("collection blocked: " + why));
        boolean isNews = look();
        expected.forEach((account, foresight) ->
                same("documents of " + account, foresight.sheets(), made(account, known.get(account))));
        known.forEach(this::isAsForeseen);
        if (isNews || saysItDidSomething(first) || blocked.isPresent()) {
            runsAgain(request);
        } else {
            story.nothingHappened();
        }
        return this;
    }

    /** What the account's preview says of today; nothing if it says that there is something wrong. */
    private Optional<Foresight> throughToday(AccountId account) {
        try {
            return Optional.of(Foresight.of(shop.engine().accounts().preview(account, shop.today())));
        } catch (RuntimeException e) {
            story.tell("no preview of " + account + ": " + e);
            return Optional.empty();
        }
    }

    /** What the account's last command foresaw of its next day, if that day has come and nothing came between. */
    private void isAsForeseen(String account, long from) {
        Optional<LocalDate> nextOn = Optional.ofNullable(foreseen.get(account)).flatMap(Preview::nextOn);
        if (nextOn.map(day -> day.isEqual(shop.today())).orElse(false)) {
            Preview preview = Objects.requireNonNull(foreseen.remove(account));
            same(
                    "documents of " + account + " that the last command foresaw",
                    Foresight.of(preview.next()).sheets(),
                    made(account, from));
        }
    }

    private void runsAgain(RunRequest request) {
        List<String> once = Inventory.of(shop.store());
        RunReport second = shop.engine().run(request);
        List<String> twice = Inventory.of(shop.store());
        require(once.equals(twice), () -> "A second run changed the store from\n" + once + "\nto\n" + twice);
        require(!saysItDidSomething(second), () -> "A second run says it did something: " + second);
    }

    private static boolean saysItDidSomething(RunReport report) {
        return report.accountsBilled() > 0
                || report.documents() > 0
                || report.reminders() > 0
                || report.eventsDelivered() > 0
                || !report.payments().isEmpty()
                || !report.broken().isEmpty();
    }

    // --- what the gateway tells ------------------------------------------------------------------------------------

    /** Tells the engine what the gateway told. */
    public Scenario gives(GatewayNotice notice) {
        return notice(notice, "notice: " + notice.outcome(), true);
    }

    /** Tells the engine the same once more, which must not matter. */
    public Scenario givesAgain(GatewayNotice notice) {
        return notice(notice, "the same notice again: " + notice.outcome(), false);
    }

    private Scenario notice(GatewayNotice notice, String what, boolean isNew) {
        requireNoSurprise();
        chapter(what);
        foreseen.clear();
        List<String> before = Inventory.of(shop.store());
        boolean taken = shop.engine().payments().notice(notice);
        require(taken == isNew, () -> "The notice was taken as " + (taken ? "new" : "known"));
        require(isNew || Inventory.of(shop.store()).equals(before), () -> "A notice that was known changed the store");
        look();
        return this;
    }

    /** The newest charge of this account comes through after all. */
    public Scenario gatewaySettles(String account) {
        subject = account;
        return gives(shop.sandbox().settle(lastKeyOf(account)));
    }

    /** The newest charge of this account fails after all. */
    public Scenario gatewayFails(String account) {
        subject = account;
        return gives(shop.sandbox().fail(lastKeyOf(account)));
    }

    /** The customer's bank takes the newest charge back. */
    public Scenario bankReturns(String account, String reasonCode) {
        subject = account;
        return gives(shop.sandbox().giveBack(lastKeyOf(account), reasonCode));
    }

    /** Something happens at the gateway that nobody hears of. */
    public Scenario beforeTheGatewayTells(Consumer<Scenario> what) {
        what.accept(this);
        return this;
    }

    /** For a test that has to ask the gateway itself. */
    public SandboxGateway sandbox() {
        return shop.sandbox();
    }

    /** The key of the newest charge that the sandbox heard of. */
    public IdempotencyKey lastKeyOf(String account) {
        return shop.sandbox().lastKeyOf(account).orElseThrow(() -> failure("The gateway never heard of " + account));
    }

    // --- what came of it -------------------------------------------------------------------------------------------

    /** What follows is asked of this account. */
    public Scenario account(String account) {
        subject = account;
        return this;
    }

    /** The next document is an invoice with these lines. */
    public Scenario isInvoiced(String... lines) {
        return document(DocumentType.INVOICE, DocumentState.FINALIZED, lines);
    }

    /** The next document is a credit note with these lines. */
    public Scenario isCredited(String... lines) {
        return document(DocumentType.CREDIT_NOTE, DocumentState.FINALIZED, lines);
    }

    /** The next document is a cancelling document with these lines. */
    public Scenario isCancelled(String... lines) {
        return document(DocumentType.CANCELLATION, DocumentState.FINALIZED, lines);
    }

    /** The draft was given up: the next document is it, with these lines. */
    public Scenario isDiscarded(String... lines) {
        return document(DocumentType.INVOICE, DocumentState.CANCELLED, lines);
    }

    /** The next document, an invoice with these lines, was taken back by a cancelling document. */
    public Scenario isTakenBack(String... lines) {
        return document(DocumentType.INVOICE, DocumentState.CANCELLED, lines);
    }

    /** The next document is the draft of a credit note with these lines. */
    public Scenario isDraftedAsCredit(String... lines) {
        return document(DocumentType.CREDIT_NOTE, DocumentState.DRAFT, lines);
    }

    /** The next document is the draft of an invoice with these lines. It is to be invoiced or credited later. */
    public Scenario isDrafted(String... lines) {
        return document(DocumentType.INVOICE, DocumentState.DRAFT, lines);
    }

    private Scenario document(DocumentType type, DocumentState state, String... lines) {
        Document document = nextDocument(type + " with " + List.of(lines));
        List<String> expected = List.of(lines).stream().map(Wording::plain).toList();
        List<String> found = linesOf(document);
        require(
                document.type() == type && document.state() == state && found.equals(expected),
                () -> "Expected of " + subject + ": " + state + " " + type + "\n    " + String.join("\n    ", expected)
                        + "\nbut it is: " + document.state() + " " + document.type() + "\n    "
                        + String.join("\n    ", found));
        return this;
    }

    /** The next document is a reminder of these: {@code "RE-2025-000001 level 1 friendly EUR 10.00"}. */
    public Scenario isReminded(String... claims) {
        Document notice = nextDocument("reminder of " + List.of(claims));
        List<String> found = remindersOf(notice);
        List<String> expected = List.of(claims).stream().map(Wording::plain).toList();
        require(
                notice.type() == DocumentType.DUNNING_NOTICE && found.equals(expected),
                () -> "Expected that " + subject + " is reminded of\n    " + String.join("\n    ", expected)
                        + "\nbut the next document is " + notice.type() + "\n    " + String.join("\n    ", found)
                        + String.join("\n    ", linesOf(notice)));
        return this;
    }

    private Document nextDocument(String expected) {
        require(refused.isEmpty(), () -> "Expected " + expected + ", but the command was refused: " + refused.get());
        Optional<Document> next = documents.stream()
                .filter(d -> d.id().account().value().equals(subject))
                .findFirst();
        require(
                next.isPresent(),
                () -> "Expected of " + subject + ": " + expected + ", but there is no other document");
        documents.remove(next.get());
        lastDocument = next;
        return next.get();
    }

    /** The reminder asks for this fee. */
    public Scenario withFee(String amount) {
        return same("fee of the notice", Money.parse(amount), current().gross());
    }

    public Scenario withoutFee() {
        return same("fee of the notice", true, current().gross().isZero());
    }

    /** The document's total with tax. */
    public Scenario totalling(String gross) {
        return same("gross of the document", Money.parse(gross), current().gross());
    }

    /** The document's taxes by rate: {@code "standard 19% of EUR 10.00 is EUR 1.90"}. */
    public Scenario taxed(String... groups) {
        return same(
                "taxes of the document",
                List.of(groups).stream().map(Wording::plain).toList(),
                current().taxes().stream().map(Wording::of).toList());
    }

    /** What the customer is asked for after customer credit was used. */
    public Scenario askingFor(String amount) {
        return same("amount due", Money.parse(amount), current().amountDue());
    }

    public Scenario plannedOn(String day) {
        return same(
                "day the document was planned on",
                LocalDate.parse(day),
                current().plannedOn());
    }

    public Scenario issuedOn(String day) {
        return same(
                "date of issue", Optional.of(LocalDate.parse(day)), current().issuedOn());
    }

    public Scenario dueOn(String day) {
        return same("due date", Optional.of(LocalDate.parse(day)), current().dueOn());
    }

    public Scenario numbered(String number) {
        return same("number", Optional.of(number), numberOf(current().id()));
    }

    /** The credit note names the document it corrects. */
    public Scenario correcting(String number) {
        return same(
                "corrected document", Optional.of(number), current().corrects().flatMap(this::numberOf));
    }

    /** The document as the store has it now, not as it was when it was made. */
    private Document current() {
        Document document = lastDocument.orElseThrow(() -> failure("No document was asked about yet"));
        return shop.engine().documents().find(document.id()).orElseThrow();
    }

    /** The last command answered with the document that was asked about last, and no other. */
    public Scenario answeredWithIt() {
        return same("documents in the answer", List.of(current().id()), lastAnswer);
    }

    /** The money came in: the account's next news of an attempt. */
    public Scenario isCollected(String amount) {
        attempt(AttemptState.SETTLED, amount);
        return same("kind of the attempt", false, lastAttempt.orElseThrow().isRefund());
    }

    /** The gateway gave money back. */
    public Scenario isRefunded(String amount) {
        attempt(AttemptState.SETTLED, amount);
        return same("kind of the attempt", true, lastAttempt.orElseThrow().isRefund());
    }

    /** The gateway would not give money back. */
    public Scenario isNotRefunded(String amount) {
        attempt(AttemptState.DECLINED, amount);
        return same("kind of the attempt", true, lastAttempt.orElseThrow().isRefund());
    }

    /** The gateway works on it. */
    public Scenario isPending(String amount) {
        return attempt(AttemptState.PENDING, amount);
    }

    public Scenario isDeclined(String amount) {
        return attempt(AttemptState.DECLINED, amount);
    }

    /** The gateway was asked, and what it answered is not known. */
    public Scenario isUnanswered(String amount) {
        return attempt(AttemptState.SENT, amount);
    }

    public Scenario isUnresolved(String amount) {
        return attempt(AttemptState.UNRESOLVED, amount);
    }

    public Scenario isReturned(String amount) {
        return attempt(AttemptState.RETURNED, amount);
    }

    /** Never sent, and never will be. */
    public Scenario isWithdrawn(String amount) {
        return attempt(AttemptState.WITHDRAWN, amount);
    }

    private Scenario attempt(AttemptState state, String amount) {
        Optional<PaymentAttempt> next = attempts.stream()
                .filter(a -> a.document().account().value().equals(subject))
                .findFirst();
        require(
                next.isPresent(),
                () -> "Expected an attempt to collect " + amount + " of " + subject + " that is " + state
                        + ", but there is no news of one");
        attempts.remove(next.get());
        lastAttempt = next;
        require(
                next.get().state() == state && next.get().amount().equals(Money.parse(amount)),
                () -> "Expected an attempt to collect " + amount + " of " + subject + " that is " + state
                        + ", but it is: " + Wording.of(next.get()));
        return this;
    }

    /** The attempt asked about last was for money to move on this day. */
    public Scenario toBeCollectedOn(String day) {
        PaymentAttempt attempt = lastAttempt.orElseThrow(() -> failure("No attempt was asked about yet"));
        return same("day of collection", LocalDate.parse(day), attempt.collectOn());
    }

    public Scenario byWayOf(PaymentMethodKind method) {
        PaymentAttempt attempt = lastAttempt.orElseThrow(() -> failure("No attempt was asked about yet"));
        return same("way of paying", method, attempt.method());
    }

    /** What is open, less customer credit. */
    public Scenario owes(String amount) {
        return same(
                "what " + subject + " owes",
                Money.parse(amount),
                shop.engine().accounts().balance(AccountId.of(subject)));
    }

    /** The account's customer credit. */
    public Scenario hasCredit(String amount) {
        Account account = shop.engine().accounts().find(AccountId.of(subject)).orElseThrow();
        return same("credit of " + subject, Money.parse(amount), account.credit());
    }

    /** The money that the sandbox ever took from the account and that did not go back. */
    public Scenario hasPaidThroughGateway(String amount) {
        Money expected = Money.parse(amount);
        SandboxGateway sandbox = shop.sandbox();
        return same(
                "money moved by the gateway",
                expected,
                sandbox.captured(subject, expected.currency())
                        .minus(sandbox.returned(subject, expected.currency()))
                        .minus(sandbox.refunded(subject, expected.currency())));
    }

    /** The latest contract of the account stands so. */
    public Scenario contractIs(SubscriptionState state) {
        return same("state of the contract", state, contract(subject).state());
    }

    /** A contract stands so. */
    public Scenario contractIs(String contract, SubscriptionState state) {
        return same("state of " + contract, state, contract(contract).state());
    }

    /** The first day without service of a contract. */
    public Scenario endsOn(String contract, String day) {
        return same(
                "end of " + contract,
                Optional.of(LocalDate.parse(day)),
                contract(contract).endOn());
    }

    /** A contract has no end that is known. */
    public Scenario hasNoEnd(String contract) {
        return same("end of " + contract, Optional.empty(), contract(contract).endOn());
    }

    /** What the customer who ended the contract is told, in this language. */
    public Scenario isConfirmed(String contract, Language language, String text) {
        return same(
                "receipt of " + contract,
                Optional.of(text),
                shop.engine().subscriptions().receipt(id(contract)).map(r -> r.text(language)));
    }

    public Scenario hasNoReceipt(String contract) {
        return same(
                "receipt of " + contract,
                Optional.empty(),
                shop.engine().subscriptions().receipt(id(contract)));
    }

    /** The document that was asked about last reads so, among other things. */
    public Scenario reads(Language language, String... words) {
        String text = shop.engine().documents().text(current().id(), language);
        for (String word : words) {
            require(text.contains(word), () -> "Expected '" + word + "' in the document, but it reads\n" + text);
        }
        return this;
    }

    /** How far the document that was asked about last is paid. */
    public Scenario paymentIs(PaymentState state) {
        return same("payment state", state, current().paymentState());
    }

    /** The document that was asked about last stands so. */
    public Scenario documentIs(DocumentState state) {
        return same("state of the document", state, current().state());
    }

    public Scenario mayUse(String product) {
        AccessDesk.Answer answer = shop.engine().access().check(subject, product);
        return same("access to " + product + " (" + answer + ")", true, answer.granted());
    }

    public Scenario mayUse(String product, AccessReason reason) {
        mayUse(product);
        AccessDesk.Answer answer = shop.engine().access().check(subject, product);
        return same("reason of access", Optional.of(reason), answer.reason());
    }

    /** The product may be used, and this is the first day without it. */
    public Scenario mayUseUntil(String product, String day) {
        mayUse(product);
        AccessDesk.Answer answer = shop.engine().access().check(subject, product);
        return same("end of access", Optional.of(LocalDate.parse(day)), answer.until());
    }

    public Scenario mayNotUse(String product, AccessReason reason) {
        AccessDesk.Answer answer = shop.engine().access().check(subject, product);
        same("access to " + product + " (" + answer + ")", false, answer.granted());
        return same("reason of access", Optional.of(reason), answer.reason());
    }

    /** The last step told subscribers of these about the account, among others, in this order. */
    public Scenario tells(EventType... types) {
        List<EventType> told = lastEvents.stream()
                .filter(e -> e.account().value().equals(subject))
                .map(Event::type)
                .toList();
        int from = 0;
        for (EventType type : types) {
            int at = told.subList(from, told.size()).indexOf(type);
            require(at >= 0, () -> "Expected the events " + List.of(types) + " in this order, but there were " + told);
            from += at + 1;
        }
        return this;
    }

    public Scenario doesNotTell(EventType type) {
        return same(
                "number of events " + type,
                0L,
                lastEvents.stream()
                        .filter(e -> e.account().value().equals(subject))
                        .filter(e -> e.type() == type)
                        .count());
    }

    /** Nothing came of the steps since what was asked about last. */
    public Scenario nothingHappens() {
        requireNoSurprise();
        require(unasked().isEmpty(), () -> "Nothing should have happened, but:\n    " + unaskedText());
        return this;
    }

    // --- what would come of it -------------------------------------------------------------------------------------

    /** What would come of this command, if the shop gave it now. It is not given. */
    public Scenario imagines(String contract, Function<SubscriptionId, Command> wanted) {
        requireNoSurprise();
        subject = accountOf(contract);
        imagined = Optional.of(shop.engine().subscriptions().preview(wanted.apply(id(contract))));
        return this;
    }

    /** The one document that would be made at once has these lines. */
    public Scenario wouldBill(String... lines) {
        return same(
                "documents at once", List.of(plain(lines)), sheets(imagined().now()));
    }

    /** Nothing would be billed or given back at once. */
    public Scenario wouldBillNothing() {
        return same("documents at once", List.of(), sheets(imagined().now()));
    }

    /** The next document would be made on this day and have these lines. */
    public Scenario wouldNextBill(String day, String... lines) {
        same("next day", Optional.of(LocalDate.parse(day)), imagined().nextOn());
        return same("next documents", List.of(plain(lines)), sheets(imagined().next()));
    }

    /** Nothing would ever be billed again. */
    public Scenario wouldNeverBillAgain() {
        return same("next day", Optional.empty(), imagined().nextOn());
    }

    /** What would have to be paid at once. */
    public Scenario wouldAskFor(String amount) {
        return same("due at once", Money.parse(amount), imagined().dueNow());
    }

    /** "If you cancel today you are out on …" */
    public Scenario wouldEndOn(String day) {
        return same("end", Optional.of(LocalDate.parse(day)), imagined().endOn());
    }

    /** The documents of the account through a day would have these lines; those of one document in one text. */
    public Scenario wouldBillThrough(String account, String day, String... documents) {
        List<Preview.Sheet> sheets = shop.engine().accounts().preview(AccountId.of(account), LocalDate.parse(day));
        return same(
                "documents through " + day,
                List.of(documents).stream().map(Wording::plain).toList(),
                sheets.stream()
                        .map(s -> s.document().plannedOn() + ": " + String.join(", ", wordings(s)))
                        .toList());
    }

    private Preview imagined() {
        return imagined.orElseThrow(() -> failure("Nothing was imagined"));
    }

    private static List<String> plain(String... lines) {
        return List.of(lines).stream().map(Wording::plain).toList();
    }

    private static List<List<String>> sheets(List<Preview.Sheet> sheets) {
        return sheets.stream().map(Scenario::wordings).toList();
    }

    private static List<String> wordings(Preview.Sheet sheet) {
        return sheet.lines().stream().map(Wording::of).toList();
    }

    // --- refusals --------------------------------------------------------------------------------------------------

    /** The last command was refused for this reason, with words that hold this. */
    public Scenario isRefused(Refusal refusal, String words) {
        RuntimeException found = takeRefusal("a refusal, " + refusal);
        require(
                found instanceof CommandRefusedException e
                        && e.refusal() == refusal
                        && e.getMessage().contains(words),
                () -> "Expected a refusal, " + refusal + " with '" + words + "', but it is " + found);
        return this;
    }

    /** The last command was no good: the field, and words of the reason. */
    public Scenario isInvalid(String field, String words) {
        RuntimeException found = takeRefusal("a complaint about " + field);
        require(
                found instanceof InvalidRequestException e
                        && e.field().equals(field)
                        && e.reason().contains(words),
                () -> "Expected a complaint about " + field + " with '" + words + "', but it is " + found);
        return this;
    }

    /** The last command failed so, with words that hold this. */
    public Scenario fails(Class<? extends RuntimeException> type, String words) {
        RuntimeException found = takeRefusal("a failure, " + type.getSimpleName());
        require(
                type.isInstance(found) && Objects.toString(found.getMessage()).contains(words),
                () -> "Expected " + type.getSimpleName() + " with '" + words + "', but it is " + found);
        return this;
    }

    private RuntimeException takeRefusal(String expected) {
        RuntimeException found = refused.orElseThrow(() -> failure("Expected " + expected + ", but all went well"));
        refused = Optional.empty();
        return found;
    }

    /** The last run set this account aside, with words of the reason. */
    public Scenario setsAside(String account, String words) {
        Optional<RunReport.Broken> found = broken.stream()
                .filter(b -> b.account().value().equals(account) && b.error().contains(words))
                .findFirst();
        require(
                found.isPresent(),
                () -> "Expected that " + account + " is set aside for '" + words + "', but the run set aside "
                        + broken);
        broken.remove(found.get());
        return this;
    }

    /** The last run sent nothing to any gateway and says why. */
    public Scenario sendsNothing(String words) {
        require(
                blocked.filter(why -> why.contains(words)).isPresent(),
                () -> "Expected that nothing is sent because '" + words + "', but it is " + blocked);
        blocked = Optional.empty();
        return this;
    }

    /** The last run's report says this of its payments. */
    public Scenario reports(Consumer<List<PaymentOutcome>> payments) {
        return checking(() -> payments.accept(
                report.orElseThrow(() -> failure("There was no run")).payments()));
    }

    /** Anything else to be asked of a new engine. */
    public Scenario sees(Consumer<AboEngine> question) {
        return checking(() -> question.accept(shop.engine()));
    }

    private Scenario checking(Runnable check) {
        try {
            check.run();
        } catch (AssertionError e) {
            throw failure(e.getMessage(), e);
        }
        return this;
    }

    /** All documents, reminders and attempts were asked about, and the books are right. */
    public void andNothingElseHappened() {
        requireNoSurprise();
        require(unasked().isEmpty(), () -> "Nothing else should have happened, but:\n    " + unaskedText());
        List<String> findings = new ArrayList<>(Audit.of(shop.store()));
        if (shop.collectsThroughSandbox()) {
            findings.addAll(Audit.of(shop.store(), shop.sandbox()));
        }
        require(findings.isEmpty(), () -> "The books are wrong:\n    " + String.join("\n    ", findings));
    }

    // --- looking ---------------------------------------------------------------------------------------------------

    /** Takes in what is new. Returns whether anything is. */
    private boolean look() {
        AboEngine engine = shop.engine();
        int known = documents.size() + attempts.size();
        lastEvents.clear();
        for (AccountId account : engine.accounts().list(Optional.empty(), 10_000)) {
            for (Document document : engine.documents().list(account)) {
                boolean isNew =
                        isNews("document " + document.id(), document.state().name());
                if (isNew) {
                    documents.add(document);
                    tell(document);
                }
            }
            for (PaymentAttempt attempt : engine.payments().attempts(account)) {
                boolean isNew =
                        isNews("attempt " + attempt.id(), attempt.state().name());
                if (isNew && attempt.state() != AttemptState.INTENDED) {
                    attempts.add(attempt);
                    story.tell(account + ": " + Wording.of(attempt));
                }
            }
            List<Posting> postings = engine.payments().postings(account);
            postings.subList(lastPosting.getOrDefault(account, 0), postings.size())
                    .forEach(p -> story.tell(account + ": " + Wording.of(p)));
            lastPosting.put(account, postings.size());
            List<Event> events = engine.events().list(account, lastEvent.getOrDefault(account, 0L), 10_000);
            if (!events.isEmpty()) {
                story.tell(account + ": tells "
                        + String.join(
                                ", ", events.stream().map(e -> e.type().text()).toList()));
                lastEvent.put(account, events.get(events.size() - 1).ordinal());
                lastEvents.addAll(events);
            }
        }
        return documents.size() + attempts.size() > known || !lastEvents.isEmpty();
    }

    private boolean isNews(String thing, String state) {
        return !state.equals(seen.put(thing, state));
    }

    private void tell(Document document) {
        story.tell(document.id().account() + ": " + document.state() + " " + document.type() + " "
                + numberOf(document.id()).orElse("") + " planned " + document.plannedOn()
                + document.issuedOn().map(d -> " issued " + d).orElse("")
                + document.dueOn().map(d -> " due " + d).orElse("") + " gross " + document.gross());
        linesOf(document).forEach(line -> story.tell("    " + line));
        remindersOf(document).forEach(line -> story.tell("    " + line));
    }

    private List<String> linesOf(Document document) {
        return shop.engine().documents().lines(document.id()).stream()
                .map(Wording::of)
                .toList();
    }

    private List<String> remindersOf(Document document) {
        return document.reminded().stream()
                .map(r -> Wording.of(r, numberOf(r.document())))
                .toList();
    }

    private Optional<String> numberOf(DocumentId id) {
        return shop.engine().documents().number(id);
    }

    private List<String> unasked() {
        List<String> all = new ArrayList<>();
        documents.forEach(
                d -> all.add(d.id().account() + ": " + d.state() + " " + d.type() + " " + linesOf(d) + remindersOf(d)));
        attempts.forEach(a -> all.add(a.document().account() + ": " + Wording.of(a)));
        broken.forEach(b -> all.add("set aside: " + b));
        blocked.ifPresent(why -> all.add("collection blocked: " + why));
        return all;
    }

    private String unaskedText() {
        return String.join("\n    ", unasked());
    }

    // --- failing ---------------------------------------------------------------------------------------------------

    private void chapter(String what) {
        LocalDateTime wall =
                LocalDateTime.ofInstant(shop.clock().instant(), shop.settings().zone());
        story.chapter(wall.toLocalDate() + " " + TIME.format(wall), what);
    }

    private void requireNoSurprise() {
        refused.ifPresent(e -> {
            throw failure("The last command was refused: " + e, e);
        });
    }

    private Scenario same(String what, Object expected, Object found) {
        require(expected.equals(found), () -> what + ": expected " + expected + ", but it is " + found);
        return this;
    }

    private interface Text {
        String text();
    }

    private void require(boolean fine, Text otherwise) {
        if (!fine) {
            throw failure(otherwise.text());
        }
    }

    private AssertionError failure(String message) {
        return new AssertionError(message + "\n\nThe story so far:\n" + story);
    }

    private AssertionError failure(String message, Throwable cause) {
        return new AssertionError(message + "\n\nThe story so far:\n" + story, cause);
    }
}
