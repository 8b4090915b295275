package io.aboengine.account;

import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.UsagePrice;
import io.aboengine.charge.LineId;
import io.aboengine.charge.UsageRecord;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.DocumentState;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.PayOut;
import io.aboengine.invoice.Placement;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.party.AccountId;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.subscription.ScheduledChange;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.Timeline;
import io.aboengine.tax.TaxCategory;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** The life of one account: commands on some days, runs on some days. No store, no gateway. */
final class Life {
    static final LocalDate BIRTH = LocalDate.of(2024, 1, 31);

    private Rules rules;
    private final Ledger ledger;
    private final List<SubscriptionId> contracts = new ArrayList<>();
    private final Set<Step.What> done = EnumSet.noneOf(Step.What.class);
    private final List<Done> commands = new ArrayList<>();
    private LocalDate today = BIRTH;
    private final List<String> journal = new ArrayList<>();
    private final Optional<Narrator> narrator;
    private int refused;
    private boolean repriced;

    /**
     * A command that was not refused.
     *
     * @param before the contract it was given to, as it was
     */
    record Done(LocalDate on, Command command, Optional<Subscription> before) {}

    Life(AccountId id, Rules rules) {
        this(id, rules, Optional.empty());
    }

    /** @param narrator who tells the bookkeeper of it */
    Life(AccountId id, Rules rules, Optional<Narrator> narrator) {
        this.rules = rules;
        this.narrator = narrator;
        ledger = new Ledger(Shop.account(id, PaymentMethod.of(PaymentMethodKind.CARD, "tok-0"), rules));
    }

    /** The same life up to now, from which another one may go on. */
    Life(Life other) {
        rules = other.rules;
        narrator = Optional.empty();
        ledger = new Ledger(other.ledger);
        contracts.addAll(other.contracts);
        done.addAll(other.done);
        commands.addAll(other.commands);
        journal.addAll(other.journal);
        today = other.today;
        refused = other.refused;
        repriced = other.repriced;
    }

    Rules rules() {
        return rules;
    }

    Ledger ledger() {
        return ledger;
    }

    LocalDate today() {
        return today;
    }

    Moment now() {
        return Shop.noon(today);
    }

    List<SubscriptionId> contracts() {
        return contracts;
    }

    /** What was done and not refused. */
    Set<Step.What> done() {
        return done;
    }

    int refused() {
        return refused;
    }

    List<Done> commands() {
        return commands;
    }

    void waitUntil(LocalDate day) {
        today = day;
    }

    AccountChange advance() {
        journal.add(today + " run");
        AccountChange change = Advance.advance(seen(), rules, now());
        ledger.apply(change);
        narrator.ifPresent(n -> n.ran(today));
        return change;
    }

    /** Time passes, somebody runs or not, the command of the step is given, and the day is run. */
    void live(Step step) {
        LocalDate day = today.plusDays(step.after());
        if (step.ran() && step.after() > 0) {
            waitUntil(day.minusDays(1));
            advance();
        }
        waitUntil(day);
        give(step);
        advance();
    }

    /** Lets time pass with a run on every day before this one. */
    Life on(String day) {
        runEveryDayBefore(LocalDate.parse(day));
        return this;
    }

    /** Runs today and every day before this one. The day of a command is run after it. */
    void runEveryDayBefore(LocalDate day) {
        for (LocalDate each = today; each.isBefore(day); each = each.plusDays(1)) {
            waitUntil(each);
            advance();
        }
        waitUntil(day);
    }

    /** Gives a command that is not refused. */
    Decide.Decision order(Command command) {
        Decide.Decision decision = Decide.decide(reaching(command), rules, command, Shop.BY_OPERATOR, now());
        ledger.apply(decision.change());
        narrator.ifPresent(n -> n.agreed(this, command, decision));
        decision.subscription().filter(id -> !contracts.contains(id)).ifPresent(contracts::add);
        return decision;
    }

    /** What has to be so before the step's command can be given: a catalogue with other prices, say. */
    void prepare(Step step) {
        if (step.what() == Step.What.MIGRATE_PRICE && !repriced) {
            repriced = true;
            rules = Shop.repriced(rules);
            advance();
        }
    }

