package io.aboengine.subscription;

import io.aboengine.calendar.BillingGrid;
import io.aboengine.calendar.BillingInterval;
import io.aboengine.calendar.ServicePeriod;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Plan;
import io.aboengine.catalog.Price;
import io.aboengine.catalog.Product;
import io.aboengine.catalog.StubPolicy;
import io.aboengine.money.UnitPrice;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BinaryOperator;
import java.util.function.UnaryOperator;

/** Lays a plan on the calendar. */
public final class Timelines {
    private Timelines() {}

    /**
     * What a customer gets of a plan.
     *
     * @param price agreed with this customer instead of the plan's
     */
    public record Choice(
            Product product, Plan plan, int catalogVersion, BigDecimal quantity, Optional<AgreedPrice> price) {}

    /**
     * A price agreed with one customer.
     *
     * @param everywhere for every phase that is not free and has none of its own
     * @param byPhase for single phases, by their names
     */
    public record AgreedPrice(Optional<UnitPrice> everywhere, Map<String, UnitPrice> byPhase) {
        public AgreedPrice {
            byPhase = Collections.unmodifiableSortedMap(new TreeMap<>(byPhase));
        }

        public static AgreedPrice of(UnitPrice price) {
            return new AgreedPrice(Optional.of(price), Map.of());
        }

        Optional<UnitPrice> of(String phase, boolean free) {
            return Optional.ofNullable(byPhase.get(phase)).or(() -> free ? Optional.empty() : everywhere);
        }
    }

    /** Where billing periods begin: a boundary, and by how many days it was moved since. */
    public record Anchor(LocalDate day, int shiftDays) {}

    /** Says from where the periods of an interval are counted, if the first day that is paid for is this one. */
    public interface Anchors {
        Anchor of(LocalDate firstPaid, BillingInterval interval);

        /** Periods of the contract's own. */
        static Anchors own() {
            return (firstPaid, interval) -> new Anchor(firstPaid, 0);
        }
    }

    /**
     * The timeline of a new contract. Unless something else is aligned to, billing periods are anchored where the free
     * start ends, so a trial is followed by whole periods. Days before the first boundary are a stub.
     *
     * @param withFreeStart false leaves the free phases at the beginning out
     */
    public static Timeline starting(Choice choice, LocalDate startOn, boolean withFreeStart, Anchors anchors) {
        List<Plan.DatedPhase> phases = choice.plan().phasesFrom(startOn, withFreeStart);
        return new Timeline(stubbed(choice.plan().stub(), laid(choice, phases, Optional.empty(), anchors)));
    }

    /**
     * The timeline from the day on which a running contract takes another plan. A free start that is still running goes
     * on to its end; there is no second one. What was granted as a discount keeps its days, as far as it fits the plan.
     * Rests that are over stay: their days are left out, and what such a rest has put off stays put off. A stub stays what it
     * is, billed in full with its own days as its period or free, if the plan has the same interval and a boundary where it
     * ends; but a plan that is taken before anything is paid for has its own way with stubs.
     *
     * @param running the terms of that day so far
     * @param isFirst whether the contract begins on that day
     * @param keepAnchor whether periods of the same interval go on as they are
     */
    public static Timeline changing(
            Choice choice,
            LocalDate day,
            Segment running,
            Timeline before,
            boolean isFirst,
            boolean keepAnchor,
            Anchors anchors) {
        LocalDate paidFrom = paidFrom(running, before, day);
        List<Plan.DatedPhase> phases = choice.plan().phasesFrom(paidFrom, false);
        List<Rested> rests = restsSince(before, day);
        int putOff = rests.stream()
                .filter(rest -> rest.putsOff() && rest.days().start().isBefore(paidFrom))
                .mapToInt(rest -> rest.days().days())
                .sum();
        Optional<Terms> goesOn = keepAnchor ? Optional.of(running.terms().shifted(putOff)) : Optional.empty();
        List<Segment> segments = new ArrayList<>(laid(choice, phases, goesOn, anchors));
        if (paidFrom.isAfter(day)) {
            Terms first = segments.get(0).terms();
            Plan.DatedPhase free = new Plan.DatedPhase(
                    running.terms().phase(),
                    day,
                    Optional.of(paidFrom),
                    first.interval(),
                    running.terms().price(),
                    Optional.empty(),
                    first.usage(),
                    true);
            segments.add(0, segment(choice, free, new Anchor(first.anchor(), first.shiftDays())));
        }
        Timeline laid = isFirst || running.terms().freeStart()
                ? new Timeline(stubbed(choice.plan().stub(), segments))
                : inStub(new Timeline(segments), running.terms());
        for (Rested rest : rests) {
            boolean counted = rest.days().start().isBefore(paidFrom); // the end of the free days is put off already
            laid = counted ? laid.without(rest.days()) : rest.on(laid);
        }
        return keepingDiscounts(laid, before);
    }

