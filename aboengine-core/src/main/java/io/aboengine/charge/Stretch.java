package io.aboengine.charge;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.catalog.Discount;
import io.aboengine.money.Money;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Terms;
import io.aboengine.subscription.Timeline;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A maximal run of days on the same terms inside one billing period: the unit in which days are priced.
 *
 * @param days those of the stretch
 * @param period the whole interval that holds them
 * @param key equal for stretches that cost the same and belong to one billing period
 */
record Stretch(ServicePeriod days, ServicePeriod period, Terms terms, String key) {

    /** The stretch that holds the day, if the timeline has terms for it. */
    static Optional<Stretch> at(Timeline timeline, LocalDate day) {
        List<Segment> segments = timeline.segments();
        for (int i = 0; i < segments.size(); i++) {
            if (segments.get(i).contains(day)) {
                return Optional.of(of(segments, i, day));
            }
        }
        return Optional.empty();
    }

    private static Stretch of(List<Segment> segments, int at, LocalDate day) {
        Segment segment = segments.get(at);
        Terms terms = segment.terms();
        String key = terms.keyOn(day);
        ServicePeriod period = terms.periodAt(day);
        LocalDate start = later(segment.from(), period.start());
        for (int i = at; start.equals(segments.get(i).from()) && i > 0 && touches(segments, i - 1); i--) {
            Segment before = segments.get(i - 1);
            LocalDate last = start.minusDays(1);
            if (!before.terms().keyOn(last).equals(key)) {
                break;
            }
            start = later(before.from(), before.terms().periodAt(last).start());
        }
        LocalDate end = segment.to().filter(to -> to.isBefore(period.end())).orElse(period.end());
        for (int i = at;
                Optional.of(end).equals(segments.get(i).to()) && i + 1 < segments.size() && touches(segments, i);
                i++) {
            Segment after = segments.get(i + 1);
            if (!after.terms().keyOn(end).equals(key)) {
                break;
            }
            LocalDate periodEnd = after.terms().periodAt(end).end();
            end = after.to().filter(to -> to.isBefore(periodEnd)).orElse(periodEnd);
        }
        return new Stretch(new ServicePeriod(start, end), period, terms, key);
    }

    private static boolean touches(List<Segment> segments, int i) {
        return segments.get(i).to().equals(Optional.of(segments.get(i + 1).from()));
    }

    private static LocalDate later(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }

    /** What {@code count} days of this stretch's period cost on its terms, discounts taken off. */
    Money priceOf(int count) {
        return Money.sum(terms.price().currency(), partsOf(count));
    }

    /**
     * The price of {@code count} days, followed by what each discount takes off, which is negative: percentages of what
     * the ones before have left, then fixed amounts by days, never below zero. Each is rounded once.
     */
    List<Money> partsOf(int count) {
        Money full = terms.price().prorated(terms.quantity(), count, period.days());
        List<Money> parts = new ArrayList<>();
        parts.add(full);
        Reductions.of(full, terms.discounts(), count, period.days()).forEach(off -> parts.add(off.negate()));
        return parts;
    }

    /** In the order in which they are taken off. */
    List<Discount.Granted> discounts() {
        return Reductions.inOrder(terms.discounts());
    }
}