    /** Gives the command of the step, if there is something it can be given to. True if it changed something. */
    boolean give(Step step) {
        prepare(step);
        Optional<Command> command = command(step);
        if (command.isEmpty()) {
            return false;
        }
        journal.add(today + " " + inWords(command.get()));
        Optional<Decide.Decision> decision = decide(reaching(command.get()), command.get(), given(step));
        if (decision.isEmpty()) {
            journal.set(journal.size() - 1, today + " refused: " + inWords(command.get()));
            refused++;
            return false;
        }
        commands.add(new Done(today, command.get(), contractOf(command.get())));
        ledger.apply(decision.get().change());
        narrator.ifPresent(n -> n.agreed(this, command.get(), decision.get()));
        decision.get().subscription().filter(id -> !contracts.contains(id)).ifPresent(contracts::add);
        done.add(step.what());
        return true;
    }

    private Optional<Subscription> contractOf(Command command) {
        return command instanceof Command.OfContract contract
                ? Optional.of(ledger.subscription(contract.subscription()))
                : Optional.empty();
    }

    private static Decide.Given given(Step step) {
        return new Decide.Given(Shop.BY_OPERATOR.actor(), Optional.empty(), step.joined());
    }

    /** What a store would load for a run. */
    private AccountSnapshot seen() {
        return Advance.reaching(ledger.alive(today), reach -> ledger.reaching(reach, today));
    }

    /** What a store would load for the command. */
    AccountSnapshot reaching(Command command) {
        return Decide.reaching(ledger.alive(today), command, now(), reach -> ledger.reaching(reach, today));
    }

    /** What the command leads to; empty if it is refused. */
    private Optional<Decide.Decision> decide(AccountSnapshot account, Command command, Decide.Given given) {
        try {
            return Optional.of(Decide.decide(account, rules, command, given, now()));
        } catch (CommandRefusedException | InvalidRequestException | UnknownSubscriptionException e) {
            return Optional.empty();
        }
    }

    /** What the step's command would lead to; empty if it is none or would be refused. */
    Optional<Preview> preview(Step step) {
        return command(step).flatMap(command -> {
            try {
                return Optional.of(Decide.preview(reaching(command), rules, command, given(step), now()));
            } catch (CommandRefusedException | InvalidRequestException | UnknownSubscriptionException e) {
                return Optional.empty();
            }
        });
    }

    /** What would be billed up to this day. */
    List<Preview.Sheet> previewThrough(LocalDate day) {
        return Preview.through(ledger.alive(today), rules, now(), day);
    }

    /** The documents that were made since the account's next ordinal was this one, with their lines. */
    List<Preview.Sheet> sheetsFrom(long ordinal) {
        return ledger.documents().stream()
                .filter(document -> document.id().ordinal() >= ordinal)
                .map(document -> new Preview.Sheet(document, linesOf(document.id())))
                .toList();
    }

    Optional<AccountChange> changeOf(AccountSnapshot account, Command command, Step step) {
        return decide(account, command, given(step)).map(Decide.Decision::change);
    }