    /** The day from which a plan is paid for that is taken on a day: where a free start that still runs is over, else that day. */
    public static LocalDate paidFrom(Segment running, Timeline before, LocalDate day) {
        return before.freeUntil(day).filter(end -> running.terms().freeStart()).orElse(day);
    }

    /** In a stub that is billed in full or free, if there is one, with its way and its days up to its end. */
    private static Timeline inStub(Timeline laid, Terms running) {
        if (running.whole().isEmpty()) {
            return laid;
        }
        ServicePeriod stub = running.whole().get();
        return laid.changedFrom(LocalDate.MIN, segment -> {
                    Terms terms = segment.terms();
                    boolean within = !terms.freeStart()
                            && terms.interval().equals(running.interval())
                            && terms.grid().boundaryOnOrAfter(segment.from()).equals(stub.end());
                    return within ? segment.on(stub(terms, running.isFreeStub(), stub)) : segment;
                })
                .until(stub.end())
                .followedBy(stub.end(), laid);
    }

    private static Terms stub(Terms terms, boolean free, ServicePeriod days) {
        Price price = free ? Price.free(terms.price().currency()) : terms.price();
        boolean costsAsMuch = free || !price.isFree(); // only what is free for its stub alone is a free stub
        return terms.asStub(price, costsAsMuch ? Optional.of(days) : Optional.empty(), terms.discounts());
    }

    /**
     * A rest that is over.
     *
     * @param putsOff whether everything behind it came later by its days. Of one that left out whole periods nothing tells
     *     it: boundaries stay where they were
     */
    private record Rested(ServicePeriod days, boolean putsOff) {
        Timeline on(Timeline timeline) {
            if (!putsOff) {
                return timeline.without(days);
            }
            List<Segment> all = new ArrayList<>(timeline.until(days.start()).segments());
            for (Segment segment : timeline.from(days.start()).segments()) {
                all.add(new Segment(
                        segment.from().plusDays(days.days()),
                        segment.to().map(to -> to.plusDays(days.days())),
                        segment.terms().shifted(days.days())));
            }
            return new Timeline(all);
        }

        LocalDate putOff(LocalDate day) {
            return putsOff && day.isAfter(days.start()) ? day.plusDays(days.days()) : day;
        }
    }

    private static List<Rested> restsSince(Timeline timeline, LocalDate day) {
        List<Rested> rests = new ArrayList<>();
        List<Segment> segments = timeline.from(day).segments();
        for (int i = 1; i < segments.size(); i++) {
            Segment last = segments.get(i - 1);
            Segment next = segments.get(i);
            LocalDate end = last.to().orElseThrow();
            if (end.isBefore(next.from())) {
                ServicePeriod days = new ServicePeriod(end, next.from());
                int later = next.terms().shiftDays() - last.terms().shiftDays();
                rests.add(new Rested(days, later == days.days()));
            }
        }
        return rests;
    }

