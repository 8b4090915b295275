package io.aboengine.subscription;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.catalog.ProductId;
import io.aboengine.party.AccountId;
import io.aboengine.party.SelfService;
import io.aboengine.spi.InvalidRequestException;
import io.aboengine.spi.PlainText;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * One contract.
 *
 * @param reference the shop's own name for it; printed nowhere, unique within the account
 * @param product what the customer gets today
 * @param concludedOn the day the contract was made
 * @param startOn the first day of service
 * @param billedUntil of a contract taken over: the days before it were billed elsewhere and are never charged
 * @param chargedThrough exclusive: every earlier day is billed as the timeline wants it
 * @param reviewFrom present while lines reach beyond {@code chargedThrough}, not after it: the next billing must look at what is billed
 *     from this day on; a plain renewal, without it, reads no past lines
 * @param announcedThrough the beginnings of segments up to this day, inclusive, were told to the shop
 * @param usageThrough exclusive: use in every period that ended by this day was charged
 * @param usageFrom the first day of the period whose use is charged next; empty: no use is charged
 * @param end the first day without service as it was agreed; {@link #endOn} tells it with a rest that puts it off
 * @param expiresOn the end that needs no cancellation: the earliest of what was agreed with the customer and what the plan
 *     brings; a cancellation that is revoked leaves it
 * @param agreedEnd the end that was agreed with the customer, as a day or as a number of payments, and not brought by the
 *     plan; another plan leaves it
 * @param keptUntil present if a cancellation gives nothing back: the end of the days that were billed when it was first made.
 *     Those behind the end stay billed as they are
 * @param refunding whether what is given back at the end goes back as money, as far as money came
 * @param once what is still to be charged once
 * @param addOnTo the contract it follows
 * @param endsWithBase whether it ends because that contract does
 * @param beneficiary who uses what the account pays for; empty: the account itself
 * @param pause a rest that was agreed and is not over, or whose paid days go back if a cancellation is revoked
 * @param scheduled a change that was agreed and has not begun
 * @param agreed the terms of every day, the future included, before a rest and the end are taken out
 */
public record Subscription(
        SubscriptionId id,
        Optional<String> reference,
        ProductId product,
        SubscriptionState state,
        LocalDate concludedOn,
        LocalDate startOn,
        Optional<LocalDate> billedUntil,
        LocalDate chargedThrough,
        Optional<LocalDate> reviewFrom,
        LocalDate announcedThrough,
        LocalDate usageThrough,
        Optional<LocalDate> usageFrom,
        Optional<LocalDate> end,
        Optional<LocalDate> expiresOn,
        Optional<LocalDate> agreedEnd,
        Optional<LocalDate> keptUntil,
        boolean refunding,
        List<OneTime> once,
        Optional<SelfService> selfService,
        Term term,
        Optional<SubscriptionId> addOnTo,
        boolean endsWithBase,
        Optional<AccountId> beneficiary,
        Optional<Pause> pause,
        Optional<ScheduledChange> scheduled,
        Timeline agreed) {
    public Subscription {
        reference.ifPresent(r -> PlainText.require("reference", r, 64));
        if (reviewFrom.filter(chargedThrough::isBefore).isPresent()) {
            throw new InvalidRequestException(
                    "reviewFrom", reviewFrom.get().toString(), "must not be after chargedThrough " + chargedThrough);
        }
        once = List.copyOf(once);
    }

    /** The terms on which each day is billed: as agreed, without the days of rest and those behind the end. */
    public Timeline timeline() {
        Timeline rested = rest().map(p -> p.on(agreed)).orElse(agreed);
        Optional<LocalDate> last = endOn();
        return last.isPresent() && rested.goesBeyond(last.get()) ? rested.until(last.get()) : rested;
    }

    /** The first of the days that stay billed as they are, whatever the timeline wants; empty: there are none. */
    public Optional<LocalDate> untouchedFrom() {
        return keptUntil.flatMap(kept -> endOn());
    }

    /**
     * The first day of the timeline that is not history: all that is decided about the contract as it stands, without
     * reaching back, looks at this day and at later ones only, and at whether something ended right before it.
     */
    public LocalDate aliveFrom(LocalDate today) {
        LocalDate first = earlier(earlier(today, chargedThrough), announcedThrough);
        first = earlier(first, reviewFrom.orElse(first));
        first = earlier(first, usageFrom.orElse(first));
        return earlier(first, pause.map(Pause::from).orElse(first));
    }

    private static LocalDate earlier(LocalDate one, LocalDate other) {
        return one.isBefore(other) ? one : other;
    }

    /**
     * The rest as it counts for what is billed. Of a contract that was cancelled nothing comes later any more; and where
     * nothing is given back, a rest that was to put days off takes out only those that are not paid for.
     */
    public Optional<Pause> rest() {
        if (state != SubscriptionState.CANCELLED) {
            return pause;
        }
        return pause.flatMap(p -> p.extend() ? p.withoutDelay(keptUntil) : pause);
    }

    /** A rest that is to come or running. */
    public Optional<Pause> restNotOver() {
        return pause.filter(p -> !p.isOver());
    }

    /** Whether the paid days of a rest stay billed when it is over, and do not come later. */
    public boolean keepsDaysOf(Pause rest) {
        return state == SubscriptionState.CANCELLED
                && rest.extend()
                && keptUntil.filter(rest.from()::isBefore).isPresent();
    }

    /** The first day without service, once it is known: by a cancellation, or because the contract ends by itself. */
    public Optional<LocalDate> endOn() {
        Optional<Pause> putsOff = rest().filter(p -> p.extend())
                .filter(p -> end.map(day -> day.isAfter(p.from())).orElse(false));
        if (putsOff.isEmpty()) {
            return end;
        }
        return putsOff.get().days().flatMap(rest -> end.map(agreed.putOffBy(rest)));
    }

    /** The next day on which something is billed; empty if every day of the timeline is billed. */
    public Optional<LocalDate> nextBillingOn() {
        Timeline timeline = timeline();
        return timeline.atOrAfter(chargedThrough)
                .map(segment -> segment.from().isAfter(chargedThrough) ? segment.from() : chargedThrough)
                .map(timeline::billedOn);
    }

    public boolean isLive() {
        return state != SubscriptionState.ENDED;
    }

    /** Whether the service rests on this day. */
    public boolean restsOn(LocalDate day) {
        return pause.map(p -> p.holdsOn(day)).orElse(false);
    }

    /** Whether what was agreed for a day comes later, because of a rest that is not over. */
    public boolean putsOff(LocalDate day) {
        return rest().filter(p -> p.extend() && day.isAfter(p.from())).isPresent();
    }

    /** The change that has not begun, if its day has come. */
    public Optional<ScheduledChange> beginsBy(LocalDate day) {
        return scheduled.filter(change -> !change.on().isAfter(day) && !putsOff(change.on()));
    }

    /**
     * Other terms, also for what a change that has not begun would leave, and for what it would bring. These are shaped with
     * the days before them, from which boundaries and discounts may be counted.
     */
    public Subscription reshaped(UnaryOperator<Timeline> shape) {
        return reshaped(shape, UnaryOperator.identity());
    }

    /** @param later to which day the shape moves a day */
    private Subscription reshaped(UnaryOperator<Timeline> shape, UnaryOperator<LocalDate> later) {
        UnaryOperator<Timeline> shapedTail = tail -> tail.isEmpty()
                ? tail
                : shape.apply(agreed.followedBy(tail.start(), tail)).from(later.apply(tail.start()));
        return with(s -> {
            s.agreed = shape.apply(s.agreed);
            s.scheduled = s.scheduled.map(c -> new ScheduledChange(
                    c.on(),
                    c.billedFrom(),
                    shapedTail.apply(c.otherwise()),
                    c.plan(),
                    c.becomes().map(shapedTail),
                    c.waits()));
        });
    }

    /**
     * Rested for the days of the gap. If everything comes later for it, so do the end, the term, and what is charged once.
     */
    public Subscription rested(Pause over) {
        Subscription open = with(s -> s.pause = Optional.empty());
        if (!over.billing()) {
            return open;
        }
        if (!over.extend()) {
            return open.reshaped(over::on);
        }
        ServicePeriod gap = over.days().orElseThrow();
        UnaryOperator<LocalDate> putOff = agreed.putOffBy(gap);
        UnaryOperator<LocalDate> later = day -> day.isAfter(gap.start()) ? putOff.apply(day) : day;
        return open.reshaped(over::on, later).with(s -> {
            s.term = term.after(gap.start(), putOff);
            s.end = s.end.map(later);
            s.expiresOn = s.expiresOn.map(later);
            s.agreedEnd = s.agreedEnd.map(later);
            s.keptUntil = s.keptUntil.map(later);
            s.scheduled = s.scheduled.map(c -> new ScheduledChange(
                    later.apply(c.on()),
                    later.apply(c.billedFrom()),
                    c.otherwise(),
                    c.plan()
                            .map(p -> new ScheduledChange.OfPlan(
                                    later(p.once(), later),
                                    p.term(),
                                    p.expiresOn().map(later))),
                    c.becomes(),
                    c.waits()));
            s.once = later(s.once, later);
        });
    }

    private static List<OneTime> later(List<OneTime> once, UnaryOperator<LocalDate> later) {
        return once.stream().map(o -> o.on(later.apply(o.on()))).toList();
    }

    public Subscription withAgreed(Timeline agreed) {
        return with(s -> s.agreed = agreed);
    }

    public Subscription withProduct(ProductId product) {
        return with(s -> s.product = product);
    }

    public Subscription chargedThrough(LocalDate day, Optional<LocalDate> reviewFrom) {
        return with(s -> {
            s.chargedThrough = day;
            s.reviewFrom = reviewFrom;
        });
    }

    public Subscription announcedThrough(LocalDate day) {
        return with(s -> s.announcedThrough = day);
    }

    public Subscription usageThrough(LocalDate day) {
        return with(s -> s.usageThrough = day);
    }

    public Subscription usageFrom(Optional<LocalDate> day) {
        return with(s -> s.usageFrom = day);
    }

    public Subscription in(SubscriptionState state) {
        return with(s -> s.state = state);
    }

    /** Ends on this day; the days up to {@code keptUntil} stay billed. */
    public Subscription ending(Optional<LocalDate> end, Optional<LocalDate> keptUntil, boolean refunding) {
        return with(s -> {
            s.end = end;
            s.keptUntil = keptUntil;
            s.refunding = refunding;
        });
    }

    public Subscription endingWithBase(boolean endsWithBase) {
        return with(s -> s.endsWithBase = endsWithBase);
    }

    public Subscription expiringOn(Optional<LocalDate> day) {
        return with(s -> s.expiresOn = day);
    }

    public Subscription agreedToEnd(Optional<LocalDate> day) {
        return with(s -> s.agreedEnd = day);
    }

    public Subscription withOnce(List<OneTime> once) {
        return with(s -> s.once = once);
    }

    public Subscription withTerm(Term term) {
        return with(s -> s.term = term);
    }

    public Subscription withPause(Optional<Pause> pause) {
        return with(s -> s.pause = pause);
    }

    public Subscription withScheduled(Optional<ScheduledChange> scheduled) {
        return with(s -> s.scheduled = scheduled);
    }

    private interface Edit {
        void on(Parts parts);
    }

    /** What of a contract may become different. */
    private static final class Parts {
        private ProductId product;
        private SubscriptionState state;
        private LocalDate chargedThrough;
        private Optional<LocalDate> reviewFrom;
        private LocalDate announcedThrough;
        private LocalDate usageThrough;
        private Optional<LocalDate> usageFrom;
        private Optional<LocalDate> end;
        private Optional<LocalDate> expiresOn;
        private Optional<LocalDate> agreedEnd;
        private Optional<LocalDate> keptUntil;
        private boolean refunding;
        private List<OneTime> once;
        private Term term;
        private boolean endsWithBase;
        private Optional<Pause> pause;
        private Optional<ScheduledChange> scheduled;
        private Timeline agreed;

        Parts(Subscription s) {
            product = s.product;
            state = s.state;
            chargedThrough = s.chargedThrough;
            reviewFrom = s.reviewFrom;
            announcedThrough = s.announcedThrough;
            usageThrough = s.usageThrough;
            usageFrom = s.usageFrom;
            end = s.end;
            expiresOn = s.expiresOn;
            agreedEnd = s.agreedEnd;
            keptUntil = s.keptUntil;
            refunding = s.refunding;
            once = s.once;
            term = s.term;
            endsWithBase = s.endsWithBase;
            pause = s.pause;
            scheduled = s.scheduled;
            agreed = s.agreed;
        }
    }

    private Subscription with(Edit edit) {
        Parts s = new Parts(this);
        edit.on(s);
        return new Subscription(
                id,
                reference,
                s.product,
                s.state,
                concludedOn,
                startOn,
                billedUntil,
                s.chargedThrough,
                s.reviewFrom,
                s.announcedThrough,
                s.usageThrough,
                s.usageFrom,
                s.end,
                s.expiresOn,
                s.agreedEnd,
                s.keptUntil,
                s.refunding,
                s.once,
                selfService,
                s.term,
                addOnTo,
                s.endsWithBase,
                beneficiary,
                s.pause,
                s.scheduled,
                s.agreed);
    }
}
