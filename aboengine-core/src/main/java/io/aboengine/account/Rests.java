package io.aboengine.account;

import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.charge.Rating;
import io.aboengine.event.EventType;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.PayOut;
import io.aboengine.subscription.Pause;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A contract rests and goes on, or leaves a period out. */
final class Rests {
    private Rests() {}

    static Contracts.Outcome pause(AccountBook book, Command.Pause command) {
        Subscription before = Contracts.running(book, command.subscription());
        LocalDate from = Contracts.dayOf(book, before, command.when());
        if (from.isBefore(book.today())) {
            throw Contracts.inThePast(before, from, book.today());
        }
        requireMayRest(book, before, from);
        Pause pause = new Pause(from, command.until(), command.billing(), command.extend());
        List<DocumentId> documents = new ArrayList<>(pause(book, before, pause, EventType.PAUSE_AGREED));
        for (Subscription addOn : Boundaries.addOnsOf(book, before.id())) {
            if (mayRestWithBase(addOn, from)) {
                documents.addAll(pause(book, addOn, pause, EventType.PAUSE_AGREED));
            }
        }
        return Contracts.Outcome.of(before.id(), documents);
    }

    private static void requireMayRest(AccountBook book, Subscription before, LocalDate from) {
        if (before.state() == SubscriptionState.CANCELLED) {
            throw new CommandRefusedException(
                    Refusal.ALREADY_CANCELLED,
                    before.id().toString(),
                    "Subscription " + before.id() + " was cancelled and ends on "
                            + before.endOn().map(LocalDate::toString).orElse("")
                            + ": revoke the cancellation before it can rest");
        }
        Contracts.requireNoRest(book, before, "Cannot let subscription " + before.id() + " rest a second time: it");
        if (before.state() == SubscriptionState.NOT_STARTED) {
            throw new CommandRefusedException(
                    Refusal.NOT_STARTED,
                    before.id().toString(),
                    "Subscription " + before.id() + " has not begun: it can rest once it has, with the billing of "
                            + before.startOn() + "; agree on it then");
        }
        if (before.timeline().at(from).isEmpty()) {
            throw notRunning(before, from);
        }
    }

    private static CommandRefusedException notRunning(Subscription before, LocalDate day) {
        LocalDate first =
                Contracts.latest(before.startOn(), before.billedUntil().orElse(before.startOn()));
        return new CommandRefusedException(
                Refusal.NOTHING_CHANGES,
                before.id().toString(),
                "Subscription " + before.id() + " does not run on " + day + ": it runs from " + first
                        + before.endOn().map(end -> " to " + end).orElse("") + "; choose a day in between");
    }

