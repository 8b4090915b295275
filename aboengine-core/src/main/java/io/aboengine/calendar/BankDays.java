package io.aboengine.calendar;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;

/**
 * The days on which euro payments settle between banks: the TARGET calendar of the European Central Bank. Closed on
 * Saturdays, Sundays, 1 January, Good Friday, Easter Monday, 1 May, 25 and 26 December; national holidays do not count
 * (ECB press release of 14 December 2000).
 */
public final class BankDays {
    private static final MonthDay LABOUR_DAY = MonthDay.of(Month.MAY, 1);
    private static final MonthDay NEW_YEAR = MonthDay.of(Month.JANUARY, 1);
    private static final MonthDay CHRISTMAS = MonthDay.of(Month.DECEMBER, 25);
    private static final MonthDay BOXING_DAY = MonthDay.of(Month.DECEMBER, 26);

    private BankDays() {}

    public static boolean isOpen(LocalDate day) {
        if (day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY) {
            return false;
        }
        MonthDay date = MonthDay.from(day);
        if (date.equals(NEW_YEAR) || date.equals(LABOUR_DAY) || date.equals(CHRISTMAS) || date.equals(BOXING_DAY)) {
            return false;
        }
        LocalDate easter = easterSunday(day.getYear());
        return !day.equals(easter.minusDays(2)) && !day.equals(easter.plusDays(1));
    }

    /** The day itself if banks are open, else the next open day. */
    public static LocalDate onOrAfter(LocalDate day) {
        LocalDate open = day;
        while (!isOpen(open)) {
            open = open.plusDays(1);
        }
        return open;
    }

    /** The day itself if banks are open, else the last open day before it. */
    public static LocalDate onOrBefore(LocalDate day) {
        LocalDate open = day;
        while (!isOpen(open)) {
            open = open.minusDays(1);
        }
        return open;
    }

    /** The {@code bankDays}-th open day after the day; 0 is {@link #onOrAfter}. */
    public static LocalDate plus(LocalDate day, int bankDays) {
        LocalDate open = onOrAfter(day);
        for (int i = 0; i < bankDays; i++) {
            open = onOrAfter(open.plusDays(1));
        }
        return open;
    }

    /** The {@code bankDays}-th open day before the day; 0 is {@link #onOrBefore}. */
    public static LocalDate minus(LocalDate day, int bankDays) {
        LocalDate open = onOrBefore(day);
        for (int i = 0; i < bankDays; i++) {
            open = onOrBefore(open.minusDays(1));
        }
        return open;
    }

    /** Easter Sunday of the Gregorian calendar, by the anonymous Gregorian algorithm. */
    static LocalDate easterSunday(int year) {
        int a = year % 19;
        int b = year / 100;
        int c = year % 100;
        int h = (19 * a + b - b / 4 - (b - (b + 8) / 25 + 1) / 3 + 15) % 30;
        int l = (32 + 2 * (b % 4) + 2 * (c / 4) - h - c % 4) % 7;
        int m = (a + 11 * h + 22 * l) / 451;
        int n = h + l - 7 * m + 114;
        return LocalDate.of(year, n / 31, n % 31 + 1);
    }
}
