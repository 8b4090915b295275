package io.aboengine.account;

import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.calendar.LegalPeriods;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.catalog.Alignment;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.PlanId;
import io.aboengine.catalog.Price;
import io.aboengine.charge.ChargeKey;
import io.aboengine.charge.Rating;
import io.aboengine.event.EventType;
import io.aboengine.invoice.DocumentId;
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
import io.aboengine.subscription.Term;
import io.aboengine.subscription.Terms;
import io.aboengine.subscription.Timeline;
import io.aboengine.subscription.Timelines;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/** A contract changes to another plan, quantity, price or discount, at once or on a later day; and its price migrates. */
final class Changes {
    private Changes() {}

    /** From which day the new terms are billed if the service changes on {@code day}. */
    static LocalDate billedFrom(Subscription subscription, LocalDate day, Command.Settlement settle) {
        Timeline timeline = subscription.timeline();
        Optional<Segment> running = timeline.at(day);
        if (settle == Command.Settlement.PRORATE || running.isEmpty()) {
            return day;
        }
        ServicePeriod period = running.get().terms().periodAt(day);
        if (settle == Command.Settlement.FULL) {
            LocalDate first = periodBegins(subscription, running.get(), day);
            return timeline.atOrAfter(first)
                    .map(Segment::from)
                    .filter(from -> from.isAfter(first)) // it rested when the period began
                    .orElse(first);
        }
        boolean begun = day.isAfter(period.start()) || day.isBefore(subscription.chargedThrough());
        LocalDate end = timeline.end().filter(period.end()::isAfter).orElse(period.end());
        return begun ? end : day;
    }

    /** The first day of the billing period, which began earlier than its boundaries tell if the contract rested in it. */
    private static LocalDate periodBegins(Subscription subscription, Segment running, LocalDate day) {
        LocalDate begins = running.terms().periodAt(day).start();
        for (Segment earlier : subscription.timeline().segments()) {
            Optional<LocalDate> last =
                    earlier.to().filter(to -> !to.isAfter(running.from())).map(to -> to.minusDays(1));
            if (last.isPresent()
                    && earlier.terms().shiftDays() < running.terms().shiftDays()
                    && running.terms().samePeriod(day, earlier.terms(), last.get())) {
                begins = Contracts.earliest(
                        begins, earlier.terms().periodAt(last.get()).start());
            }
        }
        return Contracts.latest(
                begins,
                subscription
                        .billedUntil()
                        .filter(subscription.startOn()::isBefore)
                        .orElse(subscription.startOn()));
    }

    /** A day from which on all must be there to see to tell {@link #billedFrom}: when the period began before it was moved. */
    static LocalDate reachedFrom(Subscription subscription, LocalDate day, Command.Settlement settle) {
        return subscription
                .timeline()
                .at(day)
                .filter(running -> settle == Command.Settlement.FULL)
                .map(running -> Contracts.latest(
                        running.terms()
                                .periodAt(day)
                                .start()
                                .minusDays(running.terms().shiftDays()),
                        subscription.startOn()))
                .orElseGet(() -> billedFrom(subscription, day, settle));
    }

    static Contracts.Outcome changePlan(AccountBook book, Command.ChangePlan command) {
        command.price().ifPresent(price -> requireCurrency(book, price));
        Subscription before = begun(book, command.subscription());
        LocalDate day = dayOf(book, before, command);
        Contracts.requireNotResting(book, before, day, "Cannot change subscription " + before.id() + ": it");
        LocalDate from = billedFrom(before, day, command.settle());
        requireNotForgone(before, from);
        Change change = changeOf(book, command, before, day, from);
        before.scheduled()
                .filter(waiting -> change.newPlan())
                .ifPresent(waiting -> tellWithdrawn(book, before.id(), waiting));
        tellAgreed(book, command, before.id(), day, change.told());
        return day.isAfter(book.today()) ? schedule(book, command, change) : carryOut(book, command, change);
    }

