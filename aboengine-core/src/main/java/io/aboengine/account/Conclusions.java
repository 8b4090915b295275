package io.aboengine.account;

import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.calendar.CalendarAnchor;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Plan;
import io.aboengine.event.EventType;
import io.aboengine.fulfilment.ReleasePolicy;
import io.aboengine.invoice.DocumentId;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.subscription.OneTime;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import io.aboengine.subscription.Term;
import io.aboengine.subscription.Terms;
import io.aboengine.subscription.Timeline;
import io.aboengine.subscription.Timelines;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A contract is concluded: what a customer agrees to, from the plan and the wishes of the order. */
final class Conclusions {
    private Conclusions() {}

    static Contracts.Outcome subscribe(AccountBook book, Command.Subscribe command) {
        LocalDate today = book.today();
        LocalDate startOn = command.startOn().orElse(today);
        boolean takenOver = command.billedUntil().isPresent();
        if (!takenOver) {
            Contracts.requireInReach(
                    book,
                    command.account().value(),
                    startOn,
                    "; say with billedUntil which days were billed elsewhere");
        }
        command.reference().ifPresent(reference -> requireFree(book, reference));
        Optional<Subscription> base = command.addOnTo().map(id -> requireBase(book, id));
        Timelines.Choice choice = choice(book, command);
        Plan plan = choice.plan();
        boolean trial = command.trial() == Command.Trial.AGAIN
                || (command.trial() == Command.Trial.IF_FIRST
                        && !book.account()
                                .trialsUsed()
                                .contains(choice.product().id()));
        Timelines.Anchors anchors = command.billingAnchor()
                .<Timelines.Anchors>map(day -> (firstPaid, interval) -> new Timelines.Anchor(day, 0))
                .orElseGet(() -> anchors(book, plan, base));
        Timeline laid = Timelines.starting(choice, startOn, trial, anchors);
        Timeline led = command.billingAnchor().isPresent() ? laid : Boundaries.led(laid, base);
        Timeline whole = discounted(book, command, plan, startOn, led);
        Timeline timeline = command.billedUntil().map(whole::from).orElse(whole);
        if (timeline.segments().isEmpty()) {
            throw new InvalidRequestException(
                    "billedUntil",
                    String.valueOf(command.billedUntil().orElse(startOn)),
                    "lies behind the end of the plan");
        }
        LocalDate first = timeline.segments().get(0).from();
        SubscriptionId id = new SubscriptionId(book.account().id(), book.takeOrdinal());
        Term term = new Term(plan.terms(), command.termStartOn().orElse(startOn), 0);
        Optional<LocalDate> agreedEnd = Contracts.firstOf(
                List.of(command.endOn(), command.payments().flatMap(n -> endAfterPayments(whole, n))));
        Optional<Integer> planned = command.payments().isPresent() ? Optional.empty() : plan.payments();
        Optional<LocalDate> expiresOn = Contracts.firstOf(List.of(
                timeline.end(), agreedEnd, planned.flatMap(n -> endAfterPayments(whole, n)), term.endByItself()));
        Optional<LocalDate> baseEnd = base.flatMap(Subscription::endOn);
        boolean withBase =
                baseEnd.isPresent() && expiresOn.map(baseEnd.get()::isBefore).orElse(true);
        Optional<LocalDate> end = withBase ? baseEnd : expiresOn;
        if (withBase && !baseEnd.orElseThrow().isAfter(first)) {
            throw new CommandRefusedException(
                    Refusal.ADD_ON,
                    base.orElseThrow().id().toString(),
                    "Cannot add to subscription " + base.get().id() + " from " + first + " on: it ends on "
                            + baseEnd.get() + "; begin earlier, or revoke its cancellation first");
        }
        if (end.isPresent() && !end.get().isAfter(first)) {
            throw new InvalidRequestException("endOn", end.get().toString(), "leaves the contract no day of service");
        }
        Subscription subscription = new Subscription(
                id,
                command.reference(),
                choice.product().id(),
                startOn.isAfter(today) ? SubscriptionState.NOT_STARTED : SubscriptionState.ACTIVE,
                today,
                startOn,
                command.billedUntil(),
                first,
                Optional.empty(),
                first.isAfter(today) ? first : today,
                first,
                Optional.empty(),
                end,
                expiresOn,
                agreedEnd,
                Optional.empty(),
                false,
                takenOver
                        ? onceFrom(plan, startOn, trial, first, false)
                        : onceFrom(plan, startOn, trial, startOn, true),
                command.selfService(),
                term,
                command.addOnTo(),
                withBase,
                command.beneficiary(),
                Optional.empty(),
                Optional.empty(),
                timeline);
        book.put(subscription);
        book.put(Releases.open(
                subscription,
                takenOver ? ReleasePolicy.AT_PURCHASE : CreditRelease.policy(book, firstPrice(timeline, subscription)),
                today));
        if (trial && plan.phasesFrom(startOn, true).get(0).freeStart()) {
            book.put(book.account().withTrialUsed(choice.product().id()));
        }
        book.tell(
                EventType.SUBSCRIBED,
                today,
                id,
                Optional.empty(),
                Map.of("plan", plan.id().value(), "startOn", startOn.toString()));
        List<DocumentId> documents =
                takenOver ? List.of() : Billing.issue(book, today, Advance.settle(book, subscription, today, false));
        Releases.refresh(book, book.subscription(id), today);
        base.ifPresent(b -> Rests.restWith(book, b, book.subscription(id), first));
        return Contracts.Outcome.of(id, documents);
    }

