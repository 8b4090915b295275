package io.aboengine.charge;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.money.Money;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.Timeline;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Desired minus billed: the one place where recurring lines come from. What a contract should cost follows from its
 * timeline; what is billed is given; days are compared by their terms. Billing twice is a subtraction that yields
 * nothing.
 *
 * <p>A stretch of d days in a period of n days costs {@code round(P x d / n)}. Charged for it is that amount less what
 * still stands billed in it on the same terms; days billed on other terms are given back from the stored amounts of their
 * line. So a stretch that is cut, prolonged or restored always ends at its price, a whole period at P, and what is given
 * back never exceeds the line.
 */
public final class Rating {
    private Rating() {}

    /**
     * What a subtraction yields.
     *
     * @param charges credits first, then charges, each in order of days
     * @param chargedThrough exclusive: the earlier days are now billed as the timeline wants them
     */
    public record Difference(List<Charge> charges, LocalDate chargedThrough) {}

    /** The first day of the stretch that holds {@code day}; {@code day} itself where the timeline has no terms for it. */
    public static LocalDate stretchStart(Timeline timeline, LocalDate day) {
        return Stretch.at(timeline, day).map(s -> s.days().start()).orElse(day);
    }

    /** The start of the billing period that holds {@code day}; {@code day} itself where the timeline has no terms for it. */
    public static LocalDate periodStart(Timeline timeline, LocalDate day) {
        return Stretch.at(timeline, day).map(s -> s.period().start()).orElse(day);
    }

    /** The end of the billing period that holds {@code day}, or of the timeline if that is earlier. */
    public static LocalDate periodEnd(Timeline timeline, LocalDate day) {
        LocalDate end = Stretch.at(timeline, day).map(s -> s.period().end()).orElse(day);
        return timeline.end().filter(end::isAfter).orElse(end);
    }

    /**
     * Brings the days from {@code from} on in line with the timeline: every stretch that is due by {@code through} is billed
     * whole, and whatever is billed for days that the timeline does not want so is given back. Days that are billed before
     * they are due stay billed if the timeline wants them so.
     *
     * @param from the first day of a stretch of this timeline and of the one that was billed; earlier days are left as they
     *     are
     * @param billed every line of this contract that has days from {@code from} on
     */
    public static Difference desiredMinusBilled(
            Subscription subscription, List<Billed> billed, LocalDate from, LocalDate through) {
        return desiredMinusBilled(
                subscription.id(), subscription.timeline(), billed, from, subscription.untouchedFrom(), through);
    }

    /** The same for a timeline that is not, or not yet, the contract's own. */
    public static Difference desiredMinusBilled(
            SubscriptionId subscription, Timeline timeline, List<Billed> billed, LocalDate from, LocalDate through) {
        return desiredMinusBilled(subscription, timeline, billed, from, Optional.empty(), through);
    }

    /** The same for days between two: also what is billed from {@code to} on is left as it is. */
    public static Difference desiredMinusBilled(
            SubscriptionId subscription,
            Timeline timeline,
            List<Billed> billed,
            LocalDate from,
            Optional<LocalDate> to,
            LocalDate through) {
        List<Stretch> desired = desired(timeline, from, through);
        LocalDate end = desired.isEmpty()
                ? from
                : desired.get(desired.size() - 1).days().end();
        if (billed.isEmpty()) {
            List<Charge> charges = new ArrayList<>(desired.size());
            for (Stretch stretch : desired) {
                charges.addAll(charges(
                        subscription,
                        stretch,
                        stretch.days(),
                        stretch.partsOf(stretch.days().days()),
                        0,
                        stretch.days().days(),
                        ""));
            }
            return new Difference(charges, end);
        }
        return new Subtraction(subscription, timeline, desired, later(timeline, end, billed), billed, from, to)
                .result(end);
    }

