package io.aboengine.account;

import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.charge.LineId;
import io.aboengine.invoice.Document;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.Placement;
import io.aboengine.money.Currency;
import io.aboengine.money.Money;
import io.aboengine.party.AccountId;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.payment.PaymentMethodKind;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.Timeline;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Tuple;

/** The life of one account: commands on some days, runs on some days. No store, no gateway. */
final class Life {
    static final LocalDate BIRTH = LocalDate.of(2024, 1, 31);

    /** What may be done with an account. */
    enum What {
        NOTHING,
        SUBSCRIBE,
        SUBSCRIBE_LATER,
        SUBSCRIBE_BACKDATED,
        SUBSCRIBE_ANCHORED,
        TAKE_OVER,
        CHANGE_PLAN,
        /** Today, to the plan before the present one. */
        CHANGE_BACK,
        /** To the present plan, on the day on which the next one was to begin. */
        CALL_OFF,
        CHANGE_QUANTITY,
        CANCEL,
        CANCEL_KEEPING,
        PAY,
        PAY_DOCUMENT,
        GRANT,
        PAY_ANOTHER_WAY
    }

    /** From when a change holds. */
    enum When {
        NOW,
        PERIOD_END,
        LATER
    }

    /**
     * One step. Its numbers mean something whatever went before: the contract is the one at {@code which} modulo their
     * number, and so on.
     *
     * @param after days since the step before
     * @param ran somebody ran the engine since, on the last day before this step
     * @param together what a change costs waits for the next document
     */
    record Step(
            int after,
            boolean ran,
            What what,
            int which,
            int plan,
            int number,
            When when,
            int offset,
            boolean together) {

        Step as(What what) {
            return new Step(after, ran, what, which, plan, number, when, offset, together);
        }
    }

    private final Rules rules;
    private final Ledger ledger;
    private final List<SubscriptionId> contracts = new ArrayList<>();
    private final Set<What> done = EnumSet.noneOf(What.class);
    private LocalDate today = BIRTH;
    private int refused;

