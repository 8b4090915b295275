package io.aboengine.account;

import io.aboengine.catalog.PlanId;
import io.aboengine.charge.Charge;
import io.aboengine.charge.ChargeKey;
import io.aboengine.charge.LineKind;
import io.aboengine.charge.Metering;
import io.aboengine.charge.Rating;
import io.aboengine.event.EventType;
import io.aboengine.invoice.PayOut;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.subscription.OneTime;
import io.aboengine.subscription.Pause;
import io.aboengine.subscription.ScheduledChange;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import io.aboengine.subscription.Terms;
import io.aboengine.subscription.Timeline;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Everything that falls due for one account by the calendar, in the order in which it falls due. Pure: the same snapshot,
 * rules and moment give the same change; a second run on its result changes nothing.
 *
 * <p>Within one day: contracts end, begin, rest or go on, change terms or phase, and renew; then documents are made, and with them what
 * is to be collected. A day that was missed is billed as it would have been, on a document of its own that carries the
 * day it was planned for; only dates of issue and payment are those of today.
 */
public final class Advance {
    private Advance() {}

    /**
     * The account with everything that it takes to advance it: money that is to be paid out goes back where it came from, which
     * may be documents that are paid and final; and lines under review may have begun earlier.
     *
     * @param deepen adds to the account as it was loaded what a reach asks for
     */
    public static AccountSnapshot reaching(AccountSnapshot loaded, Function<Reach, AccountSnapshot> deepen) {
        return Decide.reaching(loaded, Advance::reach, deepen);
    }

    static Reach reach(AccountSnapshot account) {
        return Reach.lines(underReview(account))
                .and(Changes.reach(account))
                .and(Endings.reach(account))
                .andDocuments(Refunds.reach(account));
    }

    private static Map<SubscriptionId, LocalDate> underReview(AccountSnapshot account) {
        if (account.lines().isEmpty()) {
            return Map.of();
        }
        Map<SubscriptionId, LocalDate> days = new HashMap<>();
        for (Subscription subscription : account.subscriptions()) {
            subscription.reviewFrom().ifPresent(day -> days.put(subscription.id(), day));
        }
        return Decide.beginnings(account, days);
    }

    /** @param now today, up to which and including which everything is done */
    public static AccountChange advance(AccountSnapshot account, Rules rules, Moment now) {
        AccountBook book = AccountBook.of(account, rules, now);
        run(book, now.day());
        return book.change();
    }

    /** Advances the book through {@code last}, which may lie before today: commands come before today's renewals. */
    static void run(AccountBook book, LocalDate last) {
        if (book.account().isHeld(Hold.BILLING)) {
            Releases.followCalendar(book, last);
            return;
        }
        boolean today = !last.isBefore(book.today());
        if (today) {
            Billing.finaliseDrafts(book); // those that were there before what is made now
        }
        while (true) {
            Optional<LocalDate> day = nextDay(book).filter(d -> !d.isAfter(last));
            if (day.isEmpty()) {
                break;
            }
            one(book, day.get());
        }
        if (today) {
            Billing.finaliseDrafts(book);
        }
    }

    private static Optional<LocalDate> nextDay(AccountBook book) {
        Optional<LocalDate> first = Optional.empty();
        for (Subscription subscription : book.subscriptions()) {
            Optional<LocalDate> next = Agenda.next(subscription);
            if (next.isPresent() && first.map(next.get()::isBefore).orElse(true)) {
                first = next;
            }
        }
        return first;
    }

    private static void one(AccountBook book, LocalDate day) {
        Set<SubscriptionId> touched = new LinkedHashSet<>();
        List<Charge> charges = new ArrayList<>();
        boolean refunding = false;
        for (Subscription before : book.subscriptions()) {
            Subscription subscription = book.subscription(before.id()); // it may follow one that came before it
            if (subscription.isLive()
                    && Agenda.next(subscription).map(d -> !d.isAfter(day)).orElse(false)) {
                touched.add(subscription.id());
                charges.addAll(one(book, subscription, day));
                refunding |= subscription.refunding()
                        && !book.subscription(subscription.id()).isLive();
            }
        }
        boolean ends = touched.stream().anyMatch(id -> !book.subscription(id).isLive());
        if (!charges.isEmpty() || ends) {
            Billing.issueWithWaiting(book, day, charges, refunding ? PayOut.REFUND : PayOut.CREDIT);
        }
        for (Subscription subscription : book.subscriptions()) {
            if (touched.contains(subscription.id())) {
                Releases.refresh(book, subscription, day);
            }
        }
    }