    Optional<Command> command(Step step) {
        AccountId account = ledger.account().id();
        return switch (step.what()) {
            case NOTHING -> Optional.empty();
            case SUBSCRIBE,
                    SUBSCRIBE_LATER,
                    SUBSCRIBE_BACKDATED,
                    SUBSCRIBE_ANCHORED,
                    SUBSCRIBE_FOR_LESS,
                    SUBSCRIBE_FOR_A_TIME,
                    TAKE_OVER -> Optional.of(subscribe(step));
            case ADD_ON -> contract(step).map(base -> subscribe(step).addOnTo(base));
            case CHANGE_PLAN, CHANGE_BACK, CALL_OFF, CHANGE_QUANTITY, CHANGE_PRICE, CHANGE_DISCOUNTS ->
                contract(step).flatMap(id -> change(id, step));
            case WITHDRAW_CHANGE -> contract(step).map(Command.WithdrawChange::new);
            case MIGRATE_PRICE -> contract(step).map(id -> new Command.MigratePrice(id, today.plusDays(step.offset())));
            case PAUSE -> contract(step).map(id -> Command.Pause.now(id).when(timing(step)));
            case PAUSE_UNTIL ->
                contract(step)
                        .map(id -> Command.Pause.now(id).when(timing(step)).until(goesOn(step)));
            case PAUSE_EXTENDING ->
                contract(step)
                        .map(id -> Command.Pause.now(id).when(timing(step)).extending())
                        .map(pause -> step.number() % 3 == 0 ? pause : pause.until(goesOn(step)));
            case PAUSE_SERVICE ->
                contract(step)
                        .map(id -> Command.Pause.now(id).when(timing(step)).withBillingGoingOn())
                        .map(pause -> step.number() % 2 == 0 ? pause : pause.until(goesOn(step)));
            case RESUME ->
                contract(step)
                        .map(id ->
                                new Command.Resume(id, step.when() == Step.When.LATER ? timing(step) : Timing.now()));
            case SKIP -> contract(step).map(Command.Skip::period);
            case SKIP_DELIVERY -> contract(step).map(id -> new Command.Skip(id, Command.Skipped.DELIVERY));
            case BILLING_DAY ->
                Optional.of(new Command.SetBillingDay(
                        account, List.of(1, 5, 15, 28, 30, 31).get(step.number() % 6)));
            case CANCEL -> contract(step).map(id -> new Command.Cancel(id, timing(step), Command.PaidDays.CREDIT));
            case CANCEL_REFUNDING ->
                contract(step).map(id -> new Command.Cancel(id, timing(step), Command.PaidDays.REFUND));
            case CANCEL_KEEPING ->
                contract(step).map(id -> new Command.Cancel(id, timing(step), Command.PaidDays.NONE));
            case REVOKE -> contract(step).map(Command.RevokeCancellation::new);
            case WITHDRAW -> contract(step).map(id -> new Command.Withdraw(id, step.number() % 2 == 0));
            case USE -> contract(step).flatMap(id -> use(id, step, step.offset() % 4));
            case USE_LATE -> contract(step).flatMap(id -> use(id, step, step.offset()));
            case CHARGE -> Optional.of(charge(account, step));
            case BILL_NOW -> Optional.of(new Command.BillNow(account));
            case CREDIT_PART ->
                document(step)
                        .map(id -> payingOut(step, Command.CreditNote.of(id).amount(little(step))));
            case CREDIT_LINE ->
                document(step)
                        .map(id -> payingOut(step, Command.CreditNote.of(id).line(1 + step.plan() % 2)))
                        .map(note -> step.number() % 3 == 0 ? note.amount(little(step)) : note);
            case CREDIT_WHOLE -> document(step).map(id -> payingOut(step, Command.CreditNote.of(id)));
            case CANCEL_DOCUMENT ->
                document(step)
                        .map(id -> new Command.CancelDocument(
                                id, step.number() % 2 == 0 ? PayOut.CREDIT : PayOut.REFUND, false));
            case REISSUE ->
                document(step).map(id -> Command.CancelDocument.of(id).reissued());
            case WRITE_OFF ->
                document(step)
                        .map(id -> new Command.WriteOff(
                                id, step.number() % 2 == 0 ? Optional.empty() : Optional.of(little(step))));
            case REFUND ->
                document(step)
                        .map(id -> new Command.Refund(
                                id, step.number() % 2 == 0 ? Optional.empty() : Optional.of(amount(step))));
            case FINALISE_DRAFT -> draft(step).map(id -> new Command.SettleDraft(id, false));
            case DISCARD_DRAFT -> draft(step).map(id -> new Command.SettleDraft(id, true));
            case HOLD_BILLING -> Optional.of(new Command.SetHolds(account, List.of(Hold.BILLING)));
            case RELEASE -> Optional.of(new Command.SetHolds(account, List.of()));
            case DISCOUNT_DOCUMENTS ->
                Optional.of(new Command.GrantDiscount(account, step.number() % 2 == 0 ? "loyal" : "summer"));
            case PAY -> Optional.of(new Command.ReceivePayment(account, amount(step), Optional.empty()));
            case PAY_DOCUMENT ->
                document(step).map(id -> new Command.ReceivePayment(account, amount(step), Optional.of(id)));
            case GRANT -> Optional.of(new Command.GrantCredit(account, amount(step), "sorry"));
            case PAY_ANOTHER_WAY ->
                Optional.of(new Command.ChangePaymentMethod(
                        account, methods().get(step.number() % methods().size())));
        };
    }