    /** The paid days of a rest that stay with a cancellation are not charged at another price. */
    private static void requireNotForgone(Subscription before, LocalDate from) {
        before.pause()
                .filter(Pause::isOver)
                .flatMap(Pause::until)
                .filter(from::isBefore)
                .ifPresent(until -> {
                    throw new CommandRefusedException(
                            Refusal.ALREADY_CANCELLED,
                            before.id().toString(),
                            "Cannot bill subscription " + before.id() + " otherwise from " + from
                                    + " on: it was cancelled so that the paid days of its rest until " + until
                                    + " stay as they are; let the change be billed from then on, or revoke the cancellation");
                });
    }

    private static LocalDate dayOf(AccountBook book, Subscription before, Command.ChangePlan command) {
        LocalDate first =
                Contracts.latest(before.startOn(), before.billedUntil().orElse(LocalDate.MIN));
        if (command.when() instanceof Timing.On on && on.day().isBefore(first)) {
            throw new CommandRefusedException(
                    Refusal.TOO_EARLY,
                    before.id().toString(),
                    "Cannot change subscription " + before.id() + " on " + on.day()
                            + ": the first day it can change on is " + first + "; choose that day or a later one");
        }
        return Contracts.latest(Contracts.dayOf(book, before, command.when()), first);
    }

    /**
     * A change as it is agreed.
     *
     * @param before the contract as it is
     * @param onto the contract as it is changed: what was agreed for later days has begun where the change is made to that
     * @param unscheduled the timeline without a change that waits
     * @param day from which day on it is served so
     * @param from from which day on it is billed so
     * @param newPlan whether the plan becomes another, and not only quantity, price or discounts
     * @param ofPlan what another plan brings
     * @param served the timeline with the change, as it is served
     * @param told the terms that the customer is told
     */
    private record Change(
            Subscription before,
            Subscription onto,
            Timeline unscheduled,
            LocalDate day,
            LocalDate from,
            boolean newPlan,
            Optional<ScheduledChange.OfPlan> ofPlan,
            Timeline served,
            Terms told) {}

    private static Change changeOf(
            AccountBook book, Command.ChangePlan command, Subscription before, LocalDate day, LocalDate from) {
        boolean later = day.isAfter(book.today());
        Segment replaced = before.timeline()
                .at(from)
                .or(() -> before.agreed().at(from))
                .orElseThrow(() -> notRunning(before, from));
        Timeline agreed = before.agreed();
        Timeline unscheduled = before.scheduled()
                .map(c -> agreed.followedBy(c.on(), c.otherwise()))
                .orElse(agreed);
        Subscription promised = promised(before);
        boolean onPromised =
                before.scheduled().filter(c -> !c.on().isAfter(day)).isPresent();
        Terms billed = (onPromised ? promised : before)
                .timeline()
                .at(day)
                .orElseThrow(() -> notRunning(before, day))
                .terms();
        Optional<Segment> agreedLast =
                day.isBefore(book.today()) ? Optional.empty() : Timelines.agreedForLater(unscheduled, day);
        Optional<Segment> onAlready = agreedLast.filter(
                s -> before.scheduled().map(c -> c.on().isAfter(day)).orElse(true));
        boolean newPlan = command.plan()
                .filter(plan -> !plan.equals(billed.plan())
                        || unscheduled.from(day).segments().stream()
                                .anyMatch(s -> !s.terms().plan().equals(plan)))
                .isPresent();
        requireSomethingNew(before, command, onAlready.map(Segment::terms).orElse(billed), newPlan, day);
        if (later && from.isBefore(day) && !newPlan) {
            requireNoOther(before, day, from);
        }
        Subscription onto = onAlready.map(s -> broughtForward(before, s, from)).orElse(before);
        Timeline promises = later && onAlready.isEmpty() ? promised.agreed() : onto.agreed();
        Timeline changing = agreedLast
                .map(s -> Timelines.broughtForward(unscheduled, s.terms(), from, s.from()))
                .orElse(unscheduled);
        Timeline shaped = newPlan
                ? onPlan(book, command, before, changing, from, replaced)
                : reshaped(book, command, promises, from);
        Timeline served = serving(shaped, unscheduled, day, from);
        Optional<ScheduledChange.OfPlan> ofPlan = newPlan
                ? Optional.of(
                        ofPlan(book, command, before, served, changing, Timelines.paidFrom(replaced, changing, from)))
                : Optional.empty();
        ofPlan.ifPresent(plan -> requireNoEarlierEnd(book, before, plan.term(), day));
        Terms told = served.at(Contracts.latest(day, from))
                .map(Segment::terms)
                .orElseThrow(() -> new InvalidRequestException(
                        "plan", command.plan(), "is over by " + day + " if it is billed from " + from + " on"));
        return new Change(before, onto, unscheduled, day, from, newPlan, ofPlan, served, told);
    }