    private static List<Stretch> desired(Timeline timeline, LocalDate from, LocalDate through) {
        List<Stretch> stretches = new ArrayList<>();
        Optional<LocalDate> first = firstFrom(timeline, from);
        while (first.isPresent() && !timeline.billedOn(first.get()).isAfter(through)) {
            Stretch next = Stretch.at(timeline, first.get()).orElseThrow();
            stretches.add(next);
            first = firstFrom(timeline, next.days().end());
        }
        return stretches;
    }

    /** Stretches that are not to be billed yet, as far as lines reach: what is billed of them on their terms stays. */
    private static List<Stretch> later(Timeline timeline, LocalDate from, List<Billed> billed) {
        LocalDate last = billed.stream()
                .map(line -> line.charge().period().orElseThrow().end())
                .max(LocalDate::compareTo)
                .orElse(from);
        List<Stretch> stretches = new ArrayList<>();
        Optional<LocalDate> first = firstFrom(timeline, from);
        while (first.isPresent() && first.get().isBefore(last)) {
            Stretch next = Stretch.at(timeline, first.get()).orElseThrow();
            stretches.add(next);
            first = firstFrom(timeline, next.days().end());
        }
        return stretches;
    }

    /** The first day on or after this one that has terms. */
    private static Optional<LocalDate> firstFrom(Timeline timeline, LocalDate day) {
        return timeline.atOrAfter(day).map(s -> s.from().isAfter(day) ? s.from() : day);
    }

    /**
     * The charge of some days of a stretch, followed by its discounts.
     *
     * @param counted of how many days the price is taken, those billed before included
     */
    private static List<Charge> charges(
            SubscriptionId subscription,
            Stretch stretch,
            ServicePeriod days,
            List<Money> parts,
            int generation,
            int counted,
            String less) {
        var terms = stretch.terms();
        if (terms.chargesUseOnly()) {
            return List.of();
        }
        Charge charge = new Charge(
                LineKind.RECURRING,
                Optional.of(subscription),
                terms.planName(),
                Optional.of(terms.plan().value()),
                Optional.of(terms.phase()),
                Optional.of(days),
                stretch.period().days(),
                terms.quantity(),
                terms.unitPrice(),
                parts.get(0),
                terms.taxCategory(),
                days.lastDay(),
                stretch.key(),
                Optional.of(new ChargeKey(subscription, days.start(), generation)),
                Optional.empty(),
                counted + " of " + stretch.period().days() + " days × "
                        + terms.price().explain(terms.quantity()) + less);
        List<Charge> all = new ArrayList<>();
        all.add(charge);
        for (int i = 1; i < parts.size(); i++) {
            if (!parts.get(i).isZero()) {
                all.add(Reductions.line(
                        charge, stretch.discounts().get(i - 1), parts.get(i).negate()));
            }
        }
        return all;
    }

    /** One subtraction in which something was billed before. */
    private static final class Subtraction {
        private final SubscriptionId subscription;
        private final Timeline timeline;
        private final List<Billed> billed;
        private final LocalDate from;
        private final Optional<LocalDate> to;
        private final List<Group> groups = new ArrayList<>();
        private final List<Charge> credits = new ArrayList<>();
        private final List<Charge> charges = new ArrayList<>();
        private final Set<String> givenBackWhole = new HashSet<>();

        Subtraction(
                SubscriptionId subscription,
                Timeline timeline,
                List<Stretch> desired,
                List<Stretch> later,
                List<Billed> billed,
                LocalDate from,
                Optional<LocalDate> to) {
            this.subscription = subscription;
            this.timeline = timeline;
            this.billed = billed;
            this.from = from;
            this.to = to;
            earlier().forEach(stretch -> groups.add(new Group(stretch, false)));
            desired.forEach(stretch -> groups.add(new Group(stretch, true)));
            later.forEach(stretch -> groups.add(new Group(stretch, false)));
            for (Billed line : billed) {
                join(line);
            }
        }