    /**
     * What the day brings for one contract: its end before a rest or its end, and both before other terms, before it is
     * billed. Returns what is to be billed.
     */
    static List<Charge> one(AccountBook book, Subscription before, LocalDate day) {
        Subscription subscription = before;
        if (subscription.state() == SubscriptionState.NOT_STARTED
                && !subscription.startOn().isAfter(day)) {
            subscription = subscription.in(begun(subscription));
        }
        if (subscription.endOn().map(end -> !end.isAfter(day)).orElse(false)) {
            List<Charge> last = settle(book, subscription, day, true);
            end(book, book.subscription(subscription.id()), day);
            return last;
        }
        book.put(subscription);
        Rested rested = rested(book, subscription, day);
        subscription = book.subscription(subscription.id());
        Optional<ScheduledChange> begins = subscription.beginsBy(day);
        List<Charge> charges = new ArrayList<>();
        if (begins.isEmpty()) {
            charges.addAll(settle(book, subscription, day, rested));
            subscription = book.subscription(subscription.id());
        }
        subscription = announce(book, Changes.begin(book, subscription, day), day);
        boolean review = begins.isPresent() && rested != Rested.NOTHING;
        boolean moves = begins.isEmpty() && subscription.reviewFrom().isPresent();
        List<Charge> settled = settle(book, subscription, day, review);
        settled = moves ? waitingIfEven(book, settled) : settled;
        if (begins.map(ScheduledChange::waits).orElse(false) && beginsInside(subscription, day)) {
            Billing.keepWaiting(book, settled);
            return charges;
        }
        charges.addAll(settled);
        return charges;
    }

    /** The state of a contract that begins: it may have been cancelled before. */
    private static SubscriptionState begun(Subscription subscription) {
        boolean cancelled = !subscription.end().equals(subscription.expiresOn()) && !subscription.endsWithBase();
        return cancelled ? SubscriptionState.CANCELLED : SubscriptionState.ACTIVE;
    }

    /** Whether the day is not the first one of a billing period. */
    private static boolean beginsInside(Subscription subscription, LocalDate day) {
        return subscription
                .timeline()
                .at(day)
                .map(s -> !s.terms().periodAt(day).start().equals(day))
                .orElse(false);
    }

    /** Over: what was agreed for later days never came to be. */
    static void end(AccountBook book, Subscription subscription, LocalDate day) {
        book.put(subscription
                .withAgreed(subscription.timeline())
                .withPause(Optional.empty())
                .withScheduled(Optional.empty())
                .withOnce(List.of())
                .in(SubscriptionState.ENDED));
        book.tell(EventType.ENDED, day, subscription.id(), Optional.empty(), Map.of());
    }

    /** What a rest that begins or ends means for what was billed. */
    enum Rested {
        NOTHING,
        /** Days that are paid for are given back. */
        GIVES_BACK,
        /** Days that are paid for come later. */
        COMES_LATER
    }

    /** Begins or ends a rest that is due, and returns what that gives back or charges. */
    static List<Charge> rest(AccountBook book, Subscription subscription, LocalDate day) {
        Rested rested = rested(book, subscription, day);
        return settle(book, book.subscription(subscription.id()), day, rested);
    }

    private static List<Charge> settle(AccountBook book, Subscription subscription, LocalDate day, Rested rested) {
        return switch (rested) {
            case NOTHING -> List.of();
            case GIVES_BACK -> settle(book, subscription, day, true);
            case COMES_LATER -> waitingIfEven(book, settle(book, subscription, day, true));
        };
    }

    /** Begins or ends a rest that is due, and returns what that means for what was billed. */
    static Rested rested(AccountBook book, Subscription subscription, LocalDate day) {
        Optional<Pause> agreed = subscription.restNotOver();
        if (agreed.filter(rest -> !rest.from().isAfter(day)).isEmpty()) {
            return Rested.NOTHING;
        }
        Pause rest = agreed.get();
        boolean begins = rest.stage() == Pause.Stage.AHEAD;
        if (begins) {
            book.tell(EventType.PAUSED, day, subscription.id(), Optional.empty(), Map.of());
        }
        if (rest.until().filter(until -> !until.isAfter(day)).isPresent()) {
            return over(book, subscription, rest, day);
        }
        if (!begins) {
            return Rested.NOTHING;
        }
        Subscription rests = subscription.withPause(Optional.of(rest.in(Pause.Stage.RUNNING)));
        book.put(subscription.state() == SubscriptionState.ACTIVE ? rests.in(SubscriptionState.PAUSED) : rests);
        return rest.billing() && !rest.extend() ? Rested.GIVES_BACK : Rested.NOTHING;
    }

