package io.aboengine.charge;

import io.aboengine.calendar.ServicePeriod;
import io.aboengine.money.Money;
import io.aboengine.subscription.Segment;
import io.aboengine.subscription.Terms;
import io.aboengine.subscription.Timeline;
import java.time.LocalDate;
import java.util.Optional;

/**
 * A maximal run of days on the same terms inside one billing period: the unit in which days are priced.
 *
 * @param days those of the stretch
 * @param period the whole interval that holds them
 */
record Stretch(ServicePeriod days, ServicePeriod period, Terms terms) {

    /** The stretch that holds the day, if the timeline has terms for it. */
    static Optional<Stretch> at(Timeline timeline, LocalDate day) {
        return timeline.at(day).map(segment -> of(segment, day));
    }

    private static Stretch of(Segment segment, LocalDate day) {
        ServicePeriod period = segment.terms().grid().periodAt(day);
        LocalDate start = segment.from().isAfter(period.start()) ? segment.from() : period.start();
        LocalDate end = segment.to().filter(to -> to.isBefore(period.end())).orElse(period.end());
        return new Stretch(new ServicePeriod(start, end), period, segment.terms());
    }

    /** What {@code count} days of this stretch's period cost on its terms. */
    Money priceOf(int count) {
        return Proration.of(terms.unitPrice(), terms.quantity(), count, period.days());
    }
}
