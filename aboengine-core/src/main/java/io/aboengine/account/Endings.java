package io.aboengine.account;

import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.calendar.Withdrawal;
import io.aboengine.catalog.ProductKind;
import io.aboengine.charge.Billed;
import io.aboengine.charge.Charge;
import io.aboengine.charge.LineKind;
import io.aboengine.charge.Rating;
import io.aboengine.event.EventType;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.Line;
import io.aboengine.invoice.PayOut;
import io.aboengine.subscription.Pause;
import io.aboengine.subscription.ScheduledChange;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import io.aboengine.subscription.Timeline;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A contract is cancelled, the cancellation revoked, or the customer withdraws from it. */
final class Endings {
    private Endings() {}

    static Contracts.Outcome cancel(AccountBook book, Command.Cancel command) {
        Subscription before = Contracts.running(book, command.subscription());
        LocalDate day = Contracts.dayOf(book, before, command.when());
        if (command.when() instanceof Timing.On) {
            requireNotBeforeStart(before, day);
        }
        LocalDate end = Contracts.latest(day, before.startOn());
        requireNotBound(book, before, end);
        if (before.endOn().isPresent() && !end.isBefore(before.endOn().get())) {
            throw new CommandRefusedException(
                    Refusal.ALREADY_CANCELLED,
                    before.id().toString(),
                    "Subscription " + before.id() + " already ends on "
                            + before.endOn().get()
                            + ": only an earlier day would change that; to settle it otherwise, revoke the cancellation first");
        }
        List<DocumentId> documents = new ArrayList<>(cancel(book, before, end, command.settle(), false));
        for (Subscription addOn : Boundaries.addOnsOf(book, before.id())) {
            if (addOn.endOn().map(end::isBefore).orElse(true)) {
                boolean withBase =
                        addOn.endsWithBase() || addOn.end().equals(addOn.expiresOn()); // not cancelled by itself
                documents.addAll(
                        cancel(book, addOn, Contracts.latest(end, addOn.startOn()), command.settle(), withBase));
            }
        }
        return Contracts.Outcome.of(before.id(), documents);
    }

    private static void requireNotBeforeStart(Subscription subscription, LocalDate end) {
        if (end.isBefore(subscription.startOn())) {
            throw new CommandRefusedException(
                    Refusal.TOO_EARLY,
                    subscription.id().toString(),
                    "Subscription " + subscription.id() + " cannot end on " + end + ": the first possible day is "
                            + subscription.startOn() + ", with which it is not served at all; cancel it to that day");
        }
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
        Optional<LocalDate> kept = settle == Command.PaidDays.NONE
                ? given.keptUntil().or(() -> Optional.of(billedUntil(book, given)))
                : Optional.empty();
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
        LocalDate changedFrom = given.pause()
                .filter(rest -> given.keepsDaysOf(rest) && kept.isEmpty()) // its paid days go back after all
                .map(rest -> Contracts.earliest(rest.from(), end))
                .orElse(end);
        if (end.isAfter(today) && !end.equals(given.startOn())) {
            book.put(Contracts.reviewedOn(given, ending, changedFrom));
            Releases.refresh(book, book.subscription(given.id()), today);
            return List.of();
        }
        book.put(ending);
        boolean trialAhead = given.state() == SubscriptionState.NOT_STARTED
                && given.agreed()
                        .at(given.startOn())
                        .map(s -> s.terms().freeStart())
                        .orElse(false);
        if (trialAhead) {
            book.put(book.account().withTrialUnused(given.product()));
        }
        List<DocumentId> documents = Contracts.settle(
                book, given, ending, changedFrom, Command.Settling.NOW, refunding ? PayOut.REFUND : PayOut.CREDIT);
        Advance.end(book, book.subscription(given.id()), today);
        Releases.refresh(book, book.subscription(given.id()), today);
        return documents;
    }