    private Command.Subscribe subscribe(Step step) {
        Plan plan = rules.catalog()
                .plans()
                .get(step.plan() % rules.catalog().plans().size());
        Command.Subscribe subscribe = Command.Subscribe.to(ledger.account().id(), plan.id())
                .quantity(step.number() % 3 == 0 ? quantity(step) : BigDecimal.ONE);
        return switch (step.what()) {
            case SUBSCRIBE_LATER -> subscribe.startOn(today.plusDays(1 + step.offset() % 20));
            case SUBSCRIBE_BACKDATED -> subscribe.startOn(today.minusDays(1 + step.offset()));
            case SUBSCRIBE_ANCHORED -> subscribe.billingAnchor(today.plusDays(step.offset() - 10));
            case SUBSCRIBE_FOR_LESS -> subscribe.discounts(discounts(step));
            case SUBSCRIBE_FOR_A_TIME ->
                step.number() % 2 == 0
                        ? subscribe.endOn(today.plusDays(1 + 2 * step.offset()))
                        : subscribe.payments(1 + step.number() / 4);
            case TAKE_OVER -> subscribe.startOn(today.minusDays(100)).billedUntil(today.plusDays(step.offset() - 20));
            default ->
                switch (step.number() % 5) {
                    case 0 -> subscribe.withoutTrial();
                    case 1 -> subscribe.trialAgain();
                    case 2 -> subscribe.price(price(step));
                    default -> subscribe;
                };
        };
    }

    private Optional<Command> change(SubscriptionId id, Step step) {
        Optional<Command.ChangePlan> change = switch (step.what()) {
            case CHANGE_PLAN ->
                Optional.of(Command.ChangePlan.of(
                                id,
                                Shop.PLANS
                                        .get(step.plan() % Shop.PLANS.size())
                                        .id()
                                        .value())
                        .when(timing(step)));
            case CHANGE_BACK -> planBefore(id, today).map(before -> Command.ChangePlan.of(id, before.value()));
            case CALL_OFF ->
                timelineOf(id)
                        .nextStartAfter(today)
                        .flatMap(day -> planBefore(id, day)
                                .map(before -> Command.ChangePlan.of(id, before.value())
                                        .when(Timing.on(day))));
            case CHANGE_QUANTITY ->
                Optional.of(Command.ChangePlan.ofQuantity(id, quantity(step)).when(timing(step)));
            case CHANGE_PRICE ->
                Optional.of(Command.ChangePlan.ofPrice(id, price(step)).when(timing(step)));
            default ->
                Optional.of(Command.ChangePlan.ofDiscounts(id, discounts(step)).when(timing(step)));
        };
        return change.map(c -> c.settle(step.settle()).collect(settling(step)))
                .map(c -> step.resets() ? c.resettingAnchor() : c)
                .map(Command.class::cast);
    }

    private Optional<Command> use(SubscriptionId id, Step step, int daysAgo) {
        LocalDate day = today.minusDays(daysAgo);
        List<String> units = ledger.subscription(id).timeline().at(day).stream()
                .flatMap(s -> s.terms().usage().stream())
                .map(UsagePrice::unit)
                .toList();
        if (units.isEmpty()) {
            return Optional.empty();
        }
        int told = ledger.usageRecords().size();
        boolean again = step.together() && told > 0;
        Command.Usage use = new Command.Usage(
                "use-" + told,
                units.get(step.plan() % units.size()),
                BigDecimal.valueOf(step.number()).multiply(new BigDecimal("1.5")),
                day.atTime(9, step.number()).atZone(Shop.BERLIN).toInstant());
        if (!again) {
            return Optional.of(Command.RecordUsage.of(id, use));
        }
        UsageRecord known = ledger.usageRecords().stream()
                .filter(r -> r.subscription().equals(id))
                .findFirst()
                .orElse(null);
        return known == null
                ? Optional.of(Command.RecordUsage.of(id, use, use))
                : Optional.of(Command.RecordUsage.of(
                        id, use, new Command.Usage(known.id(), known.unit(), known.quantity(), known.at())));
    }

