package io.aboengine.account;

import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.calendar.BillingGrid;
import io.aboengine.calendar.CalendarAnchor;
import io.aboengine.catalog.Alignment;
import io.aboengine.charge.Rating;
import io.aboengine.event.EventType;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.Terms;
import io.aboengine.subscription.Timeline;
import java.time.LocalDate;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Billing periods that follow those of the account or of a base contract. */
final class Boundaries {
    private Boundaries() {}

    static Contracts.Outcome setBillingDay(AccountBook book, Command.SetBillingDay command) {
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
            Contracts.requireNoRest(
                    book,
                    before,
                    "Cannot bill account " + book.account().id() + " on day " + command.day() + ": its subscription "
                            + before.id());
            LocalDate from = paidUntil(book, before, book.today());
            Map<BillingGrid, LocalDate> anchors = new HashMap<>();
            Subscription realigned = before.reshaped(timeline -> aligned(timeline, from, command.day(), anchors));
            book.put(Contracts.reviewedOn(before, realigned, from));
            follow(book, before, realigned, from, book.today());
        }
        book.tell(
                EventType.BILLING_DAY_CHANGED,
                book.today(),
                book.account().id(),
                Optional.empty(),
                Map.of("day", Integer.toString(command.day())));
        return Contracts.Outcome.nothing();
    }

    /** Where the days end that are paid for, also if they are to be looked at; in arrears, where the period does that is running. */
    private static LocalDate paidUntil(AccountBook book, Subscription subscription, LocalDate today) {
        LocalDate now = Contracts.latest(today, subscription.startOn());
        Timeline timeline = subscription.timeline();
        Optional<Segment> running = timeline.at(now);
        boolean inArrears = running.map(s -> s.terms().inArrears()).orElse(false);
        if (inArrears) {
            return Rating.periodEnd(timeline, now);
        }
        LocalDate billed = Endings.billedUntil(book, subscription);
        LocalDate until = timeline.end()
                .filter(end -> end.isBefore(billed))
                .map(end -> Contracts.latest(end, subscription.chargedThrough()))
                .orElse(billed);
        return Contracts.latest(until, subscription.startOn());
    }

    private static boolean isAligned(Subscription subscription, Alignment.Kind kind) {
        return subscription.agreed().segments().stream()
                .anyMatch(s -> s.terms().alignment().kind() == kind);
    }

    /** @param anchors by the boundaries that were: terms that shared them share the new ones */
    private static Timeline aligned(Timeline timeline, LocalDate from, int day, Map<BillingGrid, LocalDate> anchors) {
        if (timeline.isEmpty() || timeline.end().map(end -> !end.isAfter(from)).orElse(false)) {
            return timeline;
        }
        return timeline.changedFrom(Contracts.latest(from, timeline.start()), s -> {
            Terms terms = s.terms();
            return terms.alignment().kind() == Alignment.Kind.ACCOUNT
                    ? s.on(terms.anchoredAt(
                            anchors.computeIfAbsent(
                                    terms.grid(),
                                    old -> CalendarAnchor.onDay(day).anchorFor(s.from(), terms.interval())),
                            0))
                    : s;
        });
    }

    /**
     * Add-ons that are aligned to their base get its boundaries from the day on which these became others.
     *
     * @param today up to which it is known what they are paid for
     */
    static void follow(AccountBook book, Subscription before, Subscription base, LocalDate day, LocalDate today) {
        if (sameBoundaries(before, base, day)) {
            return;
        }
        for (Subscription addOn : addOnsOf(book, base.id())) {
            follow(book, addOn, base, Contracts.latest(paidUntil(book, addOn, today), day));
        }
    }

    /**
     * Add-ons that were served while their base rested get the boundaries that it has after the rest; those that rest along
     * come to them by themselves.
     */
    static void followRested(AccountBook book, Subscription base, LocalDate day) {
        for (Subscription addOn : addOnsOf(book, base.id())) {
            if (addOn.restNotOver().isEmpty()) {
                follow(book, addOn, base, paidUntil(book, addOn, day));
                Endings.followEnd(book, book.subscription(addOn.id()), base);
            }
        }
    }

    /** An add-on gets the boundaries that its base has now, from where it is paid for. */
    static void followBase(AccountBook book, Subscription addOn) {
        book.baseOf(addOn).ifPresent(base -> follow(book, addOn, base, paidUntil(book, addOn, book.today())));
    }

    private static void follow(AccountBook book, Subscription addOn, Subscription base, LocalDate on) {
        Subscription followed = addOn.reshaped(timeline -> following(timeline, base.agreed(), on));
        if (!followed.equals(addOn)) {
            book.put(Contracts.reviewedOn(addOn, followed, on));
        }
    }

    /** What is laid out anew for an add-on, with the boundaries of its base on each day, as far as they are known. */
    static Timeline led(Timeline laid, Optional<Subscription> base) {
        return laid.isEmpty()
                ? laid
                : base.map(b -> following(laid, b.agreed(), laid.start())).orElse(laid);
    }

    /** The timeline with the boundaries that the base has on each day from this one on; while it rests, those it has after that. */
    private static Timeline following(Timeline timeline, Timeline base, LocalDate on) {
        Timeline follows = timeline;
        LocalDate from = on;
        Optional<Terms> led = Optional.empty();
        for (Segment segment : base.segments()) {
            if (segment.to().map(to -> !to.isAfter(on)).orElse(false)) {
                continue;
            }
            Terms leading = segment.terms();
            boolean other = led.filter(before ->
                            before.anchor().equals(leading.anchor()) && before.shiftDays() == leading.shiftDays())
                    .isEmpty();
            follows = other ? ledFrom(follows, from, leading) : follows;
            led = Optional.of(leading);
            from = segment.to().orElse(from);
        }
        return follows;
    }

    private static Timeline ledFrom(Timeline timeline, LocalDate day, Terms leading) {
        if (timeline.isEmpty() || timeline.end().map(end -> !end.isAfter(day)).orElse(false)) {
            return timeline;
        }
        return timeline.changedFrom(
                Contracts.latest(day, timeline.start()),
                s -> s.terms().alignment().kind() == Alignment.Kind.BASE
                        ? s.on(s.terms().anchoredAt(leading.anchor(), leading.shiftDays()))
                        : s);
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

    static List<Subscription> addOnsOf(AccountBook book, SubscriptionId base) {
        return book.subscriptions().stream()
                .filter(s -> s.isLive() && s.addOnTo().equals(Optional.of(base)))
                .toList();
    }
}