    /** Agreed for a later day. */
    private static Contracts.Outcome schedule(AccountBook book, Command.ChangePlan command, Change change) {
        Subscription before = change.before();
        LocalDate day = change.day();
        LocalDate from = change.from();
        Subscription scheduled = isBesides(before, change.newPlan()) && !from.isBefore(day)
                ? change.onto().reshaped(t -> reshaped(book, command, t, from))
                : scheduled(command, change);
        if (day.equals(before.startOn())) {
            scheduled = scheduled.withProduct(change.told().product());
        }
        book.put(from.isBefore(day) ? scheduled : Contracts.reviewedOn(before, scheduled, day));
        Boundaries.follow(book, before, book.subscription(before.id()), Contracts.earliest(day, from), book.today());
        return Contracts.Outcome.of(before.id(), List.of());
    }

    /** Agreed for today or for a day that has passed. */
    private static Contracts.Outcome carryOut(AccountBook book, Command.ChangePlan command, Change change) {
        Subscription before = change.before();
        LocalDate from = change.from();
        LocalDate today = book.today();
        Subscription changed = change.newPlan()
                ? taking(
                        before.withScheduled(Optional.empty()),
                        change.ofPlan(),
                        from,
                        once -> isCharged(
                                book, before.id(), once, command.plan().orElseThrow()))
                : change.onto().reshaped(timeline -> reshaped(book, command, timeline, from));
        changed = changed.withAgreed(change.served());
        Terms now = changed.agreed().at(today).map(Segment::terms).orElse(change.told());
        changed = changed.withProduct(now.product())
                .announcedThrough(Contracts.latest(changed.announcedThrough(), Contracts.latest(change.day(), from)));
        if (from.isBefore(today)) {
            Billing.keepWaiting(book, Use.beforeCut(book, before, changed, from));
            Use.join(book, changed, from);
            Billing.keepWaiting(book, Use.chargedAgain(book, before, changed, from));
        }
        book.put(changed);
        tellChanged(book, before.id(), today, change.told());
        Boundaries.follow(book, before, changed, from, book.today());
        followEnds(book, before.id());
        List<DocumentId> documents =
                Contracts.settle(book, before, book.subscription(before.id()), from, command.collect(), PayOut.CREDIT);
        Releases.refresh(book, book.subscription(before.id()), today);
        return Contracts.Outcome.of(before.id(), documents);
    }

    /** As it will be once a change has begun that is billed from an earlier day on. */
    private static Subscription promised(Subscription subscription) {
        return subscription
                .scheduled()
                .flatMap(ScheduledChange::becomes)
                .map(becomes -> subscription.withAgreed(subscription.agreed().followedBy(becomes.start(), becomes)))
                .orElse(subscription);
    }

    /** Whether terms change besides a change that waits, and that is billed from an earlier day on: they hold with it and without it. */
    private static boolean isBesides(Subscription subscription, boolean newPlan) {
        return !newPlan
                && subscription.scheduled().flatMap(ScheduledChange::becomes).isPresent();
    }

    /** A customer does not escape a minimum term by a change to a plan that binds for less; the shop may allow it. */
    private static void requireNoEarlierEnd(AccountBook book, Subscription before, Term term, LocalDate day) {
        if (!book.isCustomers() || before.term().isFree()) {
            return;
        }
        LocalDate bound = before.term().earliestEnd(book.today());
        LocalDate end = term.isFree() ? day : term.earliestEnd(book.today());
        if (end.isBefore(bound) && day.isBefore(bound)) {
            throw new CommandRefusedException(
                    Refusal.TOO_EARLY,
                    before.id().toString(),
                    "Subscription " + before.id() + " is bound until " + bound + " and could end on " + end
                            + " with this plan: change to it for " + bound + ", or to a plan that binds as long");
        }
    }