    private static Timeline discounted(
            AccountBook book, Command.Subscribe command, Plan plan, LocalDate startOn, Timeline laid) {
        Timeline timeline = laid;
        for (String id : command.discounts()) {
            Discount discount = Contracts.requireDiscount(book, id, plan, startOn);
            if (discount.scope() == Discount.Scope.DOCUMENT) {
                Contracts.grant(book, discount, startOn, Contracts.endOf(discount, timeline, startOn));
            } else {
                timeline = Timelines.discounted(timeline, discount, startOn);
            }
        }
        return timeline;
    }

    static Optional<LocalDate> endAfterPayments(Timeline timeline, int payments) {
        return timeline.segments().stream()
                .filter(s -> !s.terms().freeStart())
                .findFirst()
                .map(s -> Timelines.endAfter(s.terms().grid(), s.from(), payments));
    }

    static List<OneTime> onceFrom(Plan plan, LocalDate startOn, boolean trial, LocalDate from, boolean setup) {
        List<OneTime> once = new ArrayList<>();
        if (setup) {
            plan.setupFee().ifPresent(fee -> once.add(new OneTime(OneTime.SETUP, startOn, fee)));
        }
        for (Plan.DatedPhase phase : plan.phasesFrom(startOn, trial)) {
            phase.oneTimePrice()
                    .filter(amount -> !phase.from().isBefore(from))
                    .ifPresent(amount -> once.add(new OneTime(phase.name(), phase.from(), amount)));
        }
        return once;
    }

    private static Money firstPrice(Timeline timeline, Subscription subscription) {
        Money price = timeline.segments().stream()
                .map(Segment::terms)
                .map(t -> t.price().of(t.quantity()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
        for (OneTime once : subscription.once()) {
            price = once.isSetup() ? price.plus(once.amount()) : price;
        }
        return price;
    }

    private static void requireFree(AccountBook book, String reference) {
        for (Subscription other : book.subscriptions()) {
            if (other.reference().equals(Optional.of(reference))) {
                throw new CommandRefusedException(
                        Refusal.REFERENCE_TAKEN,
                        other.id().toString(),
                        "Cannot subscribe under the reference '" + reference + "': subscription " + other.id()
                                + " has it; give another one");
            }
        }
    }

    private static Subscription requireBase(AccountBook book, SubscriptionId id) {
        Subscription base = book.subscription(id);
        if (!base.isLive() || base.addOnTo().isPresent()) {
            throw new CommandRefusedException(
                    Refusal.ADD_ON,
                    id.toString(),
                    "Cannot add to subscription " + id + ": "
                            + (base.isLive()
                                    ? "it is an add-on itself; add to its base "
                                            + base.addOnTo().get()
                                    : "it has ended; subscribe the base anew first"));
        }
        return base;
    }

    static Timelines.Choice choice(AccountBook book, Command.Subscribe command) {
        Plan plan = book.rules().catalog().plan(command.plan());
        return choice(book, plan, command.quantity(), command.price());
    }

    static Timelines.Choice choice(
            AccountBook book, Plan plan, BigDecimal quantity, Optional<Timelines.AgreedPrice> price) {
        if (!plan.currency().equals(book.currency())) {
            throw new CommandRefusedException(
                    Refusal.OTHER_CURRENCY,
                    book.account().id().value(),
                    "Plan " + plan.id() + " is priced in " + plan.currency() + ", account "
                            + book.account().id() + " pays in " + book.currency() + ": choose a plan in that currency");
        }
        price.ifPresent(p -> requireAgreed(plan, p));
        return new Timelines.Choice(
                book.rules().catalog().product(plan.product()),
                plan,
                book.rules().catalogVersion(),
                quantity,
                price);
    }

    private static void requireAgreed(Plan plan, Timelines.AgreedPrice price) {
        List<UnitPrice> prices = new ArrayList<>(price.byPhase().values());
        price.everywhere().ifPresent(prices::add);
        for (UnitPrice unitPrice : prices) {
            if (!unitPrice.currency().equals(plan.currency())) {
                throw new InvalidRequestException(
                        "price", unitPrice.toString(), "plan " + plan.id() + " is priced in " + plan.currency());
            }
        }
        for (String phase : price.byPhase().keySet()) {
            if (plan.phases().stream().noneMatch(p -> p.name().equals(phase))) {
                throw new InvalidRequestException("price", phase, "is no phase of plan " + plan.id());
            }
        }
    }

    /** Where the periods of a plan are counted from; an account without a billing day gets one by it. */
    static Timelines.Anchors anchors(AccountBook book, Plan plan, Optional<Subscription> base) {
        return (firstPaid, interval) -> switch (plan.alignment().kind()) {
            case SUBSCRIPTION -> new Timelines.Anchor(firstPaid, 0);
            case CALENDAR ->
                new Timelines.Anchor(plan.alignment().calendar().orElseThrow().anchorFor(firstPaid, interval), 0);
            case ACCOUNT -> {
                if (book.account().billingDay().isEmpty()) {
                    book.put(book.account().withBillingDay(firstPaid.getDayOfMonth()));
                }
                int day = book.account().billingDay().orElseThrow();
                yield new Timelines.Anchor(CalendarAnchor.onDay(day).anchorFor(firstPaid, interval), 0);
            }
            case BASE -> {
                Terms terms = base.flatMap(b -> b.agreed()
                                .atOrAfter(firstPaid)
                                .or(() -> b.agreed().segments().stream().reduce((x, y) -> y)))
                        .map(Segment::terms)
                        .orElseThrow(() -> new InvalidRequestException(
                                "addOnTo",
                                "(none)",
                                "plan " + plan.id() + " follows another contract: say which it is added to"));
                yield new Timelines.Anchor(terms.anchor(), terms.shiftDays());
            }
        };
    }
}