    /** How days that are counted from this one on come later, because of rests that a timeline has behind it. */
    public static UnaryOperator<LocalDate> putOffSince(Timeline timeline, LocalDate day) {
        List<Rested> rests = restsSince(timeline, day);
        return counted -> {
            LocalDate later = counted;
            for (Rested rest : rests) {
                later = rest.putOff(later);
            }
            return later;
        };
    }

    /**
     * Terms that were agreed for a later day by a change of plan, quantity or price, while those of the day are still billed:
     * what the customer is on already.
     */
    public static Optional<Segment> agreedForLater(Timeline timeline, LocalDate day) {
        Optional<Terms> billed = timeline.at(day).map(Segment::terms).filter(terms -> !terms.freeStart());
        return billed.flatMap(terms -> timeline.from(day).segments().stream()
                .filter(s -> s.terms().agreedAfter(terms))
                .findFirst());
    }

    /**
     * The timeline with terms that were agreed for later on all paid days between two; discounts keep their days. Before a rest
     * that has put the terms off they come earlier by its days, so that it still puts off what comes behind it.
     */
    public static Timeline broughtForward(Timeline timeline, Terms terms, LocalDate from, LocalDate until) {
        List<Rested> rests = restsSince(timeline, from).stream()
                .filter(rest -> rest.putsOff() && !rest.days().end().isAfter(until))
                .toList();
        Timeline brought = timeline.changedFrom(
                from,
                s -> s.terms().freeStart()
                        ? s
                        : s.on(terms.shifted(-daysBehind(rests, s.from())).inPlaceOf(s.terms())));
        return until.isAfter(from) ? brought.followedBy(until, timeline) : timeline;
    }

    private static int daysBehind(List<Rested> rests, LocalDate day) {
        return rests.stream()
                .filter(rest -> rest.days().start().isAfter(day))
                .mapToInt(rest -> rest.days().days())
                .sum();
    }

    private static List<Segment> laid(
            Choice choice, List<Plan.DatedPhase> phases, Optional<Terms> goesOn, Anchors anchors) {
        LocalDate firstPaid = phases.stream()
                .filter(p -> !p.freeStart())
                .map(Plan.DatedPhase::from)
                .findFirst()
                .orElse(phases.get(0).from());
        BillingInterval interval = phases.stream()
                .filter(p -> !p.freeStart())
                .findFirst()
                .orElse(phases.get(0))
                .interval();
        Anchor anchor = goesOn.filter(terms -> terms.interval().equals(interval))
                .map(terms -> new Anchor(terms.anchor(), terms.shiftDays()))
                .orElseGet(() -> anchors.of(firstPaid, interval));
        List<Segment> segments = new ArrayList<>();
        BillingInterval counted = interval;
        for (Plan.DatedPhase phase : phases) {
            if (!phase.freeStart() && !phase.interval().equals(counted)) {
                counted = phase.interval();
                anchor = anchors.of(phase.from(), counted);
            }
            segments.add(segment(choice, phase, anchor));
        }
        return segments;
    }

    private static Segment segment(Choice choice, Plan.DatedPhase phase, Anchor anchor) {
        Optional<UnitPrice> agreed =
                choice.price().flatMap(p -> p.of(phase.name(), phase.price().isFree()));
        return new Segment(
                phase.from(),
                phase.to(),
                new Terms(
                        choice.plan().id(),
                        choice.product().id(),
                        choice.catalogVersion(),
                        choice.plan().name(),
                        phase.name(),
                        phase.interval(),
                        anchor.day(),
                        anchor.shiftDays(),
                        choice.plan().alignment(),
                        choice.plan().billing(),
                        agreed.map(Price::perUnit).orElse(phase.price()),
                        phase.freeStart(),
                        agreed.isPresent(),
                        choice.quantity(),
                        choice.product().taxCategory(),
                        Optional.empty(),
                        List.of(),
                        phase.usage()));
    }

