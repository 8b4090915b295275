package io.aboengine.calendar;

import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.time.Period;
import java.time.YearMonth;

/**
 * When periods of German civil law end (sections 187 to 189 BGB). A length may mix years, months and days: its years
 * and months are counted first, its days last (section 189 (2) BGB); weeks are seven days each. All days are civil days
 * in the merchant's zone and every end is the last day of the period, inclusive. Nothing here is moved to a working
 * day: that is {@link WorkingDays}, for those periods to which section 193 BGB applies.
 *
 * <p>These are not the boundaries of billing periods, which are agreed and counted from an anchor: {@link BillingGrid}.
 */
public final class LegalPeriods {
    private LegalPeriods() {}

    /**
     * The last day of a period that is set off by an event. The day of the event does not count (section 187 (1) BGB);
     * the period ends on the day with its number, or on the last of the month where that has no such day (section 188
     * (2) and (3) BGB). A length of nothing ends on the day of the event.
     *
     * @throws InvalidRequestException if a part of the length is negative
     */
    public static LocalDate endOfEventPeriod(LocalDate event, Period length) {
        requireNoNegativePart("length", length);
        return event.plusMonths(length.toTotalMonths()).plus(daysOf(length));
    }

    /**
     * The last day of a period that begins at the beginning of a day. That day counts (section 187 (2) BGB); the period
     * ends on the day before the one with its number, or on the last of the month where that has no such day (section
     * 188 (2) and (3) BGB): one month from 31 January ends on 28 February.
     *
     * @throws InvalidRequestException if the length is nothing or a part of it is negative
     */
    public static LocalDate endOfPeriodFrom(LocalDate firstDay, Period length) {
        requireLength("length", length);
        return endOfMonthsFrom(firstDay, length.toTotalMonths()).plus(daysOf(length));
    }

    /** The day before the first one, moved on: it stays a last of the month if the first one is a first. */
    private static LocalDate endOfMonthsFrom(LocalDate firstDay, long months) {
        LocalDate dayBefore = firstDay.minusDays(1);
        return firstDay.getDayOfMonth() == 1
                ? YearMonth.from(dayBefore).plusMonths(months).atEndOfMonth()
                : dayBefore.plusMonths(months);
    }

    /**
     * The last day on which notice may be received if a term is to end with {@code lastDayOfTerm}: the latest day from
     * which {@link #endOfEventPeriod} does not end after it. Without a notice period that is the last day of the term
     * itself. A day on a week-end or holiday stays where it is: section 193 BGB does not apply to periods of notice (BGH,
     * 17 February 2005, III ZR 172/04).
     *
     * @throws InvalidRequestException if a part of the notice period is negative
     */
    public static LocalDate latestReceipt(LocalDate lastDayOfTerm, Period notice) {
        requireNoNegativePart("notice", notice);
        LocalDate endOfMonths = lastDayOfTerm.minus(daysOf(notice));
        LocalDate sameNumber = endOfMonths.minusMonths(notice.toTotalMonths());
        boolean endsWithItsMonth = endOfMonths.getDayOfMonth() == endOfMonths.lengthOfMonth();
        return endsWithItsMonth ? YearMonth.from(sameNumber).atEndOfMonth() : sameNumber;
    }

    private static Period daysOf(Period length) {
        return length.withYears(0).withMonths(0);
    }

    static void requireLength(String field, Period length) {
        requireNoNegativePart(field, length);
        if (length.isZero()) {
            throw new InvalidRequestException(field, length, "must be longer than nothing");
        }
    }

    static void requireNoNegativePart(String field, Period length) {
        if (length.isNegative()) {
            throw new InvalidRequestException(field, length, "must have no negative part");
        }
    }
}
