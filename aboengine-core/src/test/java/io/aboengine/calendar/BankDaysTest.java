package io.aboengine.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import de.focus_shift.jollyday.core.HolidayCalendar;
import de.focus_shift.jollyday.core.HolidayManager;
import de.focus_shift.jollyday.core.ManagerParameters;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.util.List;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BankDaysTest {

    /** The long-term TARGET calendar of the European Central Bank (press release of 14 December 2000). */
    @ParameterizedTest(name = "in {0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            2024 | 01-01 03-29 04-01 05-01 12-25 12-26
            2025 | 01-01 04-18 04-21 05-01 12-25 12-26
            # 26 December is a Saturday
            2026 | 01-01 04-03 04-06 05-01 12-25
            # so are 1 May and 25 December; 27 December stays open
            2027 | 01-01 03-26 03-29
            # and 1 January
            2028 | 04-14 04-17 05-01 12-25 12-26
            """)
    void banks_are_closed_on_these_weekdays(int year, String closed) {
        assertThat(daysOf(year).stream()
                        .filter(day -> !BankDays.isOpen(day) && !isWeekend(day))
                        .map(day -> day.toString().substring(5))
                        .collect(Collectors.joining(" ")))
                .isEqualTo(closed);
    }

    @Test
    void banks_are_closed_at_every_weekend() {
        assertThat(daysOf(2026)).filteredOn(BankDaysTest::isWeekend).noneMatch(BankDays::isOpen);
    }

    @Test
    void another_calendar_of_twenty_years_agrees() {
        HolidayManager target = HolidayManager.getInstance(ManagerParameters.create(HolidayCalendar.TARGET));
        for (int year = 2020; year <= 2040; year++) {
            for (LocalDate day : daysOf(year)) {
                assertThat(BankDays.isOpen(day))
                        .as(day.toString())
                        .isEqualTo(!isWeekend(day) && !target.isHoliday(day));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2019-04-21",
        "2020-04-12",
        "2024-03-31",
        "2025-04-20",
        "2026-04-05",
        "2027-03-28",
        "2028-04-16",
        // the latest and the earliest of these centuries
        "2038-04-25",
        "2285-03-22",
        // where the simple rule of Gauss fails
        "1954-04-18",
        "1981-04-19",
        "2049-04-18",
        "2076-04-19"
    })
    void easter_is_where_the_church_puts_it(LocalDate sunday) {
        assertThat(BankDays.easterSunday(sunday.getYear())).isEqualTo(sunday);
    }

    @ParameterizedTest(name = "{0} is moved on to {1} and back to {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # day       | next open  | last open
            2026-04-02  | 2026-04-02 | 2026-04-02
            2026-04-03  | 2026-04-07 | 2026-04-02
            2026-04-04  | 2026-04-07 | 2026-04-02
            2026-04-06  | 2026-04-07 | 2026-04-02
            2026-05-01  | 2026-05-04 | 2026-04-30
            2026-12-25  | 2026-12-28 | 2026-12-24
            2026-12-26  | 2026-12-28 | 2026-12-24
            2027-01-01  | 2027-01-04 | 2026-12-31
            # Labour Day on a Saturday is not caught up on
            2027-05-01  | 2027-05-03 | 2027-04-30
            2027-12-27  | 2027-12-27 | 2027-12-27
            # German unity day, Corpus Christi: banks settle
            2025-10-03  | 2025-10-03 | 2025-10-03
            2026-06-04  | 2026-06-04 | 2026-06-04
            """)
    void a_closed_day_gives_way_to_the_next_or_the_last_open_one(LocalDate day, LocalDate next, LocalDate last) {
        assertThat(BankDays.onOrAfter(day)).isEqualTo(next);
        assertThat(BankDays.onOrBefore(day)).isEqualTo(last);
    }

    @ParameterizedTest(name = "{1} bank days from {0} are {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # from      | days | to
            2026-03-31  |    0 | 2026-03-31
            2026-03-31  |    1 | 2026-04-01
            2026-03-31  |    3 | 2026-04-07
            2026-03-31  |    5 | 2026-04-09
            2026-12-22  |    5 | 2026-12-30
            2026-04-30  |    1 | 2026-05-04
            2026-12-31  |    1 | 2027-01-04
            # what comes in on a closed day counts as having come on the next open one
            2026-04-03  |    0 | 2026-04-07
            2026-04-03  |    1 | 2026-04-08
            2026-05-30  |    1 | 2026-06-02
            """)
    void bank_days_are_counted_over_closed_ones(LocalDate from, int days, LocalDate to) {
        assertThat(BankDays.plus(from, days)).isEqualTo(to);
    }

    @ParameterizedTest(name = "{1} bank days before {0} are {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # due       | days | hand in by
            2026-04-07  |    1 | 2026-04-02
            2026-12-28  |    1 | 2026-12-24
            2026-04-09  |    5 | 2026-03-31
            2026-05-04  |    1 | 2026-04-30
            2026-04-07  |    0 | 2026-04-07
            2026-04-06  |    0 | 2026-04-02
            2026-04-06  |    1 | 2026-04-01
            """)
    void bank_days_are_counted_backwards_too(LocalDate due, int days, LocalDate handIn) {
        assertThat(BankDays.minus(due, days)).isEqualTo(handIn);
    }

    @Property
    void there_and_back_again_ends_where_it_began(
            @ForAll @IntRange(min = 0, max = 20_000) int offset, @ForAll @IntRange(max = 30) int days) {
        LocalDate open = BankDays.onOrAfter(LocalDate.of(2000, 1, 1).plusDays(offset));

        assertThat(BankDays.minus(BankDays.plus(open, days), days)).isEqualTo(open);
        assertThat(open.datesUntil(BankDays.plus(open, days)).filter(BankDays::isOpen))
                .hasSize(days);
    }

    private static List<LocalDate> daysOf(int year) {
        return LocalDate.of(year, 1, 1).datesUntil(LocalDate.of(year + 1, 1, 1)).toList();
    }

    private static boolean isWeekend(LocalDate day) {
        return day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY;
    }
}