    /** Only what begins on one day can wait to be billed from an earlier day on: nothing else could begin on its own day. */
    private static void requireNoOther(Subscription before, LocalDate day, LocalDate from) {
        before.scheduled().filter(waiting -> !waiting.on().equals(day)).ifPresent(waiting -> {
            throw new CommandRefusedException(
                    Refusal.CHANGE_SCHEDULED,
                    before.id().toString(),
                    "Cannot agree for subscription " + before.id() + " on a change on " + day + " that is billed from "
                            + from + " on, while another waits for " + waiting.on()
                            + ": settle this one by days (PRORATE) or not at all (NONE), withdraw the other one,"
                            + " or agree on this one once the other has begun");
        });
    }

    private static void requireCurrency(AccountBook book, Timelines.AgreedPrice agreed) {
        Stream.concat(agreed.everywhere().stream(), agreed.byPhase().values().stream())
                .filter(price -> !price.currency().equals(book.currency()))
                .findFirst()
                .ifPresent(price -> {
                    throw new InvalidRequestException(
                            "price",
                            price.toString(),
                            "must be in " + book.currency() + ", the currency of account "
                                    + book.account().id());
                });
    }

    /** With terms that the customer is on already, and that were not to be billed yet, from this day on. */
    private static Subscription broughtForward(Subscription subscription, Segment agreedLast, LocalDate from) {
        Optional<ScheduledChange> change = subscription.scheduled();
        LocalDate until =
                change.map(c -> Contracts.earliest(c.on(), agreedLast.from())).orElse(agreedLast.from());
        return subscription
                .withAgreed(Timelines.broughtForward(subscription.agreed(), agreedLast.terms(), from, until))
                .withScheduled(change.map(c -> new ScheduledChange(
                        c.on(),
                        c.billedFrom(),
                        Timelines.broughtForward(c.otherwise(), agreedLast.terms(), from, agreedLast.from()),
                        c.plan(),
                        c.becomes(),
                        c.waits())));
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

    /**
     * What the new plan brings besides its terms: one-time prices of its phases, its term, and when the contract ends by
     * itself. The end that was agreed with the customer stays.
     */
    private static ScheduledChange.OfPlan ofPlan(
            AccountBook book,
            Command.ChangePlan command,
            Subscription before,
            Timeline agreed,
            Timeline unscheduled,
            LocalDate paidFrom) {
        Plan plan = book.rules().catalog().plan(command.plan().orElseThrow());
        Term term =
                new Term(plan.terms(), before.term().startOn(), before.term().shiftedDays());
        UnaryOperator<LocalDate> putOff = Timelines.putOffSince(unscheduled, paidFrom);
        return new ScheduledChange.OfPlan(
                Conclusions.onceFrom(plan, paidFrom, false, paidFrom, false).stream()
                        .map(once -> once.on(putOff.apply(once.on())))
                        .toList(),
                term,
                Contracts.firstOf(List.of(
                        before.agreedEnd(),
                        agreed.end(),
                        plan.payments()
                                .flatMap(n -> Conclusions.endAfterPayments(agreed.from(paidFrom), n))
                                .map(putOff),
                        term.endByItself())));
    }

    /** Whether the contract was charged what a phase of the plan charges once. */
    private static boolean isCharged(AccountBook book, SubscriptionId id, OneTime once, PlanId plan) {
        ChargeKey key = Advance.keyOf(id, once, plan);
        return book.lines().stream().anyMatch(line -> line.charge().key().equals(Optional.of(key)));
    }

    /** What was charged once since the day from which on a change that waits is billed: it tells what the change still charges. */
    static Reach reach(AccountSnapshot account) {
        Map<SubscriptionId, LocalDate> days = new HashMap<>();
        for (Subscription subscription : account.subscriptions()) {
            subscription
                    .scheduled()
                    .filter(change ->
                            change.plan().filter(p -> !p.once().isEmpty()).isPresent())
                    .flatMap(ScheduledChange::becomes)
                    .ifPresent(becomes -> days.put(subscription.id(), becomes.start()));
        }
        return Reach.lines(days);
    }

    /** Whether a phase began on the day before the change that brings it began, and was charged. */
    private static boolean hadBegun(AccountBook book, SubscriptionId id, ScheduledChange change, OneTime once) {
        return once.on().isBefore(change.on())
                && change.becomes()
                        .flatMap(b -> b.at(once.on()))
                        .filter(s -> isCharged(book, id, once, s.terms().plan()))
                        .isPresent();
    }

    /**
     * With what a new plan brings from this day on, instead of what the old one would have brought. What a phase charges
     * once is charged once for each day on which it begins, also if the contract comes back to it.
     */
    private static Subscription taking(
            Subscription subscription,
            Optional<ScheduledChange.OfPlan> plan,
            LocalDate from,
            Predicate<OneTime> charged) {
        if (plan.isEmpty()) {
            return subscription;
        }
        List<OneTime> once = new ArrayList<>();
        subscription.once().stream()
                .filter(o -> o.isSetup() || o.on().isBefore(from))
                .forEach(once::add);
        plan.get().once().stream().filter(charged.negate()).forEach(once::add);
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
    private static Subscription scheduled(Command.ChangePlan command, Change change) {
        Subscription before = change.before();
        Timeline unscheduled = change.unscheduled();
        Optional<ScheduledChange.OfPlan> ofPlan = change.ofPlan();
        LocalDate day = change.day();
        LocalDate from = change.from();
        boolean waits = command.collect() == Command.Settling.NEXT_INVOICE;
        if (from.isBefore(day)) {
            Optional<ScheduledChange.OfPlan> brings =
                    ofPlan.or(() -> before.scheduled().flatMap(waiting -> bringing(before, waiting, from)));
            LocalDate becomesFrom = before.scheduled()
                    .filter(c -> ofPlan.isEmpty()) // that one begins on the same day
                    .flatMap(ScheduledChange::becomes)
                    .map(becomes -> Contracts.earliest(becomes.start(), from))
                    .orElse(from);
            Subscription planned = before.withAgreed(unscheduled)
                    .withScheduled(Optional.of(new ScheduledChange(
                            day,
                            from,
                            unscheduled.from(day),
                            brings,
                            Optional.of(change.served().from(becomesFrom)),
                            waits)));
            Subscription reviewed = before.scheduled()
                    .map(replaced -> Contracts.reviewedOn(before, planned, replaced.on()))
                    .orElse(planned);
            return reviewed.chargedThrough(reviewed.chargedThrough(), reviewedUntilItBegins(reviewed));
        }
        Optional<ScheduledChange> earlier = before.scheduled().filter(c -> ofPlan.isEmpty() && c.on().isBefore(day));
        LocalDate first = earlier.map(ScheduledChange::on).orElse(day);
        LocalDate billed = earlier.map(ScheduledChange::billedFrom).orElse(from);
        Optional<ScheduledChange.OfPlan> brings =
                ofPlan.or(() -> before.scheduled().flatMap(waiting -> bringing(before, waiting, first)));
        return before.withAgreed(change.served())
                .withScheduled(Optional.of(
                        new ScheduledChange(first, billed, unscheduled.from(first), brings, Optional.empty(), waits)));
    }

    /** What a plan brings that begins on its day, if another change that begins on {@code first} takes it along. */
    private static Optional<ScheduledChange.OfPlan> bringing(
            Subscription before, ScheduledChange change, LocalDate first) {
        return change.plan().map(plan -> {
            List<OneTime> once = new ArrayList<>(before.once().stream()
                    .filter(o -> !o.isSetup())
                    .filter(o -> !o.on().isBefore(first) && o.on().isBefore(change.on()))
                    .toList());
            once.addAll(plan.once());
            return new ScheduledChange.OfPlan(once, plan.term(), plan.expiresOn());
        });
    }

    /**
     * From where lines must be at hand when a scheduled change begins that is billed from an earlier day on, or that moves
     * the end until which days are billed.
     */
    static Optional<LocalDate> reviewedUntilItBegins(Subscription subscription) {
        return subscription
                .scheduled()
                .filter(change -> change.becomes().isPresent() || movesEnd(subscription, change))
                .map(change -> change.becomes().map(Timeline::start).orElse(change.on()))
                .map(day -> Rating.stretchStart(subscription.timeline(), day))
                .filter(day -> day.isBefore(subscription.chargedThrough()))
                .map(day -> subscription.reviewFrom().filter(day::isAfter).orElse(day))
                .or(subscription::reviewFrom);
    }

    static boolean movesEnd(Subscription subscription, ScheduledChange change) {
        return change.plan()
                .filter(plan -> !plan.expiresOn().equals(subscription.expiresOn()))
                .isPresent();
    }

    /** The contract as it is today: a change whose day has come before anything ran has begun. */
    private static Subscription begun(AccountBook book, SubscriptionId id) {
        Subscription begun = begin(book, Contracts.running(book, id), book.today());
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
                due.get().billedFrom(),
                once -> hadBegun(book, subscription.id(), due.get(), once));
        LocalDate told = Contracts.latest(due.get().on(), due.get().billedFrom());
        begun = begun.announcedThrough(Contracts.latest(begun.announcedThrough(), told));
        if (due.get().becomes().isEmpty()) {
            Subscription reviewed = movesEnd(subscription, due.get())
                    ? Contracts.reviewedOn(subscription, begun, due.get().on())
                    : begun;
            book.put(reviewed);
            followEnds(book, reviewed.id());
            return begun(book, book.subscription(reviewed.id()), told, day);
        }
        Timeline becomes = due.get().becomes().get();
        Subscription changed = begun.withAgreed(begun.agreed().followedBy(becomes.start(), becomes));
        Use.join(book, changed, becomes.start());
        LocalDate through = Contracts.earliest(changed.chargedThrough(), becomes.start());
        LocalDate from = Contracts.earliest(
                Rating.stretchStart(subscription.timeline(), through),
                Rating.stretchStart(changed.timeline(), through));
        Subscription reviewed = changed.chargedThrough(
                through,
                Optional.of(subscription.reviewFrom().filter(from::isAfter).orElse(from)));
        book.put(reviewed);
        Boundaries.follow(book, subscription, reviewed, day, day);
        followEnds(book, reviewed.id());
        return begun(book, book.subscription(reviewed.id()), told, day);
    }

    /** Another plan may bring another end: add-ons end with their base, also if it is theirs that changed. */
    private static void followEnds(AccountBook book, SubscriptionId id) {
        Subscription subscription = book.subscription(id);
        book.baseOf(subscription).ifPresent(base -> Endings.followEnd(book, subscription, base));
        Endings.followEnd(book, id);
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
        Optional<Segment> next = subscription.timeline().atOrAfter(day);
        if (next.isPresent() && day.isAfter(subscription.startOn())) {
            return new CommandRefusedException(
                    Refusal.PAUSED,
                    subscription.id().toString(),
                    "Cannot change subscription " + subscription.id() + " on " + day
                            + ": it rested then, and went on on " + next.get().from()
                            + "; choose that day, or one before the rest");
        }
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
        List<Segment> segments = unscheduled.segments();
        Terms last = segments.get(segments.size() - 1).terms();
        Timelines.Choice choice =
                Conclusions.choice(book, plan, command.quantity().orElse(last.quantity()), command.price());
        Optional<Subscription> base = book.baseOf(before);
        boolean aligned = plan.alignment().kind() != Alignment.Kind.SUBSCRIPTION;
        Timeline changed = Timelines.changing(
                choice,
                from,
                replaced,
                unscheduled,
                from.equals(before.startOn()),
                !command.resetAnchor() && !aligned,
                aligned && !command.resetAnchor() ? Conclusions.anchors(book, plan, base) : Timelines.Anchors.own());
        Timeline led = command.resetAnchor() ? changed : Boundaries.led(changed, base);
        return command.quantity().isPresent() ? led : Timelines.keepingQuantities(led, unscheduled);
    }

    private static Timeline granting(AccountBook book, Command.ChangePlan command, Timeline timeline, LocalDate from) {
        Timeline granted = timeline;
        for (String id : command.discounts()) {
            Terms terms = timeline.at(from).orElseThrow().terms();
            Discount discount = Contracts.requireDiscount(book, id, from);
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
        LocalDate day = Contracts.latest(from, timeline.start());
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

    static Contracts.Outcome withdrawChange(AccountBook book, Command.WithdrawChange command) {
        Subscription before = begun(book, command.subscription());
        ScheduledChange scheduled = before.scheduled()
                .orElseThrow(() -> new CommandRefusedException(
                        Refusal.NOTHING_SCHEDULED,
                        before.id().toString(),
                        "Subscription " + before.id()
                                + " has no change that could be withdrawn: change it back instead"));
        Subscription restored = scheduled.becomes().isPresent()
                ? before.withScheduled(Optional.empty())
                : before.withAgreed(before.agreed().followedBy(scheduled.on(), scheduled.otherwise()))
                        .withScheduled(Optional.empty());
        boolean held = scheduled.becomes().isEmpty(); // what was to hold only from its day on was never looked at
        book.put(held ? Contracts.reviewedIfOther(book, before, restored, scheduled.on()) : restored);
        Boundaries.follow(book, before, restored, scheduled.on(), book.today());
        tellWithdrawn(book, before.id(), scheduled);
        return Contracts.Outcome.of(before.id(), List.of());
    }

    private static void tellWithdrawn(AccountBook book, SubscriptionId id, ScheduledChange change) {
        book.tell(
                EventType.PLAN_CHANGE_WITHDRAWN,
                book.today(),
                id,
                Optional.empty(),
                Map.of("from", change.on().toString()));
    }

    static Contracts.Outcome migratePrice(AccountBook book, Command.MigratePrice command) {
        Subscription before = Contracts.running(book, command.subscription());
        if (command.on().isBefore(book.today())) {
            throw Contracts.inThePast(before, command.on(), book.today());
        }
        Contracts.requireNoRest(book, before, "Cannot take subscription " + before.id() + " to a new price: it");
        LocalDate earliest = Contracts.latest(
                Contracts.latest(command.on(), before.startOn()),
                before.term()
                        .rule()
                        .minimum()
                        .map(m -> LegalPeriods.endOfPeriodFrom(before.term().startOn(), m)
                                .plusDays(1 + (long) before.term().shiftedDays()))
                        .orElse(command.on()));
        Segment there = before.timeline().at(earliest).orElseThrow(() -> notRunning(before, earliest));
        LocalDate from = Contracts.latest(there.terms().grid().boundaryOnOrAfter(earliest), before.chargedThrough());
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
                : timeline.changedFrom(Contracts.latest(from, timeline.start()), segment -> {
                    Terms terms = segment.terms();
                    Plan.DatedPhase phase = phases.get(terms.phase());
                    return !terms.plan().equals(plan.id()) || terms.overridden() || phase == null
                            ? segment
                            : segment.on(terms.repriced(
                                    book.rules().catalogVersion(), plan.name(), phase.price(), phase.usage()));
                }));
        Segment first = firstRepriced(before.timeline(), changed.timeline().from(from))
                .orElseThrow(() -> new CommandRefusedException(
                        Refusal.NOTHING_CHANGES,
                        before.id().toString(),
                        "Subscription " + before.id() + " already has the price of plan " + plan.id()
                                + (old.overridden() ? ", or one that was agreed with the customer" : "") + ": "
                                + amountOf(old)));
        Money oldPrice =
                amountOf(before.timeline().at(first.from()).orElseThrow().terms());
        Money newPrice = amountOf(first.terms());
        book.put(Contracts.reviewedOn(before, changed, from));
        book.tell(
                EventType.PRICE_CHANGE_ANNOUNCED,
                book.today(),
                before.id(),
                Optional.of(newPrice),
                Map.of(
                        "from",
                        first.from().toString(),
                        "oldPrice",
                        oldPrice.toString(),
                        "newPrice",
                        newPrice.toString()));
        return Contracts.Outcome.of(before.id(), List.of());
    }

    /** The first terms that cost something else than before; those of an introductory phase may not, while later ones do. */
    private static Optional<Segment> firstRepriced(Timeline before, Timeline changed) {
        return changed.segments().stream()
                .filter(s -> before.at(s.from())
                        .map(Segment::terms)
                        .filter(old -> old.price().equals(s.terms().price())
                                && old.usage().equals(s.terms().usage()))
                        .isEmpty())
                .findFirst();
    }

    private static Money amountOf(Terms terms) {
        return terms.price().of(terms.quantity());
    }
}
