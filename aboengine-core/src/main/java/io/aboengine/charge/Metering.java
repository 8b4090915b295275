package io.aboengine.charge;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.catalog.Discount;
import io.aboengine.catalog.Price;
import io.aboengine.catalog.UsagePrice;
import io.aboengine.money.Money;
import io.aboengine.money.UnitPrice;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.SubscriptionId;
import io.aboengine.subscription.Terms;
import io.aboengine.subscription.Timeline;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is owed for use: always after the period it happened in, rated with everything known then, minus what was charged
 * for it before. Use belongs to the price in force at its moment; a price that becomes another within a billing period
 * begins a count of its own. A rest does not: the days before and after it count together, however long the period lasts
 * because of it.
 */
public final class Metering {
    private Metering() {}

    /**
     * Days of one billing period on one price of a unit.
     *
     * @param days from the first to the last, those of a rest in between included
     * @param terms of their last day
     */
    public record Span(ServicePeriod days, UsagePrice price, Terms terms) {
        /** The same days where use is not charged any more. */
        public Span free() {
            UnitPrice nothing = UnitPrice.of(Money.zero(terms.price().currency()));
            return new Span(
                    days,
                    new UsagePrice(price.unit(), price.aggregate(), price.included(), Price.perUnit(nothing)),
                    terms);
        }
    }

    /** A charge that is new, if any, and the tally with it. */
    public record Rated(List<Charge> charges, UsageTally tally) {}

