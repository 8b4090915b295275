package io.aboengine.account;

import io.aboengine.charge.Charge;
import io.aboengine.charge.LineKind;
import io.aboengine.charge.Rating;
import io.aboengine.event.EventType;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Everything that falls due for one account by the calendar, in the order in which it falls due. Pure: the same snapshot,
 * rules and moment give the same change; a second run on its result changes nothing.
 *
 * <p>Within one day: contracts end, begin, change terms or phase, and renew; then documents are made, and with them what
 * is to be collected. A day that was missed is billed as it would have been, on a document of its own that carries the
 * day it was planned for; only dates of issue and payment are those of today.
 */
public final class Advance {
    private Advance() {}

    /** @param now today, up to which and including which everything is done */
    public static AccountChange advance(AccountSnapshot account, Rules rules, Moment now) {
        AccountBook book = AccountBook.of(account, rules, now);
        run(book, now.day());
        return book.change();
    }

    /** Advances the book through {@code last}, which may lie before today: commands come before today's renewals. */
    static void run(AccountBook book, LocalDate last) {
        while (true) {
            Optional<LocalDate> day = nextDay(book).filter(d -> !d.isAfter(last));
            if (day.isEmpty()) {
                break;
            }
            one(book, day.get());
        }
        if (!last.isBefore(book.today())) {
            Billing.finaliseDrafts(book);
        }
    }

    private static Optional<LocalDate> nextDay(AccountBook book) {
        return book.subscriptions().stream()
                .flatMap(s -> Agenda.next(s).stream())
                .min(LocalDate::compareTo);
    }

    private static void one(AccountBook book, LocalDate day) {
        Set<SubscriptionId> touched = new LinkedHashSet<>();
        List<Charge> charges = new ArrayList<>();
        for (Subscription subscription : book.subscriptions()) {
            if (subscription.isLive()
                    && Agenda.next(subscription).map(d -> !d.isAfter(day)).orElse(false)) {
                touched.add(subscription.id());
                charges.addAll(one(book, subscription, day));
            }
        }
        boolean ends = touched.stream().anyMatch(id -> !book.subscription(id).isLive());
        if (!charges.isEmpty() || ends) {
            Billing.issueWithWaiting(book, day, charges);
        }
        for (Subscription subscription : book.subscriptions()) {
            if (touched.contains(subscription.id())) {
                Releases.refresh(book, subscription, day);
            }
        }
    }

    /** What the day brings for one contract. Returns what is to be billed. */
    private static List<Charge> one(AccountBook book, Subscription before, LocalDate day) {
        Subscription subscription = before;
        if (subscription.state() == SubscriptionState.NOT_STARTED
                && !subscription.startOn().isAfter(day)) {
            subscription = subscription.in(SubscriptionState.ACTIVE);
        }
        if (subscription.endOn().map(end -> !end.isAfter(day)).orElse(false)) {
            List<Charge> last = settle(book, subscription, day);
            book.put(book.subscription(subscription.id()).in(SubscriptionState.ENDED));
            book.tell(EventType.ENDED, day, subscription.id(), Optional.empty(), Map.of());
            return last;
        }
        subscription = announce(book, subscription, day);
        book.put(subscription);
        return settle(book, subscription, day);
    }

    /** Tells that other terms or another phase begin. */
    private static Subscription announce(AccountBook book, Subscription subscription, LocalDate day) {
        Optional<LocalDate> start = subscription.timeline().nextStartAfter(subscription.announcedThrough());
        if (start.isEmpty() || start.get().isAfter(day)) {
            return subscription;
        }
        Segment begins = subscription.timeline().at(start.get()).orElseThrow();
        Optional<Segment> ended = subscription.timeline().at(start.get().minusDays(1));
        boolean phaseOnly = ended.map(
                        e -> e.terms().plan().equals(begins.terms().plan())
                                && !e.terms().phase().equals(begins.terms().phase()))
                .orElse(false);
        if (!start.get().equals(subscription.startOn())) {
            book.tell(
                    phaseOnly ? EventType.PHASE_STARTED : EventType.PLAN_CHANGED,
                    day,
                    subscription.id(),
                    Optional.empty(),
                    Map.of(
                            "plan", begins.terms().plan().value(),
                            "phase", begins.terms().phase()));
        }
        return subscription.withProduct(begins.terms().product()).announcedThrough(start.get());
    }

    /** Bills the contract up to the day, set-up fee included, and notes how far it is billed. */
    static List<Charge> settle(AccountBook book, Subscription subscription, LocalDate day) {
        List<Charge> charges = new ArrayList<>();
        Subscription settled = subscription;
        if (settled.setupFee().isPresent() && !settled.startOn().isAfter(day)) {
            charges.add(setup(settled, settled.setupFee().get()));
            settled = settled.withoutSetupFee();
        }
        boolean review = settled.reviewFrom().isPresent();
        boolean due = settled.nextBillingOn().map(d -> !d.isAfter(day)).orElse(false);
        boolean ends = settled.endOn().map(end -> !end.isAfter(day)).orElse(false);
        if (due || (review && ends)) {
            LocalDate from = settled.reviewFrom().orElse(settled.chargedThrough());
            Rating.Difference difference =
                    Rating.desiredMinusBilled(settled, review ? book.billed(settled.id()) : List.of(), from, day);
            charges.addAll(difference.charges());
            settled = billedThrough(book, settled, difference);
        }
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
        return subscription.chargedThrough(through, review);
    }

    private static Charge setup(Subscription subscription, Money fee) {
        Segment first = subscription.timeline().segments().get(0);
        return new Charge(
                LineKind.SETUP,
                Optional.of(subscription.id()),
                first.terms().planName(),
                Optional.of(first.terms().plan().value()),
                Optional.of(first.terms().phase()),
                Optional.empty(),
                0,
                BigDecimal.ONE,
                UnitPrice.of(fee),
                fee,
                first.terms().taxCategory(),
                subscription.startOn(),
                "",
                Optional.empty(),
                Optional.empty(),
                "set-up fee, once");
    }
}
