package io.aboengine.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aboengine.Tries;
import io.aboengine.spi.InvalidRequestException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.Month;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@AddLifecycleHook(Tries.class)
class CalendarAnchorTest {

    @ParameterizedTest(name = "day {0} of {1}, {2} from {3} on: anchor {4}, boundaries {5}")
    @CsvSource(delimiter = '|', textBlock = """
            # day | month    | interval | first day  | anchor     | first boundaries
            1     |          | P1M      | 2026-01-15 | 2026-02-01 | 2026-02-01 2026-03-01 2026-04-01
            1     |          | P1M      | 2026-02-01 | 2026-02-01 | 2026-02-01 2026-03-01 2026-04-01
            15    |          | P3M      | 2026-01-16 | 2026-02-15 | 2026-02-15 2026-05-15 2026-08-15
            15    |          | P1Y      | 2026-12-16 | 2027-01-15 | 2027-01-15 2028-01-15 2029-01-15
            # the 29th and 30th come back after February
            29    |          | P1M      | 2026-02-10 | 2026-01-29 | 2026-02-28 2026-03-29 2026-04-29
            29    |          | P1M      | 2024-02-10 | 2024-02-29 | 2024-02-29 2024-03-29 2024-04-29
            30    |          | P1M      | 2026-02-28 | 2026-01-30 | 2026-02-28 2026-03-30 2026-04-30
            30    |          | P1M      | 2024-02-29 | 2024-01-30 | 2024-02-29 2024-03-30 2024-04-30
            30    |          | P3M      | 2026-02-10 | 2025-11-30 | 2026-02-28 2026-05-30 2026-08-30
            # 31 is the last day of every month
            31    |          | P1M      | 2026-02-10 | 2026-01-31 | 2026-02-28 2026-03-31 2026-04-30
            31    |          | P1M      | 2026-01-31 | 2026-01-31 | 2026-01-31 2026-02-28 2026-03-31
            31    |          | P1M      | 2026-04-30 | 2026-03-31 | 2026-04-30 2026-05-31 2026-06-30
            31    |          | P3M      | 2026-02-10 | 2025-08-31 | 2026-02-28 2026-05-31 2026-08-31
            31    |          | P6M      | 2026-06-05 | 2025-12-31 | 2026-06-30 2026-12-31 2027-06-30
            31    |          | P12M     | 2026-06-05 | 2026-06-30 | 2026-06-30 2027-06-30 2028-06-30
            31    |          | P1Y      | 2026-02-10 | 2024-02-29 | 2026-02-28 2027-02-28 2028-02-29
            31    |          | P2Y      | 2026-02-10 | 2024-02-29 | 2026-02-28 2028-02-29 2030-02-28
            # every other year, never a leap year
            31    |          | P2Y      | 2027-02-10 | 2027-02-28 | 2027-02-28 2029-02-28 2031-02-28
            # calendar quarters, half-years and years
                  | JANUARY  | P3M      | 2026-02-10 | 2026-04-01 | 2026-04-01 2026-07-01 2026-10-01
            1     | JANUARY  | P3M      | 2026-10-02 | 2027-01-01 | 2027-01-01 2027-04-01 2027-07-01
            1     | JANUARY  | P3M      | 2026-10-01 | 2026-10-01 | 2026-10-01 2027-01-01 2027-04-01
            1     | OCTOBER  | P3M      | 2026-02-10 | 2026-04-01 | 2026-04-01 2026-07-01 2026-10-01
            15    | FEBRUARY | P3M      | 2026-02-16 | 2026-05-15 | 2026-05-15 2026-08-15 2026-11-15
            31    | JANUARY  | P3M      | 2026-02-10 | 2026-01-31 | 2026-04-30 2026-07-31 2026-10-31
            1     | JANUARY  | P6M      | 2026-02-10 | 2026-07-01 | 2026-07-01 2027-01-01 2027-07-01
                  | JANUARY  | P1Y      | 2026-02-10 | 2027-01-01 | 2027-01-01 2028-01-01 2029-01-01
                  | JANUARY  | P12M     | 2026-01-01 | 2026-01-01 | 2026-01-01 2027-01-01 2028-01-01
            1     | APRIL    | P2Y      | 2026-04-02 | 2027-04-01 | 2027-04-01 2029-04-01 2031-04-01
            1     | JANUARY  | P1M      | 2026-02-10 | 2026-03-01 | 2026-03-01 2026-04-01 2026-05-01
            1     | JANUARY  | P18M     | 2026-02-10 | 2026-07-01 | 2026-07-01 2028-01-01 2029-07-01
            1     | JANUARY  | P5M      | 2026-02-10 | 2026-03-01 | 2026-03-01 2026-08-01 2027-01-01
            # leap days
            29    | FEBRUARY | P1Y      | 2026-03-01 | 2024-02-29 | 2027-02-28 2028-02-29 2029-02-28
            30    | FEBRUARY | P1Y      | 2026-02-28 | 2024-02-29 | 2026-02-28 2027-02-28 2028-02-29
            31    | FEBRUARY | P12M     | 2097-01-01 | 2096-02-29 | 2097-02-28 2098-02-28 2099-02-28
            29    | FEBRUARY | P1Y      | 2103-01-01 | 2096-02-29 | 2103-02-28 2104-02-29 2105-02-28
            31    | FEBRUARY | P3M      | 2026-02-10 | 2025-08-31 | 2026-02-28 2026-05-31 2026-08-31
            31    | APRIL    | P1Y      | 2026-04-30 | 2026-04-30 | 2026-04-30 2027-04-30 2028-04-30
            """)
    void boundaries_fall_on_the_wished_day_of_the_month(
            Integer day, Month month, String interval, LocalDate firstDay, LocalDate anchor, String boundaries) {
        CalendarAnchor wish =
                new CalendarAnchor(Optional.ofNullable(day), Optional.empty(), Optional.ofNullable(month));
        BillingInterval every = BillingInterval.parse(interval);

        assertThat(wish.anchorFor(firstDay, every)).isEqualTo(anchor);
        assertThat(boundaries(wish, every, firstDay, 3))
                .isEqualTo(Arrays.stream(boundaries.split(" "))
                        .map(LocalDate::parse)
                        .toList());
    }

