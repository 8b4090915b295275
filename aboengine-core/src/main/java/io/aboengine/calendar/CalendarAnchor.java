package io.aboengine.calendar;

import io.aboengine.spi.InvalidRequestException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.YearMonth;
import java.time.temporal.TemporalAdjusters;
import java.util.Optional;

/**
 * A wish on which days of the calendar billing periods begin, whenever a contract does: on a weekday, on a day of the
 * month, or counted from a month of the year. From its first day to the first such boundary a contract has a stub.
 *
 * @param dayOfMonth 1 to 31, cut to the length of shorter months, so that 31 is the last day of every month; 1 if only a
 *     month is given
 * @param weekday for intervals in weeks; stands alone
 * @param month from which intervals of months or years are counted: three months from January are calendar quarters
 */
public record CalendarAnchor(Optional<Integer> dayOfMonth, Optional<DayOfWeek> weekday, Optional<Month> month) {
    /** The day of the month that means the last one, however long the month is. */
    public static final int LAST_DAY = 31;

    /** More steps than a number of whole intervals needs to come through all months, or through a leap year. */
    private static final int STEPS = 12;

    /** @throws InvalidRequestException if nothing is wished for, a weekday together with something, or no such day */
    public CalendarAnchor {
        if (weekday.isPresent() && (dayOfMonth.isPresent() || month.isPresent())) {
            throw new InvalidRequestException(
                    "weekday", weekday.get(), "must stand alone, without a day of the month and without a month");
        }
        if (weekday.isEmpty() && dayOfMonth.isEmpty() && month.isEmpty()) {
            throw new InvalidRequestException("anchor", "nothing", "must be a weekday, a day of the month or a month");
        }
        dayOfMonth.ifPresent(day -> {
            if (day < 1 || day > LAST_DAY) {
                throw new InvalidRequestException(
                        "dayOfMonth", day, "must be 1 to 31, where 31 is the last day of every month");
            }
        });
        if (weekday.isEmpty() && dayOfMonth.isEmpty()) {
            dayOfMonth = Optional.of(1);
        }
    }

    /** Boundaries on this day of the month, 1 to 31; 31 is the last day of every month. */
    public static CalendarAnchor onDay(int dayOfMonth) {
        return new CalendarAnchor(Optional.of(dayOfMonth), Optional.empty(), Optional.empty());
    }

    /** Boundaries on this weekday. */
    public static CalendarAnchor on(DayOfWeek weekday) {
        return new CalendarAnchor(Optional.empty(), Optional.of(weekday), Optional.empty());
    }

    /** Boundaries on this day of the month, 1 to 31, counted from this month of the year. */
    public static CalendarAnchor on(Month month, int dayOfMonth) {
        return new CalendarAnchor(Optional.of(dayOfMonth), Optional.empty(), Optional.of(month));
    }

    /**
     * A day from which {@link BillingGrid} has its boundaries where they are wished for. Of all such grids it is one whose
     * first boundary on or after {@code firstDay} comes as early as possible; every stretch before it is the stub.
     *
     * <p>The anchor is that first boundary, unless its month is too short for the day: then it lies some whole intervals
     * earlier, in the longest month that the grid comes through, so that no boundary is cut that need not be. Monthly on the
     * 31st from 10 February 2026 on, the first boundary is 28 February and the anchor 31 January. In years from 29 to 31
     * February, the anchor is in a leap year if the grid ever meets one. With a month and an interval that does not fit
     * into the year, such as {@code P5M}, boundaries meet the month in some years only.
     *
     * @throws InvalidRequestException if the interval is in days, if it is not in weeks for a weekday, or if it is in weeks
     *     for anything else
     */
    public LocalDate anchorFor(LocalDate firstDay, BillingInterval interval) {
        if (weekday.isPresent()) {
            requireUnit(interval.unit() == BillingInterval.Unit.WEEKS, interval, "weeks for a weekday");
            return firstDay.with(TemporalAdjusters.nextOrSame(weekday.get()));
        }
        int months = switch (interval.unit()) {
            case DAYS, WEEKS -> 0;
            case MONTHS -> interval.count();
            case YEARS -> 12 * interval.count();
        };
        requireUnit(months > 0, interval, "months or years for a day of the month");
        return inLongestMonth(monthOfFirstBoundary(firstDay, months), months);
    }

    private static void requireUnit(boolean fits, BillingInterval interval, String wanted) {
        if (!fits) {
            throw new InvalidRequestException("interval", interval, "must be in " + wanted);
        }
    }

    /** A grid of n months through a given month comes through every g-th month before and after it, g = gcd(n, 12). */
    private YearMonth monthOfFirstBoundary(LocalDate firstDay, int months) {
        int every = month.isPresent() ? greatestCommonDivisor(months, 12) : 1;
        int wanted = month.map(Month::getValue).orElse(0);
        YearMonth candidate = YearMonth.from(firstDay);
        while (Math.floorMod(candidate.getMonthValue() - wanted, every) != 0
                || dayIn(candidate).isBefore(firstDay)) {
            candidate = candidate.plusMonths(1);
        }
        return candidate;
    }

    private LocalDate inLongestMonth(YearMonth start, int months) {
        LocalDate anchor = dayIn(start);
        for (int k = 1; k <= STEPS; k++) {
            LocalDate earlier = dayIn(start.minusMonths((long) k * months));
            if (earlier.getDayOfMonth() > anchor.getDayOfMonth()) {
                anchor = earlier;
            }
        }
        return anchor;
    }

    private LocalDate dayIn(YearMonth yearMonth) {
        return yearMonth.atDay(Math.min(dayOfMonth.orElseThrow(), yearMonth.lengthOfMonth()));
    }

    private static int greatestCommonDivisor(int a, int b) {
        return b == 0 ? a : greatestCommonDivisor(b, a % b);
    }
}
