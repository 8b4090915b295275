package io.aboengine.calendar;

import static io.aboengine.calendar.GermanState.BB;
import static io.aboengine.calendar.GermanState.BE;
import static io.aboengine.calendar.GermanState.BW;
import static io.aboengine.calendar.GermanState.BY;
import static io.aboengine.calendar.GermanState.HB;
import static io.aboengine.calendar.GermanState.HE;
import static io.aboengine.calendar.GermanState.HH;
import static io.aboengine.calendar.GermanState.MV;
import static io.aboengine.calendar.GermanState.NI;
import static io.aboengine.calendar.GermanState.NW;
import static io.aboengine.calendar.GermanState.RP;
import static io.aboengine.calendar.GermanState.SH;
import static io.aboengine.calendar.GermanState.SL;
import static io.aboengine.calendar.GermanState.SN;
import static io.aboengine.calendar.GermanState.ST;
import static io.aboengine.calendar.GermanState.TH;

import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.time.MonthDay;
import java.time.temporal.TemporalAdjusters;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.IntFunction;

/**
 * Working days as section 193 BGB means them: every day but Saturdays, Sundays and the public holidays recognised by the
 * state in which a declaration is to be made or a performance to be rendered. It moves the last day of such a period,
 * and a day of performance, to the next working day: payments and their default (BGH, 1 February 2007, III ZR 159/06),
 * withdrawal. It does not move periods of notice (BGH, 17 February 2005, III ZR 172/04), the ends of contract terms, or
 * the beginning of anything. For the days on which banks settle see {@link BankDays}.
 *
 * <p>Without a state, only the holidays of all sixteen count. Holidays of single municipalities are no holidays of their
 * state and are left out: Assumption Day in the Catholic municipalities of Bavaria, the Peace Festival of Augsburg, Corpus
 * Christi in some of Saxony and Thuringia. The days are those of the states' laws from 1995 on, as known in 2026; a day
 * that a state makes a holiday later is a new row here.
 */
public final class WorkingDays {
    private static final Set<GermanState> EVERYWHERE = EnumSet.allOf(GermanState.class);

    /** A day that is a holiday in some states, in the years {@code since} to {@code until}, both inclusive. */
    private record Holiday(IntFunction<LocalDate> in, int since, int until, Set<GermanState> states) {

        boolean isOn(LocalDate day, Optional<GermanState> state) {
            return since <= day.getYear()
                    && day.getYear() <= until
                    && state.map(states::contains).orElse(states.size() == EVERYWHERE.size())
                    && in.apply(day.getYear()).equals(day);
        }

        Holiday since(int year) {
            return new Holiday(in, year, until, states);
        }

        Holiday onlyIn(int year) {
            return new Holiday(in, year, year, states);
        }
    }

    private static final List<Holiday> HOLIDAYS = List.of(
            // New Year's Day
            holiday(each(Month.JANUARY, 1), EVERYWHERE),
            // Epiphany
            holiday(each(Month.JANUARY, 6), EnumSet.of(BW, BY, ST)),
            // International Women's Day
            holiday(each(Month.MARCH, 8), EnumSet.of(BE)).since(2019),
            holiday(each(Month.MARCH, 8), EnumSet.of(MV)).since(2023),
            // Good Friday, Easter Sunday, Easter Monday
            holiday(fromEaster(-2), EVERYWHERE),
            holiday(fromEaster(0), EnumSet.of(BB)),
            holiday(fromEaster(1), EVERYWHERE),
            // Labour Day
            holiday(each(Month.MAY, 1), EVERYWHERE),
            // 75 and 80 years after the end of the war
            holiday(each(Month.MAY, 8), EnumSet.of(BE)).onlyIn(2020),
            holiday(each(Month.MAY, 8), EnumSet.of(BE)).onlyIn(2025),
            // Ascension Day, Whit Sunday, Whit Monday
            holiday(fromEaster(39), EVERYWHERE),
            holiday(fromEaster(49), EnumSet.of(BB)),
            holiday(fromEaster(50), EVERYWHERE),
            // Corpus Christi
            holiday(fromEaster(60), EnumSet.of(BW, BY, HE, NW, RP, SL)),
            // 75 years after the rising of 1953 (law of 10 July 2024, GVBl. Berlin p. 460)
            holiday(each(Month.JUNE, 17), EnumSet.of(BE)).onlyIn(2028),
            // Assumption Day
            holiday(each(Month.AUGUST, 15), EnumSet.of(SL)),
            // World Children's Day
            holiday(each(Month.SEPTEMBER, 20), EnumSet.of(TH)).since(2019),
            // German Unity Day
            holiday(each(Month.OCTOBER, 3), EVERYWHERE),
            // Reformation Day, once everywhere for its 500 years
            holiday(each(Month.OCTOBER, 31), EnumSet.of(BB, MV, SN, ST, TH)),
            holiday(each(Month.OCTOBER, 31), EVERYWHERE).onlyIn(2017),
            holiday(each(Month.OCTOBER, 31), EnumSet.of(HB, HH, NI, SH)).since(2018),
            // All Saints' Day
            holiday(each(Month.NOVEMBER, 1), EnumSet.of(BW, BY, NW, RP, SL)),
            // Day of Repentance: the Wednesday before 23 November
            holiday(
                    year -> LocalDate.of(year, 11, 23).with(TemporalAdjusters.previous(DayOfWeek.WEDNESDAY)),
                    EnumSet.of(SN)),
            // Christmas Day and the day after
            holiday(each(Month.DECEMBER, 25), EVERYWHERE),
            holiday(each(Month.DECEMBER, 26), EVERYWHERE));

    private WorkingDays() {}

    /** Whether the day is a public holiday in the state; without one, whether it is a holiday in all of Germany. */
    public static boolean isHoliday(LocalDate day, Optional<GermanState> state) {
        return HOLIDAYS.stream().anyMatch(holiday -> holiday.isOn(day, state));
    }

    /** The day itself if it is a working day, else the next one. */
    public static LocalDate nextWorkingDay(LocalDate day, Optional<GermanState> state) {
        LocalDate working = day;
        while (isWeekend(working) || isHoliday(working, state)) {
            working = working.plusDays(1);
        }
        return working;
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }

    private static Holiday holiday(IntFunction<LocalDate> in, Set<GermanState> states) {
        return new Holiday(in, Integer.MIN_VALUE, Integer.MAX_VALUE, Set.copyOf(states));
    }

    private static IntFunction<LocalDate> each(Month month, int day) {
        return MonthDay.of(month, day)::atYear;
    }

    private static IntFunction<LocalDate> fromEaster(int days) {
        return year -> BankDays.easterSunday(year).plusDays(days);
    }
}
