package io.aboengine.account;

import io.aboengine.account.CommandRefusedException.Refusal;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Plan;
import io.aboengine.charge.Charge;
import io.aboengine.charge.Rating;
import io.aboengine.event.EventType;
import io.aboengine.invoice.DocumentId;
import io.aboengine.invoice.PayOut;
import io.aboengine.subscription.Pause;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.SubscriptionState;
import io.aboengine.subscription.Timeline;
import io.aboengine.subscription.Timelines;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the rules for contracts share: what may be asked of one, on which day it takes effect, and how it is settled. */
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

    // --- discounts ---------------------------------------------------------------------------------------------------

    static Discount requireDiscount(AccountBook book, String id, Plan plan, LocalDate from) {
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

    static Discount requireDiscount(AccountBook book, String id, LocalDate from) {
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
    static Optional<LocalDate> endOf(Discount discount, Timeline timeline, LocalDate from) {
        return firstOf(List.of(
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

    static void grant(AccountBook book, Discount discount, LocalDate from, Optional<LocalDate> until) {
        List<DocumentDiscount> all = new ArrayList<>(book.account().discounts());
        LocalDate planned = firstPlanned(book);
        all.removeIf(d -> d.until().map(end -> !end.isAfter(planned)).orElse(false));
        all.add(new DocumentDiscount(discount.granted(), from, until));
        book.put(book.account().withDiscounts(all));
        book.tell(
                EventType.DISCOUNT_GRANTED,
                book.today(),
                book.account().id(),
                Optional.empty(),
                Map.of("discount", discount.id()));
    }

    /** No document that is still to come is planned for an earlier day: nobody may have run since then, or billing is held. */
    private static LocalDate firstPlanned(AccountBook book) {
        return book.subscriptions().stream()
                .filter(Subscription::isLive)
                .flatMap(subscription -> Agenda.next(subscription).stream())
                .min(LocalDate::compareTo)
                .filter(book.today()::isAfter)
                .orElse(book.today());
    }

    // --- what may be asked -------------------------------------------------------------------------------------------

    static Subscription running(AccountBook book, SubscriptionId id) {
        Subscription found = book.subscription(id);
        if (!found.isLive()) {
            Optional<LocalDate> neverBegins = found.endOn().filter(book.today()::isBefore);
            throw new CommandRefusedException(
                    Refusal.ALREADY_CANCELLED,
                    id.toString(),
                    "Subscription " + id
                            + neverBegins
                                    .map(day -> " was called off and does not begin on " + day)
                                    .orElse(" ended on "
                                            + found.endOn()
                                                    .map(LocalDate::toString)
                                                    .orElse("a day before this one"))
                            + ": subscribe the customer anew");
        }
        return found;
    }

    /** @param cannot what cannot be done on the day, up to the contract: {@code "Cannot change subscription ada/1: it"} */
    static void requireNotResting(AccountBook book, Subscription subscription, LocalDate day, String cannot) {
        subscription.restNotOver().filter(p -> !day.isBefore(p.from())).ifPresent(p -> {
            boolean before = p.from().isAfter(book.today()) || !book.isCustomers();
            throw resting(book, subscription, p, cannot, before);
        });
    }

    /** The same for what has no day, or what no other day would help. */
    static void requireNoRest(AccountBook book, Subscription subscription, String cannot) {
        subscription.restNotOver().ifPresent(p -> {
            throw resting(book, subscription, p, cannot, false);
        });
    }

    private static CommandRefusedException resting(
            AccountBook book, Subscription subscription, Pause rest, String cannot, boolean before) {
        boolean begun = !rest.from().isAfter(book.today());
        String over = rest.until().isPresent() ? "over or " : "";
        return new CommandRefusedException(
                Refusal.PAUSED,
                subscription.id().toString(),
                cannot
                        + (begun ? " rests from " : " is to rest from ")
                        + rest.from()
                        + rest.until().map(until -> " until " + until).orElse("")
                        + (begun
                                ? "; resume it first" + (before ? ", or choose a day before" : "")
                                : "; that is possible once the rest is " + over + "called off (resume)"
                                        + (before ? ", or for a day before it" : "")));
    }

    static void requireInReach(AccountBook book, String subject, LocalDate day, String hint) {
        LocalDate earliest = book.today().minusDays(book.settings().maxBackdateDays());
        if (day.isBefore(earliest)) {
            throw new CommandRefusedException(
                    Refusal.TOO_FAR_BACK,
                    subject,
                    "Cannot act on " + day + ": that is more than "
                            + book.settings().maxBackdateDays() + " days ago; the earliest day is " + earliest + hint);
        }
    }

    static LocalDate dayOf(AccountBook book, Subscription subscription, Timing when) {
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

    static CommandRefusedException inThePast(Subscription subscription, LocalDate day, LocalDate today) {
        return new CommandRefusedException(
                Refusal.DAY_IN_THE_PAST,
                subscription.id().toString(),
                "Cannot act on " + day + ", which has passed: choose today, " + today + ", or later");
    }

    static LocalDate dayOf(Subscription subscription, Timing when, LocalDate today) {
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
     * The first day a command may touch: of the period in which it takes effect, whose lines may have days before a rest, or
     * of the stretch before if it takes effect on the first day of one and may join that.
     */
    static LocalDate touchedFrom(Subscription subscription, Command command, LocalDate today) {
        LocalDate day = today;
        Timeline timeline = subscription.timeline();
        if (timeline.isEmpty()) {
            return today;
        }
        if (command instanceof Command.ChangePlan change) {
            LocalDate on = dayOf(subscription, change.when(), today);
            LocalDate from = Changes.reachedFrom(subscription, on, change.settle());
            day = earliest(day, from);
        } else if (command instanceof Command.Cancel cancel) {
            day = earliest(day, dayOf(subscription, cancel.when(), today));
        } else if (command instanceof Command.Withdraw) {
            return subscription.startOn();
        }
        if (subscription.pause().isPresent()) {
            day = earliest(day, subscription.pause().get().from());
        }
        day = subscription.reviewFrom().filter(day::isAfter).orElse(day);
        return earliest(Rating.periodStart(timeline, day), Rating.stretchStart(timeline, day.minusDays(1)));
    }

    /**
     * The same for terms that came back: where everything is billed as they say, nothing is left to look at, unless a rest is to
     * come or running, whose days are.
     */
    static Subscription reviewedIfOther(AccountBook book, Subscription before, Subscription restored, LocalDate day) {
        Subscription reviewed = reviewedOn(before, restored, day);
        if (restored.pause().isPresent()) {
            return reviewed;
        }
        Rating.Difference difference = Rating.desiredMinusBilled(
                reviewed,
                book.billed(reviewed.id()),
                reviewed.reviewFrom().orElse(reviewed.chargedThrough()),
                book.today());
        return difference.charges().isEmpty() ? Advance.billedThrough(book, reviewed, difference) : reviewed;
    }

    // --- settling ----------------------------------------------------------------------------------------------------

    /** Bills what is different since the stretch in which it became so, now or with the next document. */
    static List<DocumentId> settle(
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

    static Optional<LocalDate> firstOf(List<Optional<LocalDate>> days) {
        return days.stream().flatMap(Optional::stream).min(LocalDate::compareTo);
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
    static Subscription reviewedOn(Subscription before, Subscription changed, LocalDate day) {
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