        /**
         * The stretches of earlier days of lines that reach beyond {@code from}, as far as the timeline tells them: they stay
         * as they are, and at their price whatever else is given back of such a line.
         */
        private List<Stretch> earlier() {
            Map<LocalDate, Stretch> earlier = new TreeMap<>();
            for (Billed line : billed) {
                Days looked = line.standing().from(from);
                if (looked.isEmpty()) {
                    continue;
                }
                for (ServicePeriod run : line.standing().minus(looked).runs()) {
                    Optional<LocalDate> day = firstFrom(timeline, run.start());
                    while (day.filter(run.end()::isAfter).isPresent()) {
                        Stretch stretch = Stretch.at(timeline, day.get()).orElseThrow();
                        if (!stretch.days().end().isAfter(from)) {
                            earlier.put(stretch.days().start(), stretch);
                        }
                        day = firstFrom(timeline, stretch.days().end());
                    }
                }
            }
            return List.copyOf(earlier.values());
        }

        /** Puts a line into the group of the stretches that keep some of its days; those become one group. */
        private void join(Billed line) {
            Days standing = line.standing();
            Days looked = standing.from(from);
            Days untouched = new Days(concat(
                    ran(line, standing.minus(looked)), to.map(looked::from).orElse(Days.NONE)));
            Days kept = Days.NONE;
            Group home = null;
            for (Group group : List.copyOf(groups)) {
                Days keptHere = group.keeps(line, standing);
                if (keptHere.isEmpty()) {
                    continue;
                }
                kept = new Days(concat(kept, keptHere));
                if (home == null) {
                    home = group;
                } else {
                    home.merge(group);
                    groups.remove(group);
                }
            }
            kept = new Days(concat(kept, untouched.minus(kept)));
            Days lost = looked.minus(kept);
            if (home != null) {
                home.lines.add(new Kept(line, kept, lost));
            } else if (!lost.isEmpty()) {
                giveBack(line, lost, keptPrice(line, untouched));
                givenBackWhole.add(line.charge().termsKey());
            }
        }

        /**
         * Earlier days without those of rests: a rest that costs no cent stays on its line. Of days before the timeline only such
         * that cost nothing can be a rest's, as others would have been given back.
         */
        private Days ran(Billed line, Days earlier) {
            if (earlier.isEmpty() || timeline.isEmpty()) {
                return earlier;
            }
            Days before = earlier.minus(earlier.from(timeline.start()));
            List<ServicePeriod> ran =
                    new ArrayList<>(line.priceOf(before.count()).isZero() ? List.of() : before.runs());
            for (Segment segment : timeline.segments()) {
                if (segment.from().isBefore(from)) {
                    LocalDate end = segment.to().filter(from::isAfter).orElse(from);
                    ran.addAll(
                            earlier.and(new ServicePeriod(segment.from(), end)).runs());
                }
            }
            return new Days(ran);
        }

        private static List<ServicePeriod> concat(Days a, Days b) {
            List<ServicePeriod> runs = new ArrayList<>(a.runs());
            runs.addAll(b.runs());
            return runs;
        }

        /**
         * What of a line may stay billed if only those of its days are kept that are left as they are: what they cost on their
         * terms, price and discounts each rounded; what the line itself tells where the timeline does not tell the terms any more.
         */
        private Money keptPrice(Billed line, Days kept) {
            if (kept.isEmpty()) {
                return Money.zero(line.charge().amount().currency());
            }
            return Stretch.at(timeline, kept.runs().get(0).start())
                    .filter(stretch -> stretch.key().equals(line.charge().termsKey()))
                    .map(stretch -> stretch.priceOf(kept.count()))
                    .orElseGet(() -> line.priceOf(kept.count()))
                    .min(line.standingAmount());
        }

        Difference result(LocalDate end) {
            for (Group group : groups) {
                settle(group);
            }
            credits.sort(
                    Comparator.comparing(credit -> credit.period().orElseThrow().start()));
            List<Charge> all = new ArrayList<>(credits);
            all.addAll(charges);
            return new Difference(all, end);
        }