    private static Rested over(AccountBook book, Subscription subscription, Pause rest, LocalDate day) {
        book.tell(EventType.RESUMED, day, subscription.id(), Optional.empty(), Map.of());
        if (subscription.keepsDaysOf(rest)) {
            book.put(subscription.withPause(Optional.of(rest.in(Pause.Stage.OVER))));
            return Rested.NOTHING;
        }
        Optional<Pause> counts = subscription.rest();
        Subscription goesOn =
                counts.map(subscription::rested).orElseGet(() -> subscription.withPause(Optional.empty()));
        Subscription running =
                goesOn.state() == SubscriptionState.PAUSED ? goesOn.in(SubscriptionState.ACTIVE) : goesOn;
        book.put(running);
        if (counts.filter(Pause::extend).isPresent()) {
            Boundaries.followRested(book, running, day);
        }
        return counts.filter(Pause::extend).isPresent() ? Rested.COMES_LATER : Rested.NOTHING;
    }

    /**
     * Days that were paid for and come later now: where what is given back and what is charged cancel out, but for a cent by
     * which each may be rounded, it can wait.
     */
    private static List<Charge> waitingIfEven(AccountBook book, List<Charge> charges) {
        Money sum =
                Money.sum(book.currency(), charges.stream().map(Charge::amount).toList());
        boolean even = Math.abs(sum.minorUnits()) < charges.size()
                && charges.stream().anyMatch(c -> c.kind() == LineKind.PRORATION_CREDIT);
        if (!even) {
            return charges;
        }
        Billing.keepWaiting(book, charges);
        return List.of();
    }

    /** Tells that other terms or another phase begin. */
    private static Subscription announce(AccountBook book, Subscription subscription, LocalDate day) {
        Subscription told = subscription;
        while (true) {
            Timeline timeline = told.timeline();
            Optional<LocalDate> start = timeline.nextStartAfter(told.announcedThrough());
            if (start.isEmpty() || start.get().isAfter(day)) {
                return told;
            }
            Segment begins = timeline.at(start.get()).orElseThrow();
            Optional<Segment> ended = timeline.at(start.get().minusDays(1));
            if (!start.get().equals(told.startOn())) {
                ended.ifPresent(e -> tell(book, subscription.id(), e, begins, day));
            }
            told = told.withProduct(begins.terms().product()).announcedThrough(start.get());
        }
    }

    /** A discount or a free first period that ends, or boundaries that move, are no change of plan. */
    private static void tell(AccountBook book, SubscriptionId id, Segment ended, Segment begins, LocalDate day) {
        Terms before = ended.terms();
        Terms after = begins.terms();
        boolean samePlan =
                before.plan().equals(after.plan()) && before.product().equals(after.product());
        boolean samePhase = before.phase().equals(after.phase());
        boolean samePrice = before.isFreeStub() || before.price().equals(after.price());
        boolean sameQuantity = before.quantity().compareTo(after.quantity()) == 0;
        if (samePlan && samePhase && samePrice && sameQuantity) {
            return;
        }
        book.tell(
                samePlan && !samePhase ? EventType.PHASE_STARTED : EventType.PLAN_CHANGED,
                day,
                id,
                Optional.empty(),
                Map.of(
                        "plan", begins.terms().plan().value(),
                        "phase", begins.terms().phase()));
    }

    /**
     * Bills the contract up to the day, what is charged once and what was used included, and notes how far it is billed.
     *
     * @param review whether what is billed is looked at although nothing is due
     */
    static List<Charge> settle(AccountBook book, Subscription subscription, LocalDate day, boolean review) {
        List<Charge> charges = new ArrayList<>();
        Subscription settled = once(subscription, day, charges);
        boolean reviewed = settled.reviewFrom().isPresent();
        boolean due = settled.nextBillingOn().map(d -> !d.isAfter(day)).orElse(false);
        if (due || (reviewed && review)) {
            LocalDate from = settled.reviewFrom().orElse(settled.chargedThrough());
            Rating.Difference difference =
                    Rating.desiredMinusBilled(settled, reviewed ? book.billed(settled.id()) : List.of(), from, day);
            charges.addAll(difference.charges());
            settled = billedThrough(book, settled, difference);
        }
        settled = used(book, settled, day, charges);
        book.put(settled);
        return charges;
    }