    @ParameterizedTest(name = "{0}, {1} from {2} on: anchor {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # weekday | interval | first day  | anchor
            MONDAY    | P1W      | 2026-03-02 | 2026-03-02
            MONDAY    | P1W      | 2026-03-03 | 2026-03-09
            SUNDAY    | P2W      | 2026-03-02 | 2026-03-08
            FRIDAY    | P4W      | 2026-12-28 | 2027-01-01
            """)
    void boundaries_fall_on_the_wished_weekday(
            DayOfWeek weekday, String interval, LocalDate firstDay, LocalDate anchor) {
        assertThat(CalendarAnchor.on(weekday).anchorFor(firstDay, BillingInterval.parse(interval)))
                .isEqualTo(anchor);
    }

    @Property
    void every_boundary_of_ten_years_is_on_the_wished_weekday(
            @ForAll DayOfWeek weekday,
            @ForAll @IntRange(min = 1, max = 10) int weeks,
            @ForAll("days") LocalDate firstDay) {
        BillingInterval interval = new BillingInterval(weeks, BillingInterval.Unit.WEEKS);
        List<LocalDate> boundaries = boundaries(CalendarAnchor.on(weekday), interval, firstDay, 520 / weeks);

        assertThat(boundaries).allSatisfy(day -> assertThat(day.getDayOfWeek()).isEqualTo(weekday));
        assertThat(boundaries.get(0)).isBetween(firstDay, firstDay.plusDays(6));
    }

    @Property
    void every_boundary_of_ten_years_is_on_the_wished_day_of_its_month(
            @ForAll @IntRange(min = 1, max = 31) int day,
            @ForAll("monthly") BillingInterval interval,
            @ForAll("days") LocalDate firstDay) {
        List<LocalDate> boundaries = boundaries(CalendarAnchor.onDay(day), interval, firstDay, 120);

        assertThat(boundaries)
                .allMatch(boundary -> boundary.getDayOfMonth() == Math.min(day, boundary.lengthOfMonth()));
        assertThat(firstDay.datesUntil(boundaries.get(0)))
                .as("no earlier day is one")
                .noneMatch(earlier -> earlier.getDayOfMonth() == Math.min(day, earlier.lengthOfMonth()));
    }

    @Property
    void every_boundary_of_ten_years_is_counted_from_the_wished_month(
            @ForAll Month month,
            @ForAll @IntRange(min = 1, max = 31) int day,
            @ForAll("partsAndMultiplesOfAYear") BillingInterval interval,
            @ForAll("days") LocalDate firstDay) {
        int months = interval.unit() == BillingInterval.Unit.YEARS ? 12 : Math.min(12, interval.count());
        List<LocalDate> boundaries = boundaries(CalendarAnchor.on(month, day), interval, firstDay, 120);

        assertThat(boundaries)
                .allMatch(boundary -> boundary.getDayOfMonth() == Math.min(day, boundary.lengthOfMonth()))
                .allMatch(boundary -> Math.floorMod(boundary.getMonthValue() - month.getValue(), months) == 0);
        assertThat(boundaries.get(0)).isBefore(firstDay.plusMonths(months).plusDays(31));
        assertThat(firstDay.datesUntil(boundaries.get(0)))
                .as("no earlier day is one")
                .noneMatch(earlier -> earlier.getDayOfMonth() == Math.min(day, earlier.lengthOfMonth())
                        && Math.floorMod(earlier.getMonthValue() - month.getValue(), months) == 0);
    }

    @ParameterizedTest(name = "{0} {1} {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # day | weekday | month   | message
            0     |         |         | dayOfMonth: must be 1 to 31, where 31 is the last day of every month, was 0
            32    |         |         | dayOfMonth: must be 1 to 31, where 31 is the last day of every month, was 32
            32    |         | JANUARY | dayOfMonth: must be 1 to 31, where 31 is the last day of every month, was 32
            1     | MONDAY  |         | weekday: must stand alone, without a day of the month and without a month, was MONDAY
                  | MONDAY  | JANUARY | weekday: must stand alone, without a day of the month and without a month, was MONDAY
                  |         |         | anchor: must be a weekday, a day of the month or a month, was nothing
            """)
    void nonsense_is_refused(Integer day, DayOfWeek weekday, Month month, String message) {
        assertThatThrownBy(() -> new CalendarAnchor(
                        Optional.ofNullable(day), Optional.ofNullable(weekday), Optional.ofNullable(month)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(message);
    }

    @ParameterizedTest(name = "{0} {1} {2} every {3}: {4}")
    @CsvSource(delimiter = '|', textBlock = """
            # day | weekday | month   | interval | message
                  | MONDAY  |         | P7D      | interval: must be in weeks for a weekday, was P7D
                  | MONDAY  |         | P1M      | interval: must be in weeks for a weekday, was P1M
                  | MONDAY  |         | P1Y      | interval: must be in weeks for a weekday, was P1Y
            1     |         |         | P30D     | interval: must be in months or years for a day of the month, was P30D
            1     |         |         | P4W      | interval: must be in months or years for a day of the month, was P4W
                  |         | JANUARY | P90D     | interval: must be in months or years for a day of the month, was P90D
                  |         | JANUARY | P13W     | interval: must be in months or years for a day of the month, was P13W
            """)
    void an_interval_that_cannot_keep_the_wish_is_refused(
            Integer day, DayOfWeek weekday, Month month, String interval, String message) {
        CalendarAnchor wish =
                new CalendarAnchor(Optional.ofNullable(day), Optional.ofNullable(weekday), Optional.ofNullable(month));

        assertThatThrownBy(() -> wish.anchorFor(LocalDate.of(2026, 1, 1), BillingInterval.parse(interval)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage(message);
    }

    @Provide
    Arbitrary<LocalDate> days() {
        Arbitrary<LocalDate> any = Arbitraries.integers().between(0, 50_000).map(LocalDate.of(1990, 1, 1)::plusDays);
        return Arbitraries.oneOf(any, any.map(day -> day.withDayOfMonth(day.lengthOfMonth())));
    }

    @Provide
    Arbitrary<BillingInterval> monthly() {
        return Arbitraries.oneOf(
                Arbitraries.integers()
                        .between(1, 120)
                        .map(count -> new BillingInterval(count, BillingInterval.Unit.MONTHS)),
                Arbitraries.integers()
                        .between(1, 10)
                        .map(count -> new BillingInterval(count, BillingInterval.Unit.YEARS)));
    }

    @Provide
    Arbitrary<BillingInterval> partsAndMultiplesOfAYear() {
        return Arbitraries.of("P1M", "P2M", "P3M", "P4M", "P6M", "P12M", "P24M", "P1Y", "P2Y", "P3Y", "P10Y")
                .map(BillingInterval::parse);
    }

    /** The boundaries on and after the first day. */
    private static List<LocalDate> boundaries(
            CalendarAnchor wish, BillingInterval interval, LocalDate firstDay, int count) {
        BillingGrid grid = new BillingGrid(wish.anchorFor(firstDay, interval), interval);
        long first = grid.indexOf(grid.boundaryOnOrAfter(firstDay));
        return LongStream.range(first, first + count).mapToObj(grid::boundary).toList();
    }
}