    private static Command.Charge charge(AccountId account, Step step) {
        Command.Charge charge = Command.Charge.of(
                account,
                new Command.Item(
                        "a visit",
                        quantity(step),
                        UnitPrice.of("4.995", Currency.EUR),
                        Optional.of(new TaxCategory(step.number() % 2 == 0 ? "standard" : "reduced")),
                        Optional.empty()),
                Command.Item.of("a book", amount(step), Optional.empty()));
        return step.together() ? charge.withNextInvoice() : charge;
    }

    private static Command.CreditNote payingOut(Step step, Command.CreditNote note) {
        return step.resets() || step.together() ? note.refunding() : note;
    }

    private static BigDecimal quantity(Step step) {
        return List.of(BigDecimal.ONE, new BigDecimal("2"), new BigDecimal("2.5"), new BigDecimal("7"))
                .get(step.number() % 4);
    }

    private static UnitPrice price(Step step) {
        return UnitPrice.of(List.of("10.00", "0.00", "7.77", "123.456", "3.00").get(step.number() % 5), Currency.EUR);
    }

    private static String[] discounts(Step step) {
        List<String> ids = Shop.DISCOUNTS.stream().map(Discount::id).toList();
        String one = ids.get((step.number() + step.plan()) % ids.size());
        return step.number() % 3 == 0
                ? new String[] {one, ids.get((step.number() + step.plan() + 1 + step.which()) % ids.size())}
                : new String[] {one};
    }

    private static List<PaymentMethod> methods() {
        return List.of(
                PaymentMethod.of(PaymentMethodKind.CARD, "tok-1"),
                PaymentMethod.of(PaymentMethodKind.DIRECT_DEBIT, "tok-2"),
                PaymentMethod.invoice(),
                PaymentMethod.of(PaymentMethodKind.WALLET, "tok-3"));
    }

    private Optional<SubscriptionId> contract(Step step) {
        if (contracts.isEmpty()) {
            return Optional.empty();
        }
        List<SubscriptionId> running = contracts.stream()
                .filter(id -> ledger.subscription(id)
                        .endOn()
                        .map(end -> end.isAfter(today))
                        .orElse(true))
                .toList();
        return step.which() < Step.NEWEST || running.isEmpty()
                ? Optional.of(contracts.get(step.which() % contracts.size()))
                : Optional.of(running.get(running.size() - 1 - (step.which() - Step.NEWEST) % running.size()));
    }

    /** The plan of the segment before the one that runs on this day. */
    private Optional<PlanId> planBefore(SubscriptionId id, LocalDate day) {
        Timeline timeline = timelineOf(id);
        return timeline.at(day)
                .flatMap(running -> timeline.at(running.from().minusDays(1)))
                .map(before -> before.terms().plan());
    }

    /** As it is today, also if nobody ran since the day on which a change was to begin. */
    private Timeline timelineOf(SubscriptionId id) {
        Subscription subscription = ledger.subscription(id);
        return subscription
                .scheduled()
                .filter(change -> !change.on().isAfter(today))
                .flatMap(ScheduledChange::becomes)
                .map(becomes -> subscription
                        .withAgreed(subscription.agreed().followedBy(becomes.start(), becomes))
                        .timeline())
                .orElse(subscription.timeline());
    }

