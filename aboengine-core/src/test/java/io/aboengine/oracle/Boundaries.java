package io.aboengine.oracle;

import io.aboengine.calendar.BillingInterval;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.Map;

/**
 * Where billing periods begin: on the anchor and every so many weeks, months or years before and after it, each counted
 * from the anchor, in a shorter month on its last day; and all of them some days later, where a contract rested for so
 * long.
 */
record Boundaries(LocalDate anchor, BillingInterval interval, long later) {
    private static final Map<BillingInterval.Unit, Integer> LONGEST = Map.of(
            BillingInterval.Unit.DAYS, 1,
            BillingInterval.Unit.WEEKS, 7,
            BillingInterval.Unit.MONTHS, 31,
            BillingInterval.Unit.YEARS, 366);

    LocalDate number(long k) {
        long steps = k * interval.count();
        LocalDate day = switch (interval.unit()) {
            case DAYS -> anchor.plusDays(steps);
            case WEEKS -> anchor.plusDays(7 * steps);
            case MONTHS -> anchor.plusMonths(steps);
            case YEARS -> anchor.plusYears(steps);
        };
        return day.plusDays(later);
    }

    long numberOfPeriodAt(LocalDate day) {
        long k = ChronoUnit.DAYS.between(anchor, day) / (interval.count() * LONGEST.get(interval.unit()));
        while (number(k).isAfter(day)) {
            k--;
        }
        while (!number(k + 1).isAfter(day)) {
            k++;
        }
        return k;
    }

    Span periodAt(LocalDate day) {
        long k = numberOfPeriodAt(day);
        return new Span(number(k), number(k + 1));
    }

    /** The period as it would be had the contract never rested; the same for all its days on either side of a rest. */
    Span unmovedPeriodAt(LocalDate day) {
        Span period = periodAt(day);
        return new Span(period.from().minusDays(later), period.to().minusDays(later));
    }

    /** The first boundary that is not before the day. */
    LocalDate nextFrom(LocalDate day) {
        Span period = periodAt(day);
        return period.from().equals(day) ? day : period.to();
    }

    /** The end of so many whole periods, of which the first begins on or after the day. */
    LocalDate endOfPeriods(LocalDate day, int count) {
        return number(numberOfPeriodAt(nextFrom(day)) + count);
    }

    Boundaries laterBy(long days) {
        return new Boundaries(anchor, interval, later + days);
    }

    Boundaries from(LocalDate anchor, long later) {
        return new Boundaries(anchor, interval, later);
    }
}