    /** The days between the first one that is paid for and the first boundary, on the terms of the policy. */
    private static List<Segment> stubbed(StubPolicy policy, List<Segment> segments) {
        if (policy == StubPolicy.PRORATE) {
            return segments;
        }
        List<Segment> all = new ArrayList<>();
        boolean done = false;
        for (Segment segment : segments) {
            Terms terms = segment.terms();
            LocalDate boundary = terms.grid().boundaryOnOrAfter(segment.from());
            LocalDate end = segment.to().filter(boundary::isAfter).orElse(boundary);
            if (done || terms.freeStart() || !end.isAfter(segment.from())) {
                done = done || !terms.freeStart();
                all.add(segment);
                continue;
            }
            done = true;
            ServicePeriod days = new ServicePeriod(segment.from(), end);
            all.add(new Segment(days.start(), Optional.of(end), stub(terms, policy == StubPolicy.FREE, days)));
            if (segment.endsAfter(end)) {
                all.add(new Segment(end, segment.to(), terms));
            }
        }
        return all;
    }

    /**
     * The timeline with a discount from a day on: for as many whole billing periods as it is granted for, counted from the
     * first boundary on or after the first of its days that is paid for, and not beyond its last day.
     */
    public static Timeline discounted(Timeline timeline, Discount discount, LocalDate from) {
        Optional<Segment> first = timeline.from(from).segments().stream()
                .filter(s -> !s.terms().freeStart())
                .findFirst();
        if (first.isEmpty()) {
            return timeline;
        }
        Optional<LocalDate> end = discount.periods()
                .map(n -> endAfter(first.get().terms().grid(), first.get().from(), n));
        if (discount.until().isPresent()
                && end.map(discount.until().get()::isBefore).orElse(true)) {
            end = discount.until();
        }
        LocalDate begin = first.get().from();
        if (end.isPresent() && !end.get().isAfter(begin)) {
            return timeline;
        }
        Timeline reduced = timeline.changedFrom(begin, s -> s.on(s.terms().withDiscount(discount.granted())));
        return end.isPresent() ? reduced.followedBy(end.get(), timeline) : reduced;
    }

    /** The end of the n-th whole billing period that begins on or after the day. */
    public static LocalDate endAfter(BillingGrid grid, LocalDate day, int periods) {
        return grid.boundary(grid.indexOf(grid.boundaryOnOrAfter(day)) + periods);
    }

    /** The timeline with the discounts that another one has on the same days. */
    private static Timeline keepingDiscounts(Timeline timeline, Timeline other) {
        return byDays(timeline, other, (terms, before) -> {
            Terms kept = terms;
            for (Discount.Granted granted : before.discounts()) {
                if (granted.fits(terms.plan(), terms.product())) {
                    kept = kept.withDiscount(granted);
                }
            }
            return kept;
        });
    }

    /** The timeline with the quantities that another one has on the same days. */
    public static Timeline keepingQuantities(Timeline timeline, Timeline other) {
        return byDays(timeline, other, (terms, before) -> terms.withQuantity(before.quantity()));
    }

    /** The terms of each day, changed by those that another timeline has on it. */
    private static Timeline byDays(Timeline timeline, Timeline other, BinaryOperator<Terms> change) {
        List<Segment> all = new ArrayList<>();
        for (Segment segment : timeline.segments()) {
            Timeline rest = new Timeline(List.of(segment));
            for (Segment there : other.from(segment.from()).segments()) {
                if (rest.isEmpty() || !rest.goesBeyond(there.from())) {
                    break;
                }
                all.addAll(rest.until(there.from()).segments());
                rest = rest.from(there.from());
                Timeline here = there.to().map(rest::until).orElse(rest);
                for (Segment part : here.segments()) {
                    all.add(part.on(change.apply(part.terms(), there.terms())));
                }
                rest = there.to().map(rest::from).orElse(Timeline.empty());
            }
            all.addAll(rest.segments());
        }
        return new Timeline(all);
    }
}