    /** The end of the last day that is billed, whether or not it is to stay so. */
    static LocalDate billedUntil(AccountBook book, Subscription subscription) {
        LocalDate until = subscription.chargedThrough();
        for (Billed line : book.billed(subscription.id())) {
            for (ServicePeriod run : line.standingRuns()) {
                until = Contracts.latest(until, run.end());
            }
        }
        return until;
    }

    static Contracts.Outcome revokeCancellation(AccountBook book, Command.RevokeCancellation command) {
        Subscription before = Contracts.running(book, command.subscription());
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
        if (isOverByItself(book, before)) {
            throw new CommandRefusedException(
                    Refusal.TOO_LATE,
                    before.id().toString(),
                    "Subscription " + before.id() + " would have ended by itself on "
                            + before.expiresOn().orElseThrow()
                            + " and only its cancellation lets it run on: subscribe the customer anew");
        }
        if (before.endsWithBase()) {
            throw new CommandRefusedException(
                    Refusal.ADD_ON,
                    before.id().toString(),
                    "Subscription " + before.id() + " ends with its base "
                            + before.addOnTo().map(SubscriptionId::toString).orElse("")
                            + ": revoke the cancellation of that");
        }
        List<DocumentId> documents = new ArrayList<>(revoke(book, before));
        documents.addAll(endWithCancelledBase(book, before.id()));
        for (Subscription addOn : Boundaries.addOnsOf(book, before.id())) {
            if (addOn.endsWithBase() && !isOverByItself(book, addOn)) {
                documents.addAll(revoke(book, addOn));
            }
        }
        followEnd(book, before.id());
        return Contracts.Outcome.of(before.id(), documents);
    }

    /** An add-on whose own cancellation is revoked ends with its base all the same, if that is cancelled. */
    private static List<DocumentId> endWithCancelledBase(AccountBook book, SubscriptionId id) {
        Subscription addOn = book.subscription(id);
        Optional<Subscription> base = book.baseOf(addOn);
        if (base.isEmpty()) {
            return List.of();
        }
        Optional<LocalDate> end = endOf(base.get(), addOn)
                .filter(day -> addOn.expiresOn().map(day::isBefore).orElse(true));
        if (end.isEmpty() || base.get().end().equals(base.get().expiresOn())) {
            followEnd(book, addOn, base.get());
            return List.of();
        }
        Command.PaidDays settle = base.get().refunding()
                ? Command.PaidDays.REFUND
                : base.get().keptUntil().isPresent() ? Command.PaidDays.NONE : Command.PaidDays.CREDIT;
        return cancel(book, addOn, end.get(), settle, true);
    }

    /**
     * What is billed of add-ons from where their base may get another end, or other boundaries, by the calendar: it is looked
     * at then.
     */
    static Reach reach(AccountSnapshot account) {
        Map<SubscriptionId, LocalDate> days = new HashMap<>();
        for (Subscription addOn : account.subscriptions()) {
            if (addOn.addOnTo().isPresent()) {
                account.subscriptions().stream()
                        .filter(s -> s.id().equals(addOn.addOnTo().get()))
                        .findFirst()
                        .flatMap(Endings::movesFrom)
                        .ifPresent(day -> days.put(addOn.id(), Rating.stretchStart(addOn.timeline(), day)));
            }
        }
        return Reach.lines(days);
    }

    private static Optional<LocalDate> movesFrom(Subscription base) {
        return Contracts.firstOf(List.of(
                base.scheduled()
                        .filter(change -> Changes.movesEnd(base, change))
                        .map(ScheduledChange::on),
                base.scheduled().flatMap(ScheduledChange::becomes).map(Timeline::start),
                base.restNotOver().filter(Pause::extend).map(Pause::from)));
    }

    /** The end of a base for an add-on: one that rests along puts it off by itself. */
    private static Optional<LocalDate> endOf(Subscription base, Subscription addOn) {
        return addOn.restNotOver().isPresent() ? base.end() : base.endOn();
    }

    /** The end of a base, as far as that is none of its cancellation, became another: its add-ons end with it. */
    static void followEnd(AccountBook book, SubscriptionId base) {
        for (Subscription addOn : Boundaries.addOnsOf(book, base)) {
            followEnd(book, addOn, book.subscription(base));
        }
    }

