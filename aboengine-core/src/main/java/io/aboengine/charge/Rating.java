package io.aboengine.charge;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.money.Money;
import io.aboengine.subscription.Subscription;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.Timeline;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

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

    /** The end of the billing period that holds {@code day}, or of the timeline if that is earlier. */
    public static LocalDate periodEnd(Timeline timeline, LocalDate day) {
        LocalDate end = Stretch.at(timeline, day).map(s -> s.period().end()).orElse(day);
        return timeline.end().filter(end::isAfter).orElse(end);
    }

    /**
     * Brings the days from {@code from} on in line with the timeline: every stretch that begins on or before {@code
     * through} is billed whole, and whatever is billed for days that the timeline does not want so is given back.
     *
     * @param from the first day of a stretch of this timeline and of the one that was billed; earlier days are left as they
     *     are
     * @param billed every line of this contract that has days from {@code from} on
     */
    public static Difference desiredMinusBilled(
            Subscription subscription, List<Billed> billed, LocalDate from, LocalDate through) {
        List<Stretch> desired = desired(subscription.timeline(), from, through);
        LocalDate end = desired.isEmpty()
                ? from
                : desired.get(desired.size() - 1).days().end();
        if (billed.isEmpty()) {
            List<Charge> charges = new ArrayList<>(desired.size());
            for (Stretch stretch : desired) {
                charges.add(charge(
                        subscription.id(),
                        stretch,
                        stretch.days(),
                        stretch.priceOf(stretch.days().days()),
                        0,
                        ""));
            }
            return new Difference(charges, end);
        }
        return new Subtraction(subscription.id(), desired, billed, from).result(end);
    }

    private static List<Stretch> desired(Timeline timeline, LocalDate from, LocalDate through) {
        List<Stretch> stretches = new ArrayList<>();
        LocalDate day = from;
        while (true) {
            LocalDate reached = day;
            Optional<Stretch> next = timeline.atOrAfter(reached)
                    .flatMap(s -> Stretch.at(timeline, s.from().isAfter(reached) ? s.from() : reached));
            if (next.isEmpty() || next.get().days().start().isAfter(through)) {
                return stretches;
            }
            stretches.add(next.get());
            day = next.get().days().end();
        }
    }

    static Charge charge(
            SubscriptionId subscription,
            Stretch stretch,
            ServicePeriod days,
            Money amount,
            int generation,
            String less) {
        var terms = stretch.terms();
        return new Charge(
                LineKind.RECURRING,
                Optional.of(subscription),
                terms.planName(),
                Optional.of(terms.plan().value()),
                Optional.of(terms.phase()),
                Optional.of(days),
                stretch.period().days(),
                terms.quantity(),
                terms.unitPrice(),
                amount,
                terms.taxCategory(),
                days.lastDay(),
                terms.key(),
                Optional.of(new ChargeKey(subscription, days.start(), generation)),
                Optional.empty(),
                priced(stretch, stretch.days().days()) + less);
    }

    private static String priced(Stretch stretch, int days) {
        return days + " of " + stretch.period().days() + " days × "
                + factors(
                        stretch.terms().quantity(), stretch.terms().unitPrice().toPlainString());
    }

    private static String factors(BigDecimal quantity, String unitPrice) {
        return quantity.compareTo(BigDecimal.ONE) == 0 ? unitPrice : quantity.toPlainString() + " × " + unitPrice;
    }

    /** One subtraction in which something was billed before. */
    private static final class Subtraction {
        private final SubscriptionId subscription;
        private final List<Billed> billed;
        private final LocalDate from;
        private final List<Group> groups = new ArrayList<>();
        private final List<Charge> credits = new ArrayList<>();
        private final List<Charge> charges = new ArrayList<>();

        Subtraction(SubscriptionId subscription, List<Stretch> desired, List<Billed> billed, LocalDate from) {
            this.subscription = subscription;
            this.billed = billed;
            this.from = from;
            for (Stretch stretch : desired) {
                groups.add(new Group(stretch));
            }
            for (Billed line : billed) {
                join(line);
            }
        }

        /** Puts a line into the group of the stretches that keep some of its days; those become one group. */
        private void join(Billed line) {
            Days standing = line.standing();
            Days before = standing.minus(standing.from(from));
            Days kept = before;
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
            Days lost = standing.from(from).minus(kept);
            if (home != null) {
                home.lines.add(new Kept(line, kept, lost));
            } else if (!lost.isEmpty()) {
                giveBack(line, lost, keptPrice(line, before));
            }
        }

        private static List<ServicePeriod> concat(Days a, Days b) {
            List<ServicePeriod> runs = new ArrayList<>(a.runs());
            runs.addAll(b.runs());
            return runs;
        }

        /** What of a line may stay billed if only these of its days are kept: all of them lie before {@code from}. */
        private static Money keptPrice(Billed line, Days kept) {
            if (kept.isEmpty()) {
                return Money.zero(line.charge().amount().currency());
            }
            Charge charge = line.charge();
            return Proration.of(charge.unitPrice(), charge.quantity(), kept.count(), charge.periodDays())
                    .min(line.standingAmount());
        }

        Difference result(LocalDate end) {
            for (Group group : groups) {
                settle(group);
            }
            List<Charge> all = new ArrayList<>(credits);
            all.addAll(charges);
            return new Difference(all, end);
        }

        private void settle(Group group) {
            Money standing = group.standingAmount();
            if (group.losesDays()) {
                Money target = group.priceOf(group.keptDays());
                giveBackOf(group, standing.minus(target));
                standing = target;
            }
            int counted = group.keptDays();
            for (ServicePeriod run : group.missing()) {
                counted += run.days();
                Money amount = group.priceOf(counted).minus(standing);
                String less = standing.isZero() ? "" : " − " + standing.toPlainString() + " billed before";
                charges.add(charge(subscription, group.stretchOf(run), run, amount, generation(run.start()), less));
                standing = standing.plus(amount);
            }
        }

        /** The amount a group gives back comes from its lines that lose days, the latest first. */
        private void giveBackOf(Group group, Money amount) {
            Money left = amount;
            List<Kept> losing =
                    group.lines.stream().filter(k -> !k.lost.isEmpty()).toList();
            for (int i = losing.size() - 1; i >= 0; i--) {
                Kept kept = losing.get(i);
                Money most = kept.line.standingAmount();
                Money wanted = i == 0 ? left : most.minus(group.priceOf(kept.kept.count()));
                Money back = wanted.min(most).max(Money.zero(most.currency()));
                left = left.minus(back);
                giveBack(kept.line, kept.lost, most.minus(back));
            }
        }

        /** Credits the lost days so that {@code stays} of the line remains billed; several runs share by their days. */
        private void giveBack(Billed line, Days lost, Money stays) {
            Money amount = line.standingAmount().minus(stays);
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
                        run.days() + " of " + charge.periodDays() + " days given back: "
                                + line.standingAmount().toPlainString() + " billed − " + stays.toPlainString() + " kept"
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
    private record Kept(Billed line, Days kept, Days lost) {}

    /** Stretches on the same terms of one period that share lines, priced as one run of days. */
    private static final class Group {
        private final List<Stretch> stretches = new ArrayList<>();
        private final List<Kept> lines = new ArrayList<>();

        Group(Stretch stretch) {
            stretches.add(stretch);
        }

        void merge(Group other) {
            stretches.addAll(other.stretches);
            lines.addAll(other.lines);
        }

        Days keeps(Billed line, Days standing) {
            Days kept = Days.NONE;
            for (Stretch stretch : stretches) {
                if (stretch.terms().key().equals(line.charge().termsKey())) {
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

        Money standingAmount() {
            return Money.sum(
                    stretches.get(0).terms().unitPrice().currency(),
                    lines.stream().map(k -> k.line.standingAmount()).toList());
        }

        Money priceOf(int days) {
            return stretches.get(0).priceOf(days);
        }

        /** The days of the stretches that no line keeps. */
        List<ServicePeriod> missing() {
            List<ServicePeriod> missing = new ArrayList<>();
            for (Stretch stretch : stretches) {
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
