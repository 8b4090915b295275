package io.aboengine.account;

import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.calendar.CalendarAnchor;
import io.aboengine.calendar.LegalPeriods;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.calendar.Withdrawal;
import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Price;
import io.aboengine.catalog.ProductKind;
import io.aboengine.charge.Billed;
import io.aboengine.charge.Charge;
import io.aboengine.charge.LineKind;
import io.aboengine.charge.Rating;
import io.aboengine.event.EventType;
import io.aboengine.fulfilment.ReleasePolicy;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.PayOut;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.subscription.OneTime;
import io.aboengine.subscription.Pause;
import io.aboengine.subscription.ScheduledChange;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is asked of contracts: concluding, changing, resting, ending them. */
final class Contracts {
    private Contracts() {}

    /** What came of it: the contract and the documents made for it. */
    record Outcome(Optional<SubscriptionId> subscription, List<DocumentId> documents) {
        static Outcome nothing() {
            return new Outcome(Optional.empty(), List.of());
        }

        static Outcome of(SubscriptionId id, List<DocumentId> documents) {
            return new Outcome(Optional.of(id), documents);
        }
    }

    // --- concluding --------------------------------------------------------------------------------------------------

    static Outcome subscribe(AccountBook book, Command.Subscribe command) {
        LocalDate today = book.today();
        LocalDate startOn = command.startOn().orElse(today);
        boolean takenOver = command.billedUntil().isPresent();
        if (!takenOver) {
            requireInReach(
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
        Timeline whole = discounted(book, command, plan, startOn, Timelines.starting(choice, startOn, trial, anchors));
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
        Optional<LocalDate> expiresOn = earliest(List.of(
                timeline.end(),
                command.endOn(),
                command.payments().or(plan::payments).flatMap(n -> endAfterPayments(whole, n)),
                term.endByItself()));
        Optional<LocalDate> baseEnd = base.flatMap(Subscription::endOn);
        boolean withBase =
                baseEnd.isPresent() && expiresOn.map(baseEnd.get()::isBefore).orElse(true);
        Optional<LocalDate> end = withBase ? baseEnd : expiresOn;
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
        return Outcome.of(id, documents);
    }

    private static Timeline discounted(
            AccountBook book, Command.Subscribe command, Plan plan, LocalDate startOn, Timeline laid) {
        Timeline timeline = laid;
        for (String id : command.discounts()) {
            Discount discount = requireDiscount(book, id, plan, startOn);
            if (discount.scope() == Discount.Scope.DOCUMENT) {
                grant(book, discount, startOn, endOf(discount, timeline, startOn));
            } else {
                timeline = Timelines.discounted(timeline, discount, startOn);
            }
        }
        return timeline;
    }

    private static Optional<LocalDate> endAfterPayments(Timeline timeline, int payments) {
        return timeline.segments().stream()
                .filter(s -> !s.terms().freeStart())
                .findFirst()
                .map(s -> Timelines.endAfter(s.terms().grid(), s.from(), payments));
    }

    private static List<OneTime> onceFrom(Plan plan, LocalDate startOn, boolean trial, LocalDate from, boolean setup) {
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

    private static Optional<LocalDate> earliest(List<Optional<LocalDate>> days) {
        return days.stream().flatMap(Optional::stream).min(LocalDate::compareTo);
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

    private static Timelines.Choice choice(AccountBook book, Command.Subscribe command) {
        Plan plan = book.rules().catalog().plan(command.plan());
        return choice(book, plan, command.quantity(), command.price());
    }

    private static Timelines.Choice choice(
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
    private static Timelines.Anchors anchors(AccountBook book, Plan plan, Optional<Subscription> base) {
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

    // --- discounts ---------------------------------------------------------------------------------------------------

    private static Discount requireDiscount(AccountBook book, String id, Plan plan, LocalDate from) {
        Discount discount = requireDiscount(book, id, from);
        if (!discount.granted().fits(plan.id(), plan.product())) {
            throw new CommandRefusedException(
                    Refusal.DISCOUNT_NOT_AVAILABLE,
                    book.account().id().value(),
                    "Discount " + id + " is not for plan " + plan.id() + ": it is for "
                            + (discount.plans().isEmpty()
                                    ? "products " + discount.products()
                                    : "plans " + discount.plans()));
        }
        return discount;
    }

    private static Discount requireDiscount(AccountBook book, String id, LocalDate from) {
        Discount discount = book.rules().catalog().discount(id);
        if (discount.until().map(until -> !from.isBefore(until)).orElse(false)) {
            throw new CommandRefusedException(
                    Refusal.DISCOUNT_NOT_AVAILABLE,
                    book.account().id().value(),
                    "Discount " + id + " held until " + discount.until().get() + ": leave it out");
        }
        discount.reduction()
                .amount()
                .filter(a -> !a.currency().equals(book.currency()))
                .ifPresent(a -> {
                    throw new CommandRefusedException(
                            Refusal.OTHER_CURRENCY,
                            book.account().id().value(),
                            "Discount " + id + " is in " + a.currency() + ", account "
                                    + book.account().id() + " pays in " + book.currency());
                });
        return discount;
    }

    /** The end of a discount on documents: counted in periods of the contract it came with. */
    private static Optional<LocalDate> endOf(Discount discount, Timeline timeline, LocalDate from) {
        return earliest(List.of(
                discount.until(),
                discount.periods()
                        .flatMap(n -> timeline.from(from).segments().stream()
                                .filter(s -> !s.terms().freeStart())
                                .findFirst()
                                .map(s -> Timelines.endAfter(s.terms().grid(), s.from(), n)))));
    }

    static Outcome grantDiscount(AccountBook book, Command.GrantDiscount command) {
        Discount discount = requireDiscount(book, command.discount(), book.today());
        if (discount.scope() != Discount.Scope.DOCUMENT || discount.periods().isPresent()) {
            throw new CommandRefusedException(
                    Refusal.DISCOUNT_NOT_AVAILABLE,
                    book.account().id().value(),
                    "Discount " + discount.id() + " is for single contracts: grant it with one of them");
        }
        grant(book, discount, book.today(), discount.until());
        return Outcome.nothing();
    }

    private static void grant(AccountBook book, Discount discount, LocalDate from, Optional<LocalDate> until) {
        List<DocumentDiscount> all = new ArrayList<>(book.account().discounts());
        all.removeIf(d -> d.until().map(end -> !end.isAfter(book.today())).orElse(false));
        all.add(new DocumentDiscount(discount.granted(), from, until));
        book.put(book.account().withDiscounts(all));
        book.tell(
                EventType.DISCOUNT_GRANTED,
                book.today(),
                book.account().id(),
                Optional.empty(),
                Map.of("discount", discount.id()));
    }

    // --- what may be asked -------------------------------------------------------------------------------------------

    private static Subscription running(AccountBook book, SubscriptionId id) {
        Subscription found = book.subscription(id);
        if (!found.isLive()) {
            throw new CommandRefusedException(
                    Refusal.ALREADY_CANCELLED,
                    id.toString(),
                    "Subscription " + id + " ended on "
                            + found.endOn().map(LocalDate::toString).orElse("a day before this one")
                            + ": subscribe the customer anew");
        }
        return found;
    }

    private static void requireNotResting(Subscription subscription, LocalDate day) {
        subscription.pause().filter(p -> !day.isBefore(p.from())).ifPresent(p -> {
            throw new CommandRefusedException(
                    Refusal.PAUSED,
                    subscription.id().toString(),
                    "Subscription " + subscription.id() + " rests from " + p.from()
                            + p.until().map(until -> " until " + until).orElse("")
                            + ": resume it first, or choose a day before");
        });
    }

    private static void requireInReach(AccountBook book, String subject, LocalDate day, String hint) {
        LocalDate earliest = book.today().minusDays(book.settings().maxBackdateDays());
        if (day.isBefore(earliest)) {
            throw new CommandRefusedException(
                    Refusal.TOO_FAR_BACK,
                    subject,
                    "Cannot act on " + day + ": that is more than "
                            + book.settings().maxBackdateDays() + " days ago; the earliest day is " + earliest + hint);
        }
    }

    private static LocalDate dayOf(AccountBook book, Subscription subscription, Timing when) {
        LocalDate today = book.today();
        if (when instanceof Timing.On on) {
            if (on.day().isBefore(today) && book.isCustomers()) {
                throw inThePast(subscription, on.day(), today);
            }
            requireInReach(book, subscription.id().toString(), on.day(), "");
            return on.day();
        }
        return dayOf(subscription, when, today);
    }

    private static CommandRefusedException inThePast(Subscription subscription, LocalDate day, LocalDate today) {
        return new CommandRefusedException(
                Refusal.DAY_IN_THE_PAST,
                subscription.id().toString(),
                "Cannot act on " + day + ", which has passed: choose today, " + today + ", or later");
    }

    private static LocalDate dayOf(Subscription subscription, Timing when, LocalDate today) {
        if (when instanceof Timing.On on) {
            return on.day();
        }
        boolean bound = !subscription.term().isFree();
        if (when instanceof Timing.TermEnd && bound) {
            return subscription.term().earliestEnd(today);
        }
        if (subscription.state() == SubscriptionState.NOT_STARTED) {
            return subscription.startOn();
        }
        boolean atEnd = when instanceof Timing.PeriodEnd || when instanceof Timing.TermEnd;
        if (atEnd && subscription.billedUntil().map(today::isBefore).orElse(false)) {
            return subscription.billedUntil().orElseThrow();
        }
        if (!atEnd) {
            return today;
        }
        Timeline running = subscription.restsOn(today) ? subscription.agreed() : subscription.timeline();
        return running.freeUntil(today).orElseGet(() -> Rating.periodEnd(running, today));
    }

    /**
     * The first day a command may touch: of the stretch in which it takes effect, or of the one before if it takes effect on
     * its first day and may join that.
     */
    static LocalDate touchedFrom(Subscription subscription, Command command, LocalDate today) {
        LocalDate day = today;
        Timeline timeline = subscription.timeline();
        if (timeline.isEmpty()) {
            return today;
        }
        if (command instanceof Command.ChangePlan change) {
            LocalDate on = dayOf(subscription, change.when(), today);
            LocalDate from = billedFrom(subscription, on, change.settle());
            day = earliest(day, from);
        } else if (command instanceof Command.Cancel cancel) {
            day = earliest(day, dayOf(subscription, cancel.when(), today));
        } else if (command instanceof Command.Withdraw) {
            return subscription.startOn();
        } else if (subscription.pause().isPresent()) {
            day = earliest(day, subscription.pause().get().from());
        }
        day = subscription.reviewFrom().filter(day::isAfter).orElse(day);
        LocalDate start = Rating.stretchStart(timeline, day);
        return start.isBefore(day) ? start : Rating.stretchStart(timeline, day.minusDays(1));
    }

    // --- changing ----------------------------------------------------------------------------------------------------

    /** From which day the new terms are billed if the service changes on {@code day}. */
    private static LocalDate billedFrom(Subscription subscription, LocalDate day, Command.Settlement settle) {
        Timeline timeline = subscription.timeline();
        Optional<Segment> running = timeline.at(day);
        if (settle == Command.Settlement.PRORATE || running.isEmpty()) {
            return day;
        }
        ServicePeriod period = running.get().terms().periodAt(day);
        if (settle == Command.Settlement.FULL) {
            return latest(
                    period.start(),
                    subscription
                            .billedUntil()
                            .filter(subscription.startOn()::isBefore)
                            .orElse(subscription.startOn()));
        }
        boolean begun = day.isAfter(period.start())
                || day.isBefore(subscription.chargedThrough())
                || running.get().terms().inArrears();
        LocalDate end = timeline.end().filter(period.end()::isAfter).orElse(period.end());
        return begun ? end : day;
    }

    static Outcome changePlan(AccountBook book, Command.ChangePlan command) {
        Subscription before = begun(book, command.subscription());
        LocalDate day = latest(
                latest(dayOf(book, before, command.when()), before.startOn()),
                before.billedUntil().orElse(LocalDate.MIN));
        requireNotResting(before, day);
        LocalDate from = billedFrom(before, day, command.settle());
        Segment replaced = before.timeline()
                .at(from)
                .or(() -> before.agreed().at(from))
                .orElseThrow(() -> notRunning(before, from));
        Timeline agreed = before.agreed();
        Timeline unscheduled = before.scheduled()
                .map(c -> agreed.followedBy(c.on(), c.otherwise()))
                .orElse(agreed);
        Terms running = before.timeline()
                .at(day)
                .orElseThrow(() -> notRunning(before, day))
                .terms();
        boolean newPlan = command.plan().isPresent() && !command.plan().get().equals(running.plan());
        requireSomethingNew(before, command, running, newPlan, day);
        boolean later = day.isAfter(book.today());
        Timeline shaped = newPlan
                ? onPlan(book, command, before, unscheduled, from, replaced)
                : reshaped(book, command, before.agreed(), from);
        Timeline served = serving(shaped, unscheduled, day, from);
        Optional<ScheduledChange.OfPlan> ofPlan =
                newPlan ? Optional.of(ofPlan(book, command, before, served, from)) : Optional.empty();
        Terms told = served.at(latest(day, from))
                .map(Segment::terms)
                .orElseThrow(() -> new InvalidRequestException(
                        "plan", command.plan(), "is over by " + day + " if it is billed from " + from + " on"));
        tellAgreed(book, command, before.id(), day, told);
        if (later) {
            Subscription scheduled = scheduled(command, before, served, unscheduled, ofPlan, day, from);
            if (day.equals(before.startOn())) {
                scheduled = scheduled.withProduct(told.product());
            }
            book.put(from.isBefore(day) ? scheduled : reviewedOn(before, scheduled, day));
            follow(book, before, book.subscription(before.id()), earliest(day, from));
            return Outcome.of(before.id(), List.of());
        }
        Subscription changed = newPlan
                ? taking(before.withScheduled(Optional.empty()), ofPlan, from)
                : before.reshaped(timeline -> reshaped(book, command, timeline, from));
        changed = changed.withAgreed(served);
        Terms now = changed.agreed().at(book.today()).map(Segment::terms).orElse(told);
        changed = changed.withProduct(now.product())
                .announcedThrough(latest(changed.announcedThrough(), latest(day, from)));
        book.put(changed);
        tellChanged(book, before.id(), book.today(), told);
        follow(book, before, changed, from);
        List<DocumentId> documents = settle(book, before, changed, from, command.collect(), PayOut.CREDIT);
        Releases.refresh(book, book.subscription(before.id()), book.today());
        return Outcome.of(before.id(), documents);
    }

    private static Timeline onPlan(
            AccountBook book,
            Command.ChangePlan command,
            Subscription before,
            Timeline unscheduled,
            LocalDate from,
            Segment replaced) {
        Timeline later = laterOnPlan(book, command, before, unscheduled, from, replaced);
        return granting(book, command, unscheduled.followedBy(from, later), from);
    }

    /** What the new plan brings besides its terms: one-time prices of its phases, its term, and when it ends by itself. */
    private static ScheduledChange.OfPlan ofPlan(
            AccountBook book, Command.ChangePlan command, Subscription before, Timeline agreed, LocalDate from) {
        Plan plan = book.rules().catalog().plan(command.plan().orElseThrow());
        LocalDate paidFrom = agreed.from(from).segments().stream()
                .filter(s -> !s.terms().freeStart())
                .findFirst()
                .map(Segment::from)
                .orElse(from);
        Term term =
                new Term(plan.terms(), before.term().startOn(), before.term().shiftedDays());
        return new ScheduledChange.OfPlan(
                onceFrom(plan, paidFrom, false, paidFrom, false),
                term,
                earliest(List.of(
                        agreed.end(),
                        plan.payments().flatMap(n -> endAfterPayments(agreed.from(paidFrom), n)),
                        term.endByItself())));
    }

    /** With what a new plan brings from this day on, instead of what the old one would have brought. */
    private static Subscription taking(
            Subscription subscription, Optional<ScheduledChange.OfPlan> plan, LocalDate from) {
        if (plan.isEmpty()) {
            return subscription;
        }
        List<OneTime> once = new ArrayList<>();
        subscription.once().stream()
                .filter(o -> o.isSetup() || o.on().isBefore(from))
                .forEach(once::add);
        once.addAll(plan.get().once());
        Subscription taken = subscription
                .withOnce(once)
                .withTerm(plan.get().term())
                .expiringOn(plan.get().expiresOn());
        boolean cancelled = !subscription.end().equals(subscription.expiresOn()); // whatever state it is in
        return cancelled
                ? taken
                : taken.ending(plan.get().expiresOn(), subscription.keptUntil(), subscription.refunding());
    }

    private static void tellAgreed(
            AccountBook book, Command.ChangePlan command, SubscriptionId id, LocalDate day, Terms told) {
        book.tell(
                EventType.PLAN_CHANGE_AGREED,
                book.today(),
                id,
                Optional.empty(),
                Map.of("from", day.toString(), "plan", told.plan().value()));
        for (String discount : command.discounts()) {
            book.tell(EventType.DISCOUNT_GRANTED, book.today(), id, Optional.empty(), Map.of("discount", discount));
        }
    }

    /** A change that begins later. Where it is billed from an earlier day on, the timeline becomes another only then. */
    private static Subscription scheduled(
            Command.ChangePlan command,
            Subscription before,
            Timeline agreed,
            Timeline unscheduled,
            Optional<ScheduledChange.OfPlan> ofPlan,
            LocalDate day,
            LocalDate from) {
        boolean waits = command.collect() == Command.Settling.NEXT_INVOICE;
        if (from.isBefore(day)) {
            Subscription asItIs = before.withAgreed(unscheduled)
                    .withScheduled(Optional.of(new ScheduledChange(
                            day, from, unscheduled.from(day), ofPlan, Optional.of(agreed.from(from)), waits)));
            return asItIs.chargedThrough(asItIs.chargedThrough(), reviewedUntilItBegins(asItIs));
        }
        Optional<ScheduledChange> earlier = before.scheduled().filter(c -> ofPlan.isEmpty() && c.on().isBefore(day));
        LocalDate first = earlier.map(ScheduledChange::on).orElse(day);
        LocalDate billed = earlier.map(ScheduledChange::billedFrom).orElse(from);
        Optional<ScheduledChange.OfPlan> brings =
                ofPlan.or(() -> before.scheduled().flatMap(ScheduledChange::plan));
        return before.withAgreed(agreed)
                .withScheduled(Optional.of(
                        new ScheduledChange(first, billed, unscheduled.from(first), brings, Optional.empty(), waits)));
    }

    /** From where lines must be at hand when a scheduled change begins that is billed from an earlier day on. */
    static Optional<LocalDate> reviewedUntilItBegins(Subscription subscription) {
        return subscription
                .scheduled()
                .flatMap(ScheduledChange::becomes)
                .map(becomes -> Rating.stretchStart(subscription.timeline(), becomes.start()))
                .filter(day -> day.isBefore(subscription.chargedThrough()))
                .map(day -> subscription.reviewFrom().filter(day::isAfter).orElse(day))
                .or(subscription::reviewFrom);
    }

    /** The contract as it is today: a change whose day has come before anything ran has begun. */
    private static Subscription begun(AccountBook book, SubscriptionId id) {
        Subscription begun = begin(book, running(book, id), book.today());
        book.put(begun);
        return begun;
    }

    /** A change that was agreed for a day which has come. */
    static Subscription begin(AccountBook book, Subscription subscription, LocalDate day) {
        Optional<ScheduledChange> due = subscription.beginsBy(day);
        if (due.isEmpty()) {
            return subscription;
        }
        Subscription begun = taking(
                subscription.withScheduled(Optional.empty()),
                due.get().plan(),
                due.get().on());
        LocalDate told = latest(due.get().on(), due.get().billedFrom());
        begun = begun.announcedThrough(latest(begun.announcedThrough(), told));
        if (due.get().becomes().isEmpty()) {
            return begun(book, begun, told, day);
        }
        Timeline becomes = due.get().becomes().get();
        Subscription changed = begun.withAgreed(begun.agreed().followedBy(becomes.start(), becomes));
        LocalDate from = earliest(
                Rating.stretchStart(subscription.timeline(), becomes.start()),
                Rating.stretchStart(changed.timeline(), becomes.start()));
        Subscription reviewed = changed.chargedThrough(
                earliest(changed.chargedThrough(), becomes.start()),
                Optional.of(subscription.reviewFrom().filter(from::isAfter).orElse(from)));
        book.put(reviewed);
        follow(book, subscription, reviewed, day);
        return begun(book, reviewed, told, day);
    }

    /** Tells that the change began, and serves what it serves. */
    private static Subscription begun(AccountBook book, Subscription changed, LocalDate told, LocalDate day) {
        Timeline timeline = changed.timeline();
        Optional<Terms> terms = timeline.at(told).map(Segment::terms);
        terms.ifPresent(t -> tellChanged(book, changed.id(), day, t));
        return timeline.at(day)
                .map(now -> changed.withProduct(now.terms().product()))
                .orElse(changed);
    }

    private static void tellChanged(AccountBook book, SubscriptionId id, LocalDate day, Terms terms) {
        book.tell(
                EventType.PLAN_CHANGED,
                day,
                id,
                Optional.empty(),
                Map.of("plan", terms.plan().value(), "phase", terms.phase()));
    }

    private static CommandRefusedException notRunning(Subscription subscription, LocalDate day) {
        return new CommandRefusedException(
                Refusal.ALREADY_CANCELLED,
                subscription.id().toString(),
                "Cannot change subscription " + subscription.id() + " on " + day + ": it runs from "
                        + subscription.startOn()
                        + subscription.endOn().map(end -> " to " + end).orElse("")
                        + "; choose a day in between or subscribe the customer anew");
    }

    private static void requireSomethingNew(
            Subscription before, Command.ChangePlan command, Terms terms, boolean newPlan, LocalDate from) {
        BigDecimal quantity = command.quantity().orElse(terms.quantity());
        boolean samePrice = command.price()
                .flatMap(
                        p -> Optional.ofNullable(p.byPhase().get(terms.phase())).or(p::everywhere))
                .map(p -> p.equals(terms.unitPrice()))
                .orElse(true);
        if (!newPlan
                && quantity.compareTo(terms.quantity()) == 0
                && samePrice
                && command.discounts().isEmpty()
                && !command.resetAnchor()) {
            throw new CommandRefusedException(
                    Refusal.NOTHING_CHANGES,
                    before.id().toString(),
                    "Subscription " + before.id() + " already has plan " + terms.plan() + " with quantity "
                            + terms.quantity().toPlainString() + " on " + from + ": name another plan or quantity");
        }
    }

    private static Timeline laterOnPlan(
            AccountBook book,
            Command.ChangePlan command,
            Subscription before,
            Timeline unscheduled,
            LocalDate from,
            Segment replaced) {
        Plan plan = book.rules().catalog().plan(command.plan().orElseThrow());
        Timelines.Choice choice =
                choice(book, plan, command.quantity().orElse(replaced.terms().quantity()), command.price());
        Optional<Subscription> base = before.addOnTo().map(book::subscription);
        boolean aligned = plan.alignment().kind() != Alignment.Kind.SUBSCRIPTION;
        return Timelines.changing(
                choice,
                from,
                replaced,
                unscheduled,
                !command.resetAnchor() && !aligned,
                aligned && !command.resetAnchor() ? anchors(book, plan, base) : Timelines.Anchors.own());
    }

    private static Timeline granting(AccountBook book, Command.ChangePlan command, Timeline timeline, LocalDate from) {
        Timeline granted = timeline;
        for (String id : command.discounts()) {
            Terms terms = timeline.at(from).orElseThrow().terms();
            Discount discount = requireDiscount(book, id, from);
            if (discount.scope() == Discount.Scope.DOCUMENT
                    || !discount.granted().fits(terms.plan(), terms.product())) {
                throw new CommandRefusedException(
                        Refusal.DISCOUNT_NOT_AVAILABLE,
                        book.account().id().value(),
                        "Discount " + id + " is not for plan " + terms.plan() + ": leave it out");
            }
            granted = Timelines.discounted(granted, discount, from);
        }
        return granted;
    }

    /** Another quantity, price, discount or anchor on the same plan. */
    private static Timeline reshaped(AccountBook book, Command.ChangePlan command, Timeline timeline, LocalDate from) {
        if (timeline.isEmpty() || timeline.end().map(end -> !end.isAfter(from)).orElse(false)) {
            return timeline;
        }
        LocalDate day = latest(from, timeline.start());
        var plan = timeline.atOrAfter(day).orElseThrow().terms().plan();
        Timeline shaped = timeline.changedFrom(day, segment -> {
            Terms terms = segment.terms();
            if (command.quantity().isPresent()) {
                terms = terms.withQuantity(command.quantity().get());
            }
            if (command.price().isPresent() && terms.plan().equals(plan)) {
                Optional<UnitPrice> price = Optional.ofNullable(
                                command.price().get().byPhase().get(terms.phase()))
                        .or(() -> segment.terms().price().isFree()
                                ? Optional.empty()
                                : command.price().get().everywhere());
                if (price.isPresent()) {
                    terms = terms.withPrice(Price.perUnit(price.get()));
                }
            }
            return segment.on(command.resetAnchor() ? terms.anchoredAt(day, 0) : terms);
        });
        return granting(book, command, shaped, day);
    }

    /** The product that is served changes on {@code day}, although the terms are billed from another one on. */
    private static Timeline serving(Timeline agreed, Timeline before, LocalDate day, LocalDate from) {
        if (from.isAfter(day)) {
            var product = agreed.at(from).map(s -> s.terms().product());
            return product.isEmpty()
                    ? agreed
                    : agreed.changedFrom(
                            day, s -> s.from().isBefore(from) ? s.on(s.terms().withProduct(product.get())) : s);
        }
        if (from.isBefore(day)) {
            var product = before.at(from).map(s -> s.terms().product());
            Timeline until = agreed.until(day)
                    .changedFrom(
                            from,
                            s -> s.on(s.terms()
                                    .withProduct(product.orElse(s.terms().product()))));
            return until.followedBy(day, agreed);
        }
        return agreed;
    }

    static Outcome withdrawChange(AccountBook book, Command.WithdrawChange command) {
        Subscription before = begun(book, command.subscription());
        ScheduledChange scheduled = before.scheduled()
                .orElseThrow(() -> new CommandRefusedException(
                        Refusal.NOTHING_SCHEDULED,
                        before.id().toString(),
                        "Subscription " + before.id() + " has no change that has not begun: change it back instead"));
        Subscription restored = scheduled.becomes().isPresent()
                ? before.withScheduled(Optional.empty())
                : before.withAgreed(before.agreed().followedBy(scheduled.on(), scheduled.otherwise()))
                        .withScheduled(Optional.empty());
        book.put(reviewedOn(before, restored, scheduled.on()));
        follow(book, before, restored, scheduled.on());
        book.tell(
                EventType.PLAN_CHANGE_WITHDRAWN,
                book.today(),
                before.id(),
                Optional.empty(),
                Map.of("from", scheduled.on().toString()));
        return Outcome.of(before.id(), List.of());
    }

    static Outcome migratePrice(AccountBook book, Command.MigratePrice command) {
        Subscription before = running(book, command.subscription());
        if (command.on().isBefore(book.today())) {
            throw inThePast(before, command.on(), book.today());
        }
        before.pause().ifPresent(p -> requireNotResting(before, p.from()));
        LocalDate earliest = latest(
                latest(command.on(), before.startOn()),
                before.term()
                        .rule()
                        .minimum()
                        .map(m -> LegalPeriods.endOfPeriodFrom(before.term().startOn(), m)
                                .plusDays(1 + (long) before.term().shiftedDays()))
                        .orElse(command.on()));
        Segment there = before.timeline().at(earliest).orElseThrow(() -> notRunning(before, earliest));
        LocalDate from = latest(there.terms().grid().boundaryOnOrAfter(earliest), before.chargedThrough());
        Terms old = before.timeline()
                .at(from)
                .orElseThrow(() -> notRunning(before, from))
                .terms();
        Plan plan = book.rules().catalog().plan(old.plan());
        Map<String, Plan.DatedPhase> phases = new HashMap<>();
        plan.phasesFrom(before.startOn(), true).forEach(phase -> phases.put(phase.name(), phase));
        Subscription changed = before.reshaped(timeline -> timeline.isEmpty()
                        || timeline.end().map(end -> !end.isAfter(from)).orElse(false)
                ? timeline
                : timeline.changedFrom(latest(from, timeline.start()), segment -> {
                    Terms terms = segment.terms();
                    Plan.DatedPhase phase = phases.get(terms.phase());
                    return !terms.plan().equals(plan.id()) || terms.overridden() || phase == null
                            ? segment
                            : segment.on(terms.repriced(
                                    book.rules().catalogVersion(), plan.name(), phase.price(), phase.usage()));
                }));
        Terms now = changed.timeline().at(from).orElseThrow().terms();
        Money oldPrice = old.price().of(old.quantity());
        Money newPrice = now.price().of(now.quantity());
        if (now.price().equals(old.price()) && now.usage().equals(old.usage())) {
            throw new CommandRefusedException(
                    Refusal.NOTHING_CHANGES,
                    before.id().toString(),
                    "Subscription " + before.id() + " already has the price of plan " + plan.id()
                            + (old.overridden() ? ", or one that was agreed with the customer" : "") + ": " + oldPrice);
        }
        book.put(reviewedOn(before, changed, from));
        book.tell(
                EventType.PRICE_CHANGE_ANNOUNCED,
                book.today(),
                before.id(),
                Optional.of(newPrice),
                Map.of("from", from.toString(), "oldPrice", oldPrice.toString(), "newPrice", newPrice.toString()));
        return Outcome.of(before.id(), List.of());
    }

    // --- ending ------------------------------------------------------------------------------------------------------

    static Outcome cancel(AccountBook book, Command.Cancel command) {
        Subscription before = running(book, command.subscription());
        LocalDate end = latest(dayOf(book, before, command.when()), before.startOn());
        requireNotBound(book, before, end);
        if (before.endOn().isPresent() && !end.isBefore(before.endOn().get())) {
            throw new CommandRefusedException(
                    Refusal.ALREADY_CANCELLED,
                    before.id().toString(),
                    "Subscription " + before.id() + " already ends on "
                            + before.endOn().get() + ": only an earlier day would change that");
        }
        List<DocumentId> documents = new ArrayList<>(cancel(book, before, end, command.settle(), false));
        for (Subscription addOn : addOnsOf(book, before.id())) {
            if (addOn.endOn().map(end::isBefore).orElse(true)) {
                documents.addAll(cancel(book, addOn, latest(end, addOn.startOn()), command.settle(), true));
            }
        }
        return Outcome.of(before.id(), documents);
    }

    /** A customer is bound by minimum term and notice; the shop may let go earlier. */
    private static void requireNotBound(AccountBook book, Subscription subscription, LocalDate end) {
        if (!book.isCustomers() || subscription.term().isFree()) {
            return;
        }
        LocalDate earliest = subscription.term().earliestEnd(book.today());
        if (end.isBefore(earliest)) {
            throw new CommandRefusedException(
                    Refusal.TOO_EARLY,
                    subscription.id().toString(),
                    "Subscription " + subscription.id() + " cannot end on " + end
                            + ": with its minimum term and notice the first day without service is " + earliest
                            + " at the earliest; cancel it to that day");
        }
    }

    private static List<DocumentId> cancel(
            AccountBook book, Subscription given, LocalDate end, Command.PaidDays settle, boolean withBase) {
        LocalDate today = book.today();
        boolean refunding = settle == Command.PaidDays.REFUND;
        Optional<LocalDate> kept =
                settle == Command.PaidDays.NONE ? Optional.of(billedUntil(book, given)) : Optional.empty();
        SubscriptionState state =
                given.state() == SubscriptionState.NOT_STARTED ? given.state() : SubscriptionState.CANCELLED;
        Subscription ending = given.ending(Optional.of(end), kept, refunding)
                .endingWithBase(withBase)
                .in(state);
        book.tell(
                EventType.CANCELLED,
                today,
                given.id(),
                Optional.empty(),
                Map.of("endOn", end.toString(), "paidDays", settle.name()));
        if (end.isAfter(today) && !end.equals(given.startOn())) {
            book.put(reviewedOn(given, ending, end));
            Releases.refresh(book, book.subscription(given.id()), today);
            return List.of();
        }
        book.put(ending);
        List<DocumentId> documents =
                settle(book, given, ending, end, Command.Settling.NOW, refunding ? PayOut.REFUND : PayOut.CREDIT);
        Advance.end(book, book.subscription(given.id()), today);
        Releases.refresh(book, book.subscription(given.id()), today);
        return documents;
    }

    /** The end of the last day that is billed, whether or not it is to stay so. */
    private static LocalDate billedUntil(AccountBook book, Subscription subscription) {
        LocalDate until = subscription.chargedThrough();
        for (Billed line : book.billed(subscription.id())) {
            for (ServicePeriod run : line.standingRuns()) {
                until = latest(until, run.end());
            }
        }
        return until;
    }

    static Outcome revokeCancellation(AccountBook book, Command.RevokeCancellation command) {
        Subscription before = running(book, command.subscription());
        if (before.end().equals(before.expiresOn())) {
            throw new CommandRefusedException(
                    Refusal.NOT_CANCELLED,
                    before.id().toString(),
                    "Subscription " + before.id() + " was not cancelled"
                            + before.endOn()
                                    .map(end -> ": it ends by itself on " + end)
                                    .orElse("")
                            + "; there is nothing to revoke");
        }
        if (before.endsWithBase()) {
            throw new CommandRefusedException(
                    Refusal.ADD_ON,
                    before.id().toString(),
                    "Subscription " + before.id() + " ends with its base "
                            + before.addOnTo().map(SubscriptionId::toString).orElse("")
                            + ": revoke the cancellation of that");
        }
        revoke(book, before);
        for (Subscription addOn : addOnsOf(book, before.id())) {
            if (addOn.endsWithBase()) {
                revoke(book, addOn);
            }
        }
        return Outcome.of(before.id(), List.of());
    }

    private static void revoke(AccountBook book, Subscription before) {
        SubscriptionState state =
                before.state() == SubscriptionState.CANCELLED ? SubscriptionState.ACTIVE : before.state();
        LocalDate end = before.endOn().orElseThrow();
        Subscription goesOn = before.ending(before.expiresOn(), Optional.empty(), false)
                .endingWithBase(false)
                .in(state);
        book.put(reviewedOn(before, goesOn, end));
        book.tell(EventType.CANCELLATION_REVOKED, book.today(), before.id(), Optional.empty(), Map.of());
        Releases.refresh(book, book.subscription(before.id()), book.today());
    }

    static Outcome withdraw(AccountBook book, Command.Withdraw command) {
        Subscription before = running(book, command.subscription());
        LocalDate last = Withdrawal.lastDay(before.concludedOn(), book.account().state());
        if (book.today().isAfter(last)) {
            throw new CommandRefusedException(
                    Refusal.TOO_LATE,
                    before.id().toString(),
                    "Subscription " + before.id() + " was concluded on " + before.concludedOn()
                            + " and could be withdrawn from until " + last + ": cancel it instead");
        }
        List<DocumentId> documents = new ArrayList<>(withdraw(book, before, command.compensation()));
        for (Subscription addOn : addOnsOf(book, before.id())) {
            documents.addAll(withdraw(book, addOn, command.compensation()));
        }
        return Outcome.of(before.id(), documents);
    }

    private static List<DocumentId> withdraw(AccountBook book, Subscription before, boolean compensation) {
        LocalDate today = book.today();
        boolean used = compensation && isUsedByDays(book, before) && today.isAfter(before.startOn());
        LocalDate end = used ? today : before.startOn();
        Subscription ending = before.in(SubscriptionState.CANCELLED)
                .withOnce(List.of())
                .ending(Optional.of(end), Optional.empty(), true);
        book.put(ending);
        List<Charge> back = new ArrayList<>();
        for (Line line : book.lines()) {
            boolean once =
                    line.charge().kind() == LineKind.SETUP || line.charge().kind() == LineKind.ONE_TIME;
            if (once && line.charge().subscription().equals(Optional.of(before.id()))) {
                Corrections.leftOf(book, line).ifPresent(left -> back.add(Corrections.adjustment(line, left)));
            }
        }
        Rating.Difference difference =
                Rating.desiredMinusBilled(ending, book.billed(before.id()), before.startOn(), today);
        back.addAll(difference.charges());
        back.addAll(Advance.settleUse(book, Advance.billedThrough(book, ending, difference), today));
        List<DocumentId> documents = Billing.issueWithWaiting(book, today, back, PayOut.REFUND);
        book.tell(
                EventType.WITHDRAWN,
                today,
                before.id(),
                Optional.empty(),
                Map.of("compensation", Boolean.toString(used)));
        Advance.end(book, book.subscription(before.id()), today);
        Releases.refresh(book, book.subscription(before.id()), today);
        return documents;
    }

    /** Services and access are compensated for by days; what was sent or fetched is not. */
    private static boolean isUsedByDays(AccountBook book, Subscription subscription) {
        ProductKind kind = book.rules().catalog().products().stream()
                .filter(p -> p.id().equals(subscription.product()))
                .map(p -> p.kind())
                .findFirst()
                .orElse(ProductKind.SERVICE);
        return kind == ProductKind.SERVICE || kind == ProductKind.ACCESS;
    }

    // --- resting -----------------------------------------------------------------------------------------------------

    static Outcome pause(AccountBook book, Command.Pause command) {
        Subscription before = running(book, command.subscription());
        LocalDate from = dayOf(book, before, command.when());
        if (from.isBefore(book.today())) {
            throw inThePast(before, from, book.today());
        }
        requireMayRest(before, from);
        Pause pause = new Pause(from, command.until(), command.billing(), command.extend());
        List<DocumentId> documents = new ArrayList<>(pause(book, before, pause, EventType.PAUSE_AGREED));
        for (Subscription addOn : addOnsOf(book, before.id())) {
            if (mayRestWithBase(addOn, from)) {
                documents.addAll(pause(book, addOn, pause, EventType.PAUSE_AGREED));
            }
        }
        return Outcome.of(before.id(), documents);
    }

    private static void requireMayRest(Subscription before, LocalDate from) {
        if (before.state() == SubscriptionState.CANCELLED) {
            throw new CommandRefusedException(
                    Refusal.ALREADY_CANCELLED,
                    before.id().toString(),
                    "Subscription " + before.id() + " was cancelled and ends on "
                            + before.endOn().map(LocalDate::toString).orElse("")
                            + ": revoke the cancellation before it can rest");
        }
        before.pause().ifPresent(p -> requireNotResting(before, p.from()));
        if (before.state() == SubscriptionState.NOT_STARTED
                || before.timeline().at(from).isEmpty()) {
            throw new CommandRefusedException(
                    Refusal.NOTHING_CHANGES,
                    before.id().toString(),
                    "Subscription " + before.id() + " does not run on " + from + ": it runs from " + before.startOn()
                            + before.endOn().map(end -> " to " + end).orElse("") + "; choose a day in between");
        }
    }

    private static boolean mayRestWithBase(Subscription addOn, LocalDate from) {
        return addOn.state() == SubscriptionState.ACTIVE
                && addOn.pause().isEmpty()
                && addOn.timeline().at(from).isPresent();
    }

    private static List<DocumentId> pause(AccountBook book, Subscription before, Pause pause, EventType told) {
        LocalDate today = book.today();
        Subscription paused = before.withPause(Optional.of(pause));
        if (pause.billing() && !pause.extend()) {
            paused = reviewedOn(before, paused, pause.from());
        } else if (pause.extend() && before.chargedThrough().isAfter(pause.from())) {
            LocalDate start = Rating.stretchStart(before.timeline(), pause.from());
            paused = paused.chargedThrough(
                    before.chargedThrough(),
                    Optional.of(before.reviewFrom().filter(start::isAfter).orElse(start)));
        }
        Map<String, String> details = new HashMap<>(Map.of("from", pause.from().toString()));
        pause.until().ifPresent(until -> details.put("until", until.toString()));
        book.put(paused);
        book.tell(told, today, before.id(), Optional.empty(), details);
        List<DocumentId> documents =
                pause.from().isAfter(today) ? List.of() : Billing.issue(book, today, Advance.rest(book, paused, today));
        Releases.refresh(book, book.subscription(before.id()), today);
        return documents;
    }

    static Outcome resume(AccountBook book, Command.Resume command) {
        Subscription before = running(book, command.subscription());
        Pause pause = before.pause()
                .orElseThrow(() -> new CommandRefusedException(
                        Refusal.NOT_PAUSED,
                        before.id().toString(),
                        "Subscription " + before.id() + " does not rest: there is nothing to resume"));
        LocalDate day = command.when() instanceof Timing.On ? dayOf(book, before, command.when()) : book.today();
        if (day.isBefore(book.today())) {
            throw inThePast(before, day, book.today());
        }
        List<DocumentId> documents = new ArrayList<>(resume(book, before, pause, day));
        for (Subscription addOn : addOnsOf(book, before.id())) {
            boolean together = addOn.pause()
                    .map(p -> p.from().equals(pause.from()) && p.until().equals(pause.until()))
                    .orElse(false);
            if (together) {
                documents.addAll(resume(book, addOn, addOn.pause().orElseThrow(), day));
            }
        }
        return Outcome.of(before.id(), documents);
    }

    private static List<DocumentId> resume(AccountBook book, Subscription before, Pause pause, LocalDate day) {
        LocalDate today = book.today();
        List<DocumentId> documents = List.of();
        if (!day.isAfter(pause.from())) {
            SubscriptionState state =
                    before.state() == SubscriptionState.PAUSED ? SubscriptionState.ACTIVE : before.state();
            Subscription goesOn = before.withPause(Optional.empty()).in(state);
            book.put(goesOn);
            book.tell(EventType.RESUMED, today, before.id(), Optional.empty(), Map.of());
            documents =
                    settle(book, before, goesOn, earliest(pause.from(), today), Command.Settling.NOW, PayOut.CREDIT);
        } else {
            Subscription until = before.withPause(
                    Optional.of(new Pause(pause.from(), Optional.of(day), pause.billing(), pause.extend())));
            book.put(until);
            if (!day.isAfter(today)) {
                documents = Billing.issue(book, today, Advance.one(book, until, today));
            } else if (before.state() == SubscriptionState.PAUSED && pause.billing() && !pause.extend()) {
                documents = settle(book, before, until, pause.from(), Command.Settling.NOW, PayOut.CREDIT);
            }
        }
        Releases.refresh(book, book.subscription(before.id()), today);
        return documents;
    }

    static Outcome skip(AccountBook book, Command.Skip command) {
        Subscription before = running(book, command.subscription());
        LocalDate today = book.today();
        LocalDate start = latest(
                dayOf(before, Timing.periodEnd(), today),
                before.chargedThrough().isAfter(today) ? before.chargedThrough() : today);
        requireMayRest(before, start);
        ServicePeriod gap = new ServicePeriod(
                start,
                before.timeline()
                        .at(start)
                        .orElseThrow()
                        .terms()
                        .periodAt(start)
                        .end());
        if (command.what() == Command.Skipped.DELIVERY) {
            book.tell(
                    EventType.DELIVERY_SKIPPED,
                    today,
                    before.id(),
                    Optional.empty(),
                    Map.of("from", start.toString(), "until", gap.end().toString()));
            return Outcome.of(before.id(), List.of());
        }
        Pause rest = new Pause(gap.start(), Optional.of(gap.end()), true, true);
        List<DocumentId> documents = new ArrayList<>(pause(book, before, rest, EventType.PERIOD_SKIPPED));
        for (Subscription addOn : addOnsOf(book, before.id())) {
            if (mayRestWithBase(addOn, start)) {
                documents.addAll(pause(book, addOn, rest, EventType.PERIOD_SKIPPED));
            }
        }
        return Outcome.of(before.id(), documents);
    }

    // --- boundaries that follow others -------------------------------------------------------------------------------

    static Outcome setBillingDay(AccountBook book, Command.SetBillingDay command) {
        if (book.account().billingDay().equals(Optional.of(command.day()))) {
            throw new CommandRefusedException(
                    Refusal.NOTHING_CHANGES,
                    book.account().id().value(),
                    "Account " + book.account().id() + " is already billed on day " + command.day());
        }
        book.put(book.account().withBillingDay(command.day()));
        for (Subscription before : book.subscriptions()) {
            if (!before.isLive() || !isAligned(before, Alignment.Kind.ACCOUNT)) {
                continue;
            }
            before.pause().ifPresent(p -> requireNotResting(before, p.from()));
            LocalDate from = paidUntil(before, book.today());
            Subscription realigned = before.reshaped(timeline -> aligned(timeline, from, command.day()));
            book.put(realigned);
            follow(book, before, realigned, from);
        }
        book.tell(
                EventType.BILLING_DAY_CHANGED,
                book.today(),
                book.account().id(),
                Optional.empty(),
                Map.of("day", Integer.toString(command.day())));
        return Outcome.nothing();
    }

    private static LocalDate paidUntil(Subscription subscription, LocalDate today) {
        LocalDate now = latest(today, subscription.startOn());
        Optional<Segment> running = subscription.timeline().at(now);
        boolean inArrears = running.map(s -> s.terms().inArrears()).orElse(false);
        return inArrears
                ? Rating.periodEnd(subscription.timeline(), now)
                : latest(subscription.chargedThrough(), subscription.startOn());
    }

    private static boolean isAligned(Subscription subscription, Alignment.Kind kind) {
        return subscription.agreed().segments().stream()
                .anyMatch(s -> s.terms().alignment().kind() == kind);
    }

    private static Timeline aligned(Timeline timeline, LocalDate from, int day) {
        if (timeline.isEmpty() || timeline.end().map(end -> !end.isAfter(from)).orElse(false)) {
            return timeline;
        }
        return timeline.changedFrom(latest(from, timeline.start()), s -> {
            Terms terms = s.terms();
            return terms.alignment().kind() == Alignment.Kind.ACCOUNT
                    ? s.on(terms.anchoredAt(CalendarAnchor.onDay(day).anchorFor(s.from(), terms.interval()), 0))
                    : s;
        });
    }

    /** Add-ons that are aligned to their base get its boundaries from the day on which these became others. */
    private static void follow(AccountBook book, Subscription before, Subscription base, LocalDate day) {
        for (Subscription addOn : addOnsOf(book, base.id())) {
            if (!isAligned(addOn, Alignment.Kind.BASE) || sameBoundaries(before, base, day)) {
                continue;
            }
            LocalDate from = paidUntil(addOn, book.today());
            LocalDate on = latest(from, day);
            book.put(addOn.reshaped(timeline -> timeline.isEmpty()
                            || timeline.end().map(end -> !end.isAfter(on)).orElse(false)
                    ? timeline
                    : timeline.changedFrom(latest(on, timeline.start()), s -> {
                        Terms terms = s.terms();
                        Optional<Terms> leading =
                                base.agreed().atOrAfter(s.from()).map(Segment::terms);
                        return terms.alignment().kind() == Alignment.Kind.BASE && leading.isPresent()
                                ? s.on(terms.anchoredAt(
                                        leading.get().anchor(), leading.get().shiftDays()))
                                : s;
                    })));
        }
    }

    private static boolean sameBoundaries(Subscription before, Subscription after, LocalDate day) {
        List<Object> old = before.agreed().from(day).segments().stream()
                .<Object>map(s -> s.terms().grid())
                .distinct()
                .toList();
        return old.equals(after.agreed().from(day).segments().stream()
                .<Object>map(s -> s.terms().grid())
                .distinct()
                .toList());
    }

    private static List<Subscription> addOnsOf(AccountBook book, SubscriptionId base) {
        return book.subscriptions().stream()
                .filter(s -> s.isLive() && s.addOnTo().equals(Optional.of(base)))
                .toList();
    }

    // --- settling ----------------------------------------------------------------------------------------------------

    /** Bills what is different since the stretch in which it became so, now or with the next document. */
    private static List<DocumentId> settle(
            AccountBook book,
            Subscription before,
            Subscription changed,
            LocalDate since,
            Command.Settling collect,
            PayOut payOut) {
        LocalDate today = book.today();
        LocalDate day = earliest(since, today);
        LocalDate from = earliest(
                before.chargedThrough(),
                earliest(Rating.stretchStart(before.timeline(), day), Rating.stretchStart(changed.timeline(), day)));
        from = before.reviewFrom().filter(from::isAfter).orElse(from);
        Rating.Difference difference = Rating.desiredMinusBilled(changed, book.billed(changed.id()), from, today);
        Subscription billed = Advance.billedThrough(book, changed, difference);
        List<Charge> charges = new ArrayList<>(difference.charges());
        charges.addAll(Advance.settleUse(book, billed, today));
        charges.addAll(Advance.settleOnce(book, book.subscription(billed.id()), today));
        List<DocumentId> documents = List.of();
        if (collect == Command.Settling.NEXT_INVOICE) {
            Billing.keepWaiting(book, charges);
        } else if (changed.endOn().map(end -> !end.isAfter(today)).orElse(false)) {
            documents = Billing.issueWithWaiting(book, today, charges, payOut);
        } else {
            documents = Billing.issue(book, today, charges, payOut);
        }
        book.put(Advance.billedThrough(book, book.subscription(changed.id()), difference));
        return documents;
    }

    static LocalDate earliest(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }

    static LocalDate latest(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }

    /**
     * A later day on which the timeline becomes another: what is billed beyond it is looked at then, and so is a stretch
     * that now goes on where the billed days end.
     */
    private static Subscription reviewedOn(Subscription before, Subscription changed, LocalDate day) {
        LocalDate through = earliest(day, before.chargedThrough());
        LocalDate from = earliest(
                Rating.stretchStart(before.timeline(), through), Rating.stretchStart(changed.timeline(), through));
        if (through.equals(before.chargedThrough()) && from.equals(through)) {
            return changed;
        }
        return changed.chargedThrough(
                through, Optional.of(before.reviewFrom().filter(from::isAfter).orElse(from)));
    }
}