    /** Notes how far the contract is billed and whether lines reach beyond that, which the next billing must look at. */
    static Subscription billedThrough(AccountBook book, Subscription subscription, Rating.Difference difference) {
        LocalDate through = difference.chargedThrough();
        Optional<LocalDate> review = book.billed(subscription.id()).stream()
                .filter(b -> b.charge().period().orElseThrow().end().isAfter(through))
                .findFirst()
                .map(b -> through);
        Subscription billed = subscription.chargedThrough(through, review);
        return billed.chargedThrough(through, Changes.reviewedUntilItBegins(billed));
    }

    private static Subscription once(Subscription subscription, LocalDate day, List<Charge> charges) {
        List<OneTime> waiting = new ArrayList<>();
        for (OneTime once : subscription.once()) {
            boolean over =
                    subscription.endOn().map(end -> !once.on().isBefore(end)).orElse(false);
            if (once.on().isAfter(day) || over || subscription.putsOff(once.on())) {
                waiting.add(once);
            } else {
                charges.addAll(once(subscription, once));
            }
        }
        return waiting.size() == subscription.once().size() ? subscription : subscription.withOnce(waiting);
    }

    /** What is to be charged once by the day, apart from everything else. */
    static List<Charge> settleOnce(AccountBook book, Subscription subscription, LocalDate day) {
        List<Charge> charges = new ArrayList<>();
        book.put(once(subscription, day, charges));
        return charges;
    }

    /** The key of what is charged once on a day whose terms are these. */
    static ChargeKey keyOf(SubscriptionId subscription, OneTime once, PlanId plan) {
        String item = once.isSetup() ? ChargeKey.once(once.item()) : ChargeKey.once(plan, once.item());
        return new ChargeKey(subscription, item, once.on(), 0);
    }

    private static List<Charge> once(Subscription subscription, OneTime once) {
        Terms terms = subscription
                .timeline()
                .at(once.on())
                .or(() -> subscription.agreed().atOrAfter(once.on())) // the phase begins while the contract rests
                .or(() -> subscription.agreed().segments().stream().findFirst())
                .orElseThrow()
                .terms();
        return List.of(new Charge(
                once.isSetup() ? LineKind.SETUP : LineKind.ONE_TIME,
                Optional.of(subscription.id()),
                terms.planName(),
                Optional.of(terms.plan().value()),
                Optional.of(once.isSetup() ? terms.phase() : once.item()),
                Optional.empty(),
                0,
                BigDecimal.ONE,
                UnitPrice.of(once.amount()),
                once.amount(),
                terms.taxCategory(),
                once.on(),
                "",
                Optional.of(keyOf(subscription.id(), once, terms.plan())),
                Optional.empty(),
                once.isSetup() ? "set-up fee, once" : "phase " + once.item() + ", once"));
    }

    /** What was used in periods that are over by the day, apart from everything else. */
    static List<Charge> settleUse(AccountBook book, Subscription subscription, LocalDate day) {
        List<Charge> charges = new ArrayList<>();
        book.put(used(book, subscription, day, charges));
        return charges;
    }

    /** Charges what was used in periods that are over. */
    private static Subscription used(AccountBook book, Subscription subscription, LocalDate day, List<Charge> charges) {
        Timeline timeline = subscription.timeline();
        Optional<LocalDate> next = Metering.nextEnd(timeline, subscription.usageThrough());
        if (next.isEmpty() || next.get().isAfter(day)) {
            return subscription;
        }
        LocalDate through = subscription.usageThrough();
        for (Metering.Span span : Metering.ended(timeline, through, day)) {
            Metering.Rated rated = Metering.rate(span, Use.tally(book, subscription, span));
            charges.addAll(rated.charges());
            book.put(rated.tally());
            through = span.days().end().isAfter(through) ? span.days().end() : through;
        }
        return subscription.usageThrough(through);
    }
}