    private Optional<DocumentId> document(Step step) {
        List<DocumentId> all = ledger.documents().stream().map(Document::id).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(all.size() - 1 - step.which() % all.size()));
    }

    private Optional<DocumentId> draft(Step step) {
        List<DocumentId> all = ledger.documents().stream()
                .filter(d -> d.state() == DocumentState.DRAFT)
                .map(Document::id)
                .toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(step.which() % all.size()));
    }

    private static Money amount(Step step) {
        return Money.ofMinor(List.of(1L, 500L, 1000L, 1190L, 4759L, 12_345L).get(step.number() % 6), Currency.EUR);
    }

    private static Money little(Step step) {
        return Money.ofMinor(1 + 37L * step.number(), Currency.EUR);
    }

    private Timing timing(Step step) {
        return switch (step.when()) {
            case NOW -> Timing.now();
            case PERIOD_END -> Timing.periodEnd();
            case TERM_END -> Timing.termEnd();
            case LATER -> Timing.on(today.plusDays(step.offset()));
            case EARLIER -> Timing.on(today.minusDays(step.offset()));
        };
    }

    /** When a rest is over that begins as the step says. */
    private LocalDate goesOn(Step step) {
        LocalDate from = step.when() == Step.When.LATER ? today.plusDays(step.offset()) : today;
        return from.plusDays(1 + 3L * step.number());
    }

    private static Command.Settling settling(Step step) {
        return step.together() ? Command.Settling.NEXT_INVOICE : Command.Settling.NOW;
    }

    // --- what follows from calendar and commands ---------------------------------------------------------------------

    /** Every document with its lines and amounts and the day it was planned for, and what still waits for one. */
    List<String> written() {
        List<String> written = new ArrayList<>();
        for (Document document : ledger.documents()) {
            written.add("%s %s corrects %s: %s + %s = %s %s"
                    .formatted(
                            document.plannedOn(),
                            document.type(),
                            document.corrects().map(this::name).orElse("nothing"),
                            document.net(),
                            document.tax(),
                            document.gross(),
                            document.taxes()));
            linesOf(document.id()).forEach(line -> written.add("  " + written(line)));
        }
        ledger.lines().stream().filter(Line::isWaiting).forEach(line -> written.add("waiting " + written(line)));
        for (SubscriptionId id : contracts) {
            Subscription contract = ledger.subscription(id);
            written.add("%s %s %s ends %s, charged through %s"
                    .formatted(
                            name(id),
                            contract.state(),
                            contract.product(),
                            contract.endOn(),
                            contract.chargedThrough()));
        }
        return written;
    }

    private String written(Line line) {
        var charge = line.charge();
        return "%s %s %s %s %s %s × %s = %s, %s, key %s, takes back %s, taxed %s, supplied %s, %s"
                .formatted(
                        charge.kind(),
                        charge.subscription().map(this::name).orElse("-"),
                        charge.plan().orElse("-"),
                        charge.phase().orElse("-"),
                        charge.period().map(Object::toString).orElse("once"),
                        charge.quantity().toPlainString(),
                        charge.unitPrice(),
                        charge.amount(),
                        charge.termsKey(),
                        charge.key()
                                .map(key -> key.firstDay() + "#" + key.generation())
                                .orElse("-"),
                        charge.takesBack().map(this::name).orElse("-"),
                        line.placement()
                                .map(p -> p.percent() + "% " + p.net() + " + " + p.tax())
                                .orElse("-"),
                        charge.suppliedOn(),
                        charge.trace());
    }

    List<Line> linesOf(DocumentId document) {
        return ledger.lines().stream()
                .filter(line -> line.placement()
                        .map(Placement::document)
                        .filter(document::equals)
                        .isPresent())
                .sorted(Comparator.comparing(
                        line -> line.placement().orElseThrow().position()))
                .toList();
    }

    private String name(SubscriptionId id) {
        return "contract " + contracts.indexOf(id);
    }

    private String name(DocumentId id) {
        return "document "
                + ledger.documents().stream().map(Document::id).toList().indexOf(id);
    }

    private String name(LineId id) {
        return ledger.line(id)
                .placement()
                .map(p -> "line " + p.position() + " of " + name(p.document()))
                .orElse("a waiting line");
    }

    /** What was asked of the account, day by day, and when somebody ran the engine. */
    String journal() {
        return String.join("\n", journal);
    }

    private static String inWords(Command command) {
        return command.toString().replaceAll(", [a-zA-Z]+=Optional.empty|, [a-zA-Z]+=\\[\\]", "");
    }

    /** Fails with what was asked, where it fails. */
    void telling(Runnable law) {
        try {
            law.run();
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError(e.getMessage() + "\nwhere there was asked:\n" + journal(), e);
        }
    }

    String story() {
        return ledger.events().stream()
                .map(event -> event.on() + " " + event.type() + " " + event.about() + " " + event.details())
                .collect(Collectors.joining("\n"));
    }
}