    Life(AccountId id, Rules rules) {
        this.rules = rules;
        ledger = new Ledger(Shop.account(id, PaymentMethod.of(PaymentMethodKind.CARD, "tok-0"), rules));
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
    Set<What> done() {
        return done;
    }

    int refused() {
        return refused;
    }

    void waitUntil(LocalDate day) {
        today = day;
    }

    AccountChange advance() {
        AccountChange change = Advance.advance(ledger.alive(today), rules, now());
        ledger.apply(change);
        return change;
    }

    /** Gives the command of the step, if there is something it can be given to. True if it changed something. */
    boolean give(Step step) {
        Optional<Command> command = command(step);
        if (command.isEmpty()) {
            return false;
        }
        Reach reach = Decide.reach(ledger.alive(today), command.get(), today);
        Optional<Decide.Decision> decision = decide(ledger.reaching(reach, today), command.get());
        if (decision.isEmpty()) {
            refused++;
            return false;
        }
        ledger.apply(decision.get().change());
        decision.get().subscription().filter(id -> !contracts.contains(id)).ifPresent(contracts::add);
        done.add(step.what());
        return true;
    }

    /** What the command leads to; empty if it is refused. */
    private Optional<Decide.Decision> decide(AccountSnapshot account, Command command) {
        try {
            return Optional.of(Decide.decide(account, rules, command, Shop.BY_OPERATOR, now()));
        } catch (CommandRefusedException | InvalidRequestException | UnknownSubscriptionException e) {
            return Optional.empty();
        }
    }

    Optional<AccountChange> changeOf(AccountSnapshot account, Command command) {
        return decide(account, command).map(Decide.Decision::change);
    }

    Optional<Command> command(Step step) {
        AccountId account = ledger.account().id();
        Plan plan = Shop.PLANS.get(step.plan() % Shop.PLANS.size());
        BigDecimal quantity = List.of(BigDecimal.ONE, new BigDecimal("2"), new BigDecimal("2.5"), new BigDecimal("7"))
                .get(step.number() % 4);
        Command.Subscribe subscribe =
                Command.Subscribe.to(account, plan.id()).quantity(step.number() % 3 == 0 ? quantity : BigDecimal.ONE);
        return switch (step.what()) {
            case NOTHING -> Optional.empty();
            case SUBSCRIBE -> Optional.of(step.number() % 5 == 0 ? subscribe.withoutTrial() : subscribe);
            case SUBSCRIBE_LATER -> Optional.of(subscribe.startOn(today.plusDays(1 + step.offset() % 20)));
            case SUBSCRIBE_BACKDATED -> Optional.of(subscribe.startOn(today.minusDays(1 + step.offset())));
            case SUBSCRIBE_ANCHORED -> Optional.of(subscribe.billingAnchor(today.plusDays(step.offset() - 10)));
            case TAKE_OVER ->
                Optional.of(subscribe.startOn(today.minusDays(100)).billedUntil(today.plusDays(step.offset() - 20)));
            case CHANGE_PLAN ->
                contract(step)
                        .map(id -> new Command.ChangePlan(
                                id, Optional.of(plan.id()), Optional.empty(), timing(step), settling(step)));
            case CHANGE_BACK ->
                contract(step)
                        .flatMap(id -> planBefore(id, today)
                                .map(before -> new Command.ChangePlan(
                                        id, Optional.of(before), Optional.empty(), Timing.now(), settling(step))));
            case CALL_OFF ->
                contract(step)
                        .flatMap(id -> ledger.subscription(id)
                                .timeline()
                                .nextStartAfter(today)
                                .flatMap(day -> planBefore(id, day)
                                        .map(before -> new Command.ChangePlan(
                                                id,
                                                Optional.of(before),
                                                Optional.empty(),
                                                Timing.on(day),
                                                settling(step)))));
            case CHANGE_QUANTITY ->
                contract(step)
                        .map(id -> new Command.ChangePlan(
                                id, Optional.empty(), Optional.of(quantity), timing(step), settling(step)));
            case CANCEL -> contract(step).map(id -> new Command.Cancel(id, timing(step), Command.PaidDays.CREDIT));
            case CANCEL_KEEPING ->
                contract(step).map(id -> new Command.Cancel(id, timing(step), Command.PaidDays.NONE));
            case PAY -> Optional.of(new Command.ReceivePayment(account, amount(step), Optional.empty()));
            case PAY_DOCUMENT ->
                document(step).map(id -> new Command.ReceivePayment(account, amount(step), Optional.of(id)));
            case GRANT -> Optional.of(new Command.GrantCredit(account, amount(step), "sorry"));
            case PAY_ANOTHER_WAY ->
                Optional.of(new Command.ChangePaymentMethod(
                        account, methods().get(step.number() % methods().size())));
        };
    }

    private static List<PaymentMethod> methods() {
        return List.of(
                PaymentMethod.of(PaymentMethodKind.CARD, "tok-1"),
                PaymentMethod.of(PaymentMethodKind.DIRECT_DEBIT, "tok-2"),
                PaymentMethod.invoice(),
                PaymentMethod.of(PaymentMethodKind.WALLET, "tok-3"));
    }

    private Optional<SubscriptionId> contract(Step step) {
        return contracts.isEmpty() ? Optional.empty() : Optional.of(contracts.get(step.which() % contracts.size()));
    }

    /** The plan of the segment before the one that runs on this day. */
    private Optional<PlanId> planBefore(SubscriptionId id, LocalDate day) {
        Timeline timeline = ledger.subscription(id).timeline();
        return timeline.at(day)
                .flatMap(running -> timeline.at(running.from().minusDays(1)))
                .map(before -> before.terms().plan());
    }

    private Optional<DocumentId> document(Step step) {
        List<DocumentId> all = ledger.documents().stream().map(Document::id).toList();
        return all.isEmpty() ? Optional.empty() : Optional.of(all.get(step.which() % all.size()));
    }

    private static Money amount(Step step) {
        return Money.ofMinor(List.of(1L, 500L, 1000L, 1190L, 4759L, 12_345L).get(step.number() % 6), Currency.EUR);
    }

    private Timing timing(Step step) {
        return switch (step.when()) {
            case NOW -> Timing.now();
            case PERIOD_END -> Timing.periodEnd();
            case LATER -> Timing.on(today.plusDays(step.offset()));
        };
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

    String story() {
        return ledger.events().stream()
                .map(event -> event.on() + " " + event.type() + " " + event.about() + " " + event.details())
                .collect(Collectors.joining("\n"));
    }

    // --- lives to try ------------------------------------------------------------------------------------------------

    static Arbitrary<List<Step>> steps(int most) {
        return Combinators.combine(subscribing(), any().list().ofMinSize(1).ofMaxSize(most))
                .as((first, later) -> {
                    List<Step> all = new ArrayList<>(later);
                    all.add(0, first);
                    return all;
                });
    }

    private static Arbitrary<Step> subscribing() {
        return step(Arbitraries.frequency(
                Tuple.of(6, What.SUBSCRIBE),
                Tuple.of(1, What.SUBSCRIBE_LATER),
                Tuple.of(1, What.SUBSCRIBE_BACKDATED),
                Tuple.of(1, What.SUBSCRIBE_ANCHORED),
                Tuple.of(1, What.TAKE_OVER)));
    }

    private static Arbitrary<Step> any() {
        return step(Arbitraries.frequency(
                Tuple.of(4, What.NOTHING),
                Tuple.of(2, What.SUBSCRIBE),
                Tuple.of(1, What.SUBSCRIBE_LATER),
                Tuple.of(1, What.SUBSCRIBE_BACKDATED),
                Tuple.of(1, What.SUBSCRIBE_ANCHORED),
                Tuple.of(1, What.TAKE_OVER),
                Tuple.of(16, What.CHANGE_PLAN),
                Tuple.of(4, What.CHANGE_BACK),
                Tuple.of(4, What.CALL_OFF),
                Tuple.of(6, What.CHANGE_QUANTITY),
                Tuple.of(4, What.CANCEL),
                Tuple.of(3, What.CANCEL_KEEPING),
                Tuple.of(2, What.PAY),
                Tuple.of(1, What.PAY_DOCUMENT),
                Tuple.of(1, What.GRANT),
                Tuple.of(1, What.PAY_ANOTHER_WAY)));
    }

    private static Arbitrary<Step> step(Arbitrary<What> what) {
        return Combinators.combine(
                        Arbitraries.oneOf(
                                Arbitraries.integers().between(0, 3),
                                Arbitraries.integers().between(0, 12),
                                Arbitraries.integers().between(0, 45)),
                        Arbitraries.of(true, false),
                        what,
                        Arbitraries.integers().between(0, 5),
                        Arbitraries.integers().between(0, Shop.PLANS.size() - 1),
                        Arbitraries.integers().between(0, 11))
                .flatAs((after, ran, kind, which, plan, number) -> Combinators.combine(
                                Arbitraries.frequency(
                                        Tuple.of(5, When.NOW), Tuple.of(2, When.PERIOD_END), Tuple.of(3, When.LATER)),
                                Arbitraries.oneOf(
                                        Arbitraries.integers().between(0, 12),
                                        Arbitraries.integers().between(0, 50)),
                                Arbitraries.frequency(Tuple.of(4, false), Tuple.of(1, true)))
                        .as((when, offset, together) ->
                                new Step(after, ran, kind, which, plan, number, when, offset, together)));
    }
}