        private void settle(Group group) {
            Money standing = group.standingAmount();
            if (group.losesDays() || givenBackWhole.contains(group.key())) {
                group.billAnewIfApart();
            }
            if (group.losesDays()) {
                standing = standing.minus(giveBackOf(group, standing.minus(group.priceOf(group.keptDays()))));
            }
            int counted = group.keptDays();
            for (ServicePeriod run : group.missing()) {
                counted += run.days();
                Money amount = group.priceOf(counted).minus(standing).max(Money.zero(standing.currency()));
                String less = standing.isZero() ? "" : " − " + standing.toPlainString() + " billed before";
                Stretch stretch = group.stretchOf(run);
                charges.addAll(Rating.charges(
                        subscription,
                        stretch,
                        run,
                        parts(stretch, counted - run.days(), counted, amount),
                        generation(run.start()),
                        counted,
                        less));
                standing = standing.plus(amount);
            }
        }

        /** An amount as price and discounts of the days from the {@code before}-th to the {@code counted}-th. */
        private static List<Money> parts(Stretch stretch, int before, int counted, Money amount) {
            List<Money> earlier = stretch.partsOf(before);
            List<Money> all = stretch.partsOf(counted);
            List<Money> parts = new ArrayList<>();
            Money full = amount;
            for (int i = 1; i < all.size(); i++) {
                Money off = all.get(i).minus(earlier.get(i));
                parts.add(off);
                full = full.minus(off);
            }
            parts.add(0, full);
            return parts;
        }

        /**
         * The amount a group gives back comes from its lines that lose days: whole from those that lose all, then, the latest
         * first, what the other days of a line are not worth; where that is not enough, from what still stands of the first.
         *
         * @return what is given back
         */
        private Money giveBackOf(Group group, Money amount) {
            Money nothing = Money.zero(amount.currency());
            Money left = amount;
            List<Losing> losing = group.lines.stream()
                    .filter(k -> !k.lost.isEmpty())
                    .map(Losing::new)
                    .toList();
            for (Losing whole : losing) {
                if (whole.kept.kept.isEmpty()) {
                    left = left.minus(whole.giveBack(nothing, whole.stays));
                }
            }
            for (int i = losing.size() - 1; i >= 0; i--) {
                Losing latest = losing.get(i);
                left = left.minus(latest.giveBack(group.priceOf(latest.kept.kept.count()), left));
            }
            for (Losing first : losing) {
                left = left.minus(first.giveBack(nothing, left));
            }
            losing.forEach(l -> giveBack(l.kept.line, l.kept.lost, l.stays));
            return amount.minus(left);
        }

        /** Credits the lost days so that {@code stays} of the line remains billed; several runs share by their days. */
        private void giveBack(Billed line, Days lost, Money stays) {
            Money amount = line.backFor(stays);
            Charge charge = line.charge();
            int days = lost.count();
            int counted = 0;
            Money given = Money.zero(amount.currency());
            for (ServicePeriod run : lost.runs()) {
                counted += run.days();
                Money upTo = amount.timesFraction(counted, days);
                Money part = upTo.minus(given);
                given = upTo;
                credits.add(new Charge(
                        LineKind.PRORATION_CREDIT,
                        charge.subscription(),
                        charge.description(),
                        charge.plan(),
                        charge.phase(),
                        Optional.of(run),
                        charge.periodDays(),
                        charge.quantity().negate(),
                        charge.unitPrice(),
                        part.negate(),
                        charge.taxCategory(),
                        charge.suppliedOn(),
                        charge.termsKey(),
                        Optional.empty(),
                        Optional.of(line.id()),
                        run.days() + " of " + charge.periodDays() + " days given back: " + line.explain(amount)
                                + (lost.runs().size() == 1 ? "" : ", " + run.days() + " of " + days + " days of it")));
            }
        }

        private int generation(LocalDate firstDay) {
            return (int) billed.stream()
                    .filter(b -> b.charge().period().orElseThrow().start().equals(firstDay))
                    .count();
        }
    }