    /** An add-on that is concluded before its base rests, rests with it. */
    static void restWith(AccountBook book, Subscription base, Subscription addOn, LocalDate first) {
        base.pause()
                .filter(pause ->
                        pause.from().isAfter(book.today()) && pause.from().isAfter(first))
                .filter(pause -> mayRestWithBase(addOn, pause.from()))
                .ifPresent(pause -> pause(book, addOn, pause, EventType.PAUSE_AGREED));
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
            paused = Contracts.reviewedOn(before, paused, pause.from());
        } else if (pause.extend()) {
            paused = reviewedWhenOver(before, paused, pause);
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

    /** What is paid for the days of a rest and of those it puts off is looked at when it is over. */
    static Subscription reviewedWhenOver(Subscription before, Subscription changed, Pause pause) {
        if (!changed.chargedThrough().isAfter(pause.from())) {
            return changed;
        }
        LocalDate start = Rating.stretchStart(before.timeline(), pause.from());
        return changed.chargedThrough(
                changed.chargedThrough(),
                Optional.of(changed.reviewFrom().filter(start::isAfter).orElse(start)));
    }

    /**
     * Rests that ended before today while nothing was to be billed: they are over all the same, and have put off what comes
     * behind them. What that gives back and charges comes with the next billing.
     */
    static void endWhatIsOver(AccountBook book) {
        LocalDate today = book.today();
        for (Subscription subscription : book.subscriptions()) {
            Optional<Pause> over = overBefore(subscription, today);
            if (over.isPresent()) {
                Advance.rested(book, subscription, today);
                Subscription goesOn = book.subscription(subscription.id());
                book.put(
                        over.get().billing()
                                ? Contracts.reviewedOn(
                                        subscription, goesOn, over.get().from())
                                : goesOn);
            }
        }
    }

    /** What was billed of contracts whose rest is over while nothing is billed: it is looked at anew. */
    static Reach reach(AccountSnapshot account, Moment now) {
        Map<SubscriptionId, LocalDate> days = new HashMap<>();
        if (account.account().isHeld(Hold.BILLING)) {
            for (Subscription subscription : account.subscriptions()) {
                overBefore(subscription, now.day())
                        .filter(Pause::billing)
                        .map(over -> Contracts.earliest(over.from(), subscription.chargedThrough()))
                        .ifPresent(
                                from -> days.put(subscription.id(), Rating.stretchStart(subscription.agreed(), from)));
            }
        }
        return Reach.lines(days);
    }

    private static Optional<Pause> overBefore(Subscription subscription, LocalDate today) {
        return subscription
                .restNotOver()
                .filter(pause -> subscription.isLive())
                .filter(pause ->
                        pause.until().filter(until -> until.isBefore(today)).isPresent());
    }

    static Contracts.Outcome resume(AccountBook book, Command.Resume command) {
        Subscription before = Contracts.running(book, command.subscription());
        Pause pause = before.restNotOver()
                .orElseThrow(() -> new CommandRefusedException(
                        Refusal.NOT_PAUSED,
                        before.id().toString(),
                        "Subscription " + before.id() + " does not rest: there is nothing to resume"));
        LocalDate day =
                command.when() instanceof Timing.On ? Contracts.dayOf(book, before, command.when()) : book.today();
        if (day.isBefore(book.today())) {
            throw Contracts.inThePast(before, day, book.today());
        }
        List<DocumentId> documents = new ArrayList<>(resume(book, before, pause, day));
        for (Subscription addOn : Boundaries.addOnsOf(book, before.id())) {
            boolean together = addOn.restNotOver()
                    .map(p -> p.from().equals(pause.from()) && p.until().equals(pause.until()))
                    .orElse(false);
            if (together) {
                documents.addAll(resume(book, addOn, addOn.restNotOver().orElseThrow(), day));
            }
        }
        return Contracts.Outcome.of(before.id(), documents);
    }

    private static List<DocumentId> resume(AccountBook book, Subscription before, Pause pause, LocalDate day) {
        LocalDate today = book.today();
        List<DocumentId> documents = List.of();
        if (!day.isAfter(pause.from())) {
            SubscriptionState state =
                    before.state() == SubscriptionState.PAUSED ? SubscriptionState.ACTIVE : before.state();
            Subscription goesOn = before.withPause(Optional.empty()).in(state);
            book.put(goesOn);
            book.tell(
                    pause.stage() == Pause.Stage.AHEAD ? EventType.PAUSE_WITHDRAWN : EventType.RESUMED,
                    today,
                    before.id(),
                    Optional.empty(),
                    Map.of());
            documents = Contracts.settle(
                    book, before, goesOn, Contracts.earliest(pause.from(), today), Command.Settling.NOW, PayOut.CREDIT);
        } else {
            Subscription until = before.withPause(Optional.of(pause.until(day)));
            book.put(until);
            if (!day.isAfter(today)) {
                documents = Billing.issue(book, today, Advance.one(book, until, today));
            } else if (pause.stage() == Pause.Stage.RUNNING && pause.billing() && !pause.extend()) {
                documents = Contracts.settle(book, before, until, pause.from(), Command.Settling.NOW, PayOut.CREDIT);
            }
        }
        Releases.refresh(book, book.subscription(before.id()), today);
        return documents;
    }

    static Contracts.Outcome skip(AccountBook book, Command.Skip command) {
        Subscription before = Contracts.running(book, command.subscription());
        LocalDate today = book.today();
        LocalDate start = Contracts.latest(
                Contracts.dayOf(before, Timing.periodEnd(), today),
                before.chargedThrough().isAfter(today) ? before.chargedThrough() : today);
        if (command.what() == Command.Skipped.PERIOD) {
            requireMayRest(book, before, start);
        } else if (before.timeline().at(start).isEmpty()) {
            throw notRunning(before, start);
        }
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
            return Contracts.Outcome.of(before.id(), List.of());
        }
        Pause rest = new Pause(gap.start(), Optional.of(gap.end()), true, true);
        List<DocumentId> documents = new ArrayList<>(pause(book, before, rest, EventType.PERIOD_SKIPPED));
        for (Subscription addOn : Boundaries.addOnsOf(book, before.id())) {
            if (mayRestWithBase(addOn, start)) {
                documents.addAll(pause(book, addOn, rest, EventType.PERIOD_SKIPPED));
            }
        }
        return Contracts.Outcome.of(before.id(), documents);
    }
}