    /** An add-on ends with its base unless it ends earlier by itself. */
    static void followEnd(AccountBook book, Subscription addOn, Subscription base) {
        boolean cancelled = !addOn.endsWithBase() && !addOn.end().equals(addOn.expiresOn());
        Optional<LocalDate> own = cancelled ? addOn.end() : addOn.expiresOn();
        Optional<LocalDate> ofBase = endOf(base, addOn);
        boolean withBase = ofBase.isPresent() && own.map(ofBase.get()::isBefore).orElse(true);
        Optional<LocalDate> end = withBase ? ofBase : own;
        if (end.equals(addOn.end()) && withBase == addOn.endsWithBase()) {
            return;
        }
        LocalDate changedFrom = Contracts.firstOf(List.of(end, addOn.end())).orElseThrow();
        Subscription ends =
                addOn.ending(end, addOn.keptUntil(), addOn.refunding()).endingWithBase(withBase);
        book.put(Contracts.reviewedOn(addOn, ends, changedFrom));
        Releases.refresh(book, book.subscription(addOn.id()), book.today());
    }

    /** A rest that was to put off the end that was agreed may have ended while it did not count. */
    private static boolean isOverByItself(AccountBook book, Subscription subscription) {
        return subscription
                .expiresOn()
                .filter(day -> !day.isAfter(book.today()))
                .isPresent();
    }

    private static List<DocumentId> revoke(AccountBook book, Subscription before) {
        LocalDate end = before.endOn().orElseThrow();
        SubscriptionState state = before.state();
        if (state == SubscriptionState.CANCELLED) {
            boolean rests = before.pause()
                    .filter(rest -> rest.stage() == Pause.Stage.RUNNING)
                    .isPresent();
            state = rests ? SubscriptionState.PAUSED : SubscriptionState.ACTIVE;
        }
        Subscription goesOn = before.ending(before.expiresOn(), Optional.empty(), false)
                .endingWithBase(false)
                .in(state);
        book.tell(EventType.CANCELLATION_REVOKED, book.today(), before.id(), Optional.empty(), Map.of());
        Optional<Pause> over = before.pause().filter(Pause::isOver);
        List<DocumentId> documents = List.of();
        if (over.isPresent()) { // too late for its paid days to come later: they go back
            Subscription rested = goesOn.rested(over.get().withoutDelay());
            LocalDate changedFrom = Contracts.earliest(over.get().from(), end);
            documents = Contracts.settle(book, before, rested, changedFrom, Command.Settling.NOW, PayOut.CREDIT);
            Boundaries.followBase(book, book.subscription(before.id()));
        } else {
            Subscription reviewed = Contracts.reviewedIfOther(book, before, goesOn, end);
            book.put(goesOn.pause()
                    .filter(Pause::extend) // it puts off again what it would not have while the end was near
                    .map(rest -> Rests.reviewedWhenOver(before, reviewed, rest))
                    .orElse(reviewed));
        }
        Releases.refresh(book, book.subscription(before.id()), book.today());
        return documents;
    }

    static Contracts.Outcome withdraw(AccountBook book, Command.Withdraw command) {
        Subscription before = Contracts.running(book, command.subscription());
        LocalDate last = Withdrawal.lastDay(before.concludedOn(), book.account().state());
        if (book.today().isAfter(last)) {
            throw new CommandRefusedException(
                    Refusal.TOO_LATE,
                    before.id().toString(),
                    "Subscription " + before.id() + " was concluded on " + before.concludedOn()
                            + " and could be withdrawn from until " + last + ": cancel it instead");
        }
        List<DocumentId> documents = new ArrayList<>(withdraw(book, before, command.compensation()));
        for (Subscription addOn : Boundaries.addOnsOf(book, before.id())) {
            documents.addAll(withdraw(book, addOn, command.compensation()));
        }
        return Contracts.Outcome.of(before.id(), documents);
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
        Refunds.payOutAll(book, before.id());
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
}