    /** A line with the days it keeps and those it loses. */
    private record Kept(Billed line, Days kept, Days lost) {
        Kept losingAll() {
            return new Kept(line, Days.NONE, line.standing());
        }
    }

    /** A line that loses days, and how much of it stays. */
    private static final class Losing {
        private final Kept kept;
        private Money stays;

        Losing(Kept kept) {
            this.kept = kept;
            this.stays = kept.line.standingAmount();
        }

        /** Lowers what stays, by {@code most} and not below {@code least}. Returns by how much. */
        Money giveBack(Money least, Money most) {
            Money by = stays.minus(least).min(most).max(Money.zero(stays.currency()));
            stays = stays.minus(by);
            return by;
        }
    }

    /** Stretches on the same terms of one period that share lines, priced as one run of days. */
    private static final class Group {
        private final List<Stretch> stretches = new ArrayList<>();
        private final List<Stretch> due = new ArrayList<>();
        private final List<Kept> lines = new ArrayList<>();

        Group(Stretch stretch, boolean isDue) {
            stretches.add(stretch);
            if (isDue) {
                due.add(stretch);
            }
        }

        void merge(Group other) {
            stretches.addAll(other.stretches);
            due.addAll(other.due);
            lines.addAll(other.lines);
        }

        Days keeps(Billed line, Days standing) {
            Days kept = Days.NONE;
            for (Stretch stretch : stretches) {
                if (stretch.key().equals(line.charge().termsKey())) {
                    kept = new Days(Subtraction.concat(kept, standing.and(stretch.days())));
                }
            }
            return kept;
        }

        boolean losesDays() {
            return lines.stream().anyMatch(k -> !k.lost.isEmpty());
        }

        int keptDays() {
            return lines.stream().mapToInt(k -> k.kept.count()).sum();
        }

        /**
         * A line charged as a difference may be a cent from the price of its days, which shows when the line it was the
         * difference to is given back: then the line with the fewest days is given back too, and these are billed anew. Not where
         * lines were lowered in other ways: days would come back at the full price.
         */
        void billAnewIfApart() {
            List<Kept> keeping = lines.stream().filter(k -> !k.kept.isEmpty()).toList();
            Money price = priceOf(keptDays());
            Money stands = Money.sum(
                    price.currency(),
                    keeping.stream().map(k -> k.line.standingAmount()).toList());
            boolean isHigh = stands.compareTo(price) > 0 && keeping.stream().allMatch(k -> k.lost.isEmpty());
            boolean isLow = stands.compareTo(price) < 0;
            boolean isLowered = keeping.stream().anyMatch(k -> k.line.isLowered());
            if ((isHigh || isLow) && !isLowered && missing().isEmpty()) {
                keeping.stream()
                        .filter(k -> isDue(k.kept))
                        .min(Comparator.comparingInt(k -> k.kept.count()))
                        .ifPresent(k -> lines.set(lines.indexOf(k), k.losingAll()));
            }
        }

        private boolean isDue(Days days) {
            Days others = days;
            for (Stretch stretch : due) {
                others = others.minus(Days.of(stretch.days()));
            }
            return others.isEmpty();
        }

        Money standingAmount() {
            return Money.sum(
                    stretches.get(0).terms().price().currency(),
                    lines.stream().map(k -> k.line.standingAmount()).toList());
        }

        String key() {
            return stretches.get(0).key();
        }

        Money priceOf(int days) {
            return stretches.get(0).priceOf(days);
        }

        /** The days that are to be billed and that no line keeps. */
        List<ServicePeriod> missing() {
            List<ServicePeriod> missing = new ArrayList<>();
            for (Stretch stretch : due) {
                Days days = Days.of(stretch.days());
                for (Kept kept : lines) {
                    days = days.minus(kept.kept);
                }
                missing.addAll(days.runs());
            }
            return missing;
        }

        Stretch stretchOf(ServicePeriod run) {
            return stretches.stream()
                    .filter(s -> s.days().contains(run.start()))
                    .findFirst()
                    .orElseThrow();
        }
    }
}