    /** The days that count together with this one, if the unit has a price on it. */
    public static Optional<Span> spanAt(Timeline timeline, String unit, LocalDate day) {
        List<Segment> segments = timeline.segments();
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).contains(day)) {
                int at = i;
                return priceOf(segments.get(i), unit).map(price -> span(segments, at, price, day));
            }
        }
        return Optional.empty();
    }

    private static Span span(List<Segment> segments, int at, UsagePrice price, LocalDate day) {
        int first = at;
        LocalDate start = startOf(segments.get(first), day);
        while (first > 0
                && segments.get(first).from().equals(start)
                && countsWith(segments.get(first - 1), segments.get(first), price)) {
            first--;
            start = startOf(
                    segments.get(first), segments.get(first).to().orElseThrow().minusDays(1));
        }
        int last = at;
        LocalDate end = endOf(segments.get(last), day);
        while (last + 1 < segments.size()
                && segments.get(last).to().equals(Optional.of(end))
                && countsWith(segments.get(last), segments.get(last + 1), price)) {
            last++;
            end = endOf(segments.get(last), segments.get(last).from());
        }
        return new Span(new ServicePeriod(start, end), price, segments.get(last).terms());
    }

    /** The start of the period that holds the day, or of the segment if that is later. */
    private static LocalDate startOf(Segment segment, LocalDate day) {
        LocalDate periodStart = segment.terms().grid().periodAt(day).start();
        return segment.from().isBefore(periodStart) ? periodStart : segment.from();
    }

    /** The end of the period that holds the day, or of the segment if that is earlier. */
    private static LocalDate endOf(Segment segment, LocalDate day) {
        LocalDate periodEnd = segment.terms().grid().periodAt(day).end();
        return segment.to().filter(to -> to.isBefore(periodEnd)).orElse(periodEnd);
    }

    /** Whether the last day of one segment and the first of the next are of one billing period, and at this price. */
    private static boolean countsWith(Segment before, Segment after, UsagePrice price) {
        return before.terms().samePeriod(before.to().orElseThrow().minusDays(1), after.terms(), after.from())
                && priceOf(before, price.unit()).equals(Optional.of(price))
                && priceOf(after, price.unit()).equals(Optional.of(price));
    }

    private static Optional<UsagePrice> priceOf(Segment segment, String unit) {
        return segment.terms().usage().stream()
                .filter(p -> p.unit().equals(unit))
                .findFirst();
    }

    /** All that ended after {@code from} and by {@code through}, in order of their days. */
    public static List<Span> ended(Timeline timeline, LocalDate from, LocalDate through) {
        Map<String, Span> spans = new LinkedHashMap<>();
        for (Segment segment : timeline.segments()) {
            for (UsagePrice price : segment.terms().usage()) {
                LocalDate day = segment.from().isBefore(from) ? from : segment.from();
                LocalDate end = segment.to().orElse(LocalDate.MAX);
                while (day.isBefore(end) && day.isBefore(through)) {
                    Span span = spanAt(timeline, price.unit(), day).orElseThrow();
                    if (span.days().end().isAfter(from) && !span.days().end().isAfter(through)) {
                        spans.put(price.unit() + " " + span.days(), span);
                    }
                    day = span.days().end();
                }
            }
        }
        return spans.values().stream()
                .sorted(Comparator.comparing(span -> span.days().start()))
                .toList();
    }

    /** The next day after {@code day} on which a count ends. */
    public static Optional<LocalDate> nextEnd(Timeline timeline, LocalDate day) {
        if (countsNothing(timeline)) {
            return Optional.empty();
        }
        Optional<LocalDate> next = Optional.empty();
        for (Segment segment : timeline.from(day).segments()) {
            if (next.map(end -> !segment.from().isBefore(end)).orElse(false)) {
                break;
            }
            for (UsagePrice price : segment.terms().usage()) {
                LocalDate end = spanAt(timeline, price.unit(), segment.from())
                        .orElseThrow()
                        .days()
                        .end();
                if (next.map(end::isBefore).orElse(true)) {
                    next = Optional.of(end);
                }
            }
        }
        return next;
    }

    /** The first day of what is counted next: of the earliest span that ends after {@code day}. */
    public static Optional<LocalDate> nextStart(Timeline timeline, LocalDate day) {
        if (countsNothing(timeline)) {
            return Optional.empty();
        }
        for (Segment segment : timeline.from(day).segments()) {
            Optional<LocalDate> start = segment.terms().usage().stream()
                    .map(price -> spanAt(timeline, price.unit(), segment.from())
                            .orElseThrow()
                            .days()
                            .start())
                    .min(LocalDate::compareTo);
            if (start.isPresent()) {
                return start;
            }
        }
        return Optional.empty();
    }

    private static boolean countsNothing(Timeline timeline) {
        for (Segment segment : timeline.segments()) {
            if (!segment.terms().usage().isEmpty()) {
                return false;
            }
        }
        return true;
    }

    /** A tally without a record. */
    public static UsageTally nothingUsed(SubscriptionId subscription, Span span, int lateUsageDays) {
        Money none = Money.zero(span.terms().price().currency());
        return new UsageTally(
                subscription,
                span.price().unit(),
                span.days(),
                BigDecimal.ZERO,
                Instant.EPOCH,
                none,
                none,
                0,
                span.days().end().plusDays(lateUsageDays),
                false);
    }

    public static UsageTally counted(UsageTally tally, Span span, BigDecimal quantity, Instant at) {
        return tally.with(span.price().aggregate(), quantity, at);
    }

    /** Charges what everything known costs, less what was charged before. */
    public static Rated rate(Span span, UsageTally tally) {
        UsagePrice price = span.price();
        BigDecimal counted = price.charged(tally.quantity());
        Money full = price.price().of(counted);
        List<Discount.Granted> percentages = span.terms().discounts().stream()
                .filter(d -> d.reduction().percent().isPresent())
                .toList();
        Money off = Money.sum(full.currency(), Reductions.of(full, percentages, 1, 1));
        Money more = full.minus(tally.billed());
        Money moreOff = off.minus(tally.discounted());
        boolean charged = !more.isZero() || !moreOff.isZero();
        List<Charge> charges = charged ? charges(span, tally, counted, more, moreOff, percentages) : List.of();
        return new Rated(charges, tally.rated(full, off, charged));
    }

    private static List<Charge> charges(
            Span span,
            UsageTally tally,
            BigDecimal counted,
            Money more,
            Money moreOff,
            List<Discount.Granted> percentages) {
        UsagePrice price = span.price();
        boolean first = tally.ratings() == 0 && counted.signum() > 0;
        // a discount that holds no more has no line to lower: what it took off is charged with the use
        Money amount = percentages.isEmpty() ? more.minus(moreOff) : more;
        Money before = percentages.isEmpty() ? tally.billed().minus(tally.discounted()) : tally.billed();
        BigDecimal sign = amount.isNegative() ? BigDecimal.ONE.negate() : BigDecimal.ONE;
        String known = price.included().signum() == 0
                ? counted.toPlainString() + " " + price.unit()
                : tally.quantity().toPlainString() + " " + price.unit() + ", "
                        + price.included().toPlainString() + " included";
        Charge charge = new Charge(
                LineKind.USAGE,
                Optional.of(tally.subscription()),
                span.terms().planName() + ": " + price.unit(),
                Optional.of(span.terms().plan().value()),
                Optional.of(span.terms().phase()),
                Optional.of(span.days()),
                span.days().days(),
                first ? counted : sign,
                first ? price.price().unitPriceAt(counted) : UnitPrice.of(amount.abs()),
                amount,
                span.terms().taxCategory(),
                span.days().lastDay(),
                "",
                Optional.of(new ChargeKey(
                        tally.subscription(),
                        ChargeKey.usage(price.unit()),
                        span.days().start(),
                        tally.ratings())),
                Optional.empty(),
                known + ": " + price.price().explain(counted)
                        + (before.isZero() ? "" : " − " + before.toPlainString() + " billed before"));
        List<Charge> all = new ArrayList<>();
        all.add(charge);
        Money left = moreOff;
        List<Money> offs = Reductions.of(more.max(Money.zero(more.currency())), percentages, 1, 1);
        for (int i = 0; i < percentages.size(); i++) {
            Money off = i == percentages.size() - 1 ? left : offs.get(i).min(left);
            left = left.minus(off);
            if (!off.isZero()) {
                all.add(Reductions.line(charge, percentages.get(i), off));
            }
        }
        return all;
    }
}
