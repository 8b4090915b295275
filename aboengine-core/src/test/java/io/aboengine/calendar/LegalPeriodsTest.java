package io.aboengine.calendar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.aboengine.Tries;
import io.aboengine.spi.InvalidRequestException;
import java.time.LocalDate;
import java.time.Period;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AddLifecycleHook;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@AddLifecycleHook(Tries.class)
class LegalPeriodsTest {

    /** Sections 187 (1), 188 (2) and (3) BGB; weeks by section 188 (2), months before days by section 189 (2). */
    @ParameterizedTest(name = "{1} after the event of {0} end with {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # event     | length | last day
            2025-01-31  | P1M    | 2025-02-28
            2025-02-28  | P1M    | 2025-03-28
            2026-08-31  | P6M    | 2027-02-28
            2024-01-31  | P1M    | 2024-02-29
            2024-01-30  | P1M    | 2024-02-29
            2024-02-29  | P1Y    | 2025-02-28
            2024-02-29  | P12M   | 2025-02-28
            2024-02-29  | P4Y    | 2028-02-29
            2026-12-31  | P1M    | 2027-01-31
            # notice received in an indefinite contract
            2026-01-31  | P1M    | 2026-02-28
            2026-03-15  | P1M    | 2026-04-15
            # days and weeks: the day of the event is not counted
            2026-03-02  | P14D   | 2026-03-16
            2026-03-02  | P2W    | 2026-03-16
            2026-01-30  | P30D   | 2026-03-01
            2024-02-28  | P1D    | 2024-02-29
            # a month and a half: months first, fifteen days last (section 189)
            2026-01-31  | P1M15D | 2026-03-15
            2025-11-15  | P3M15D | 2026-03-02
            # a length of nothing
            2026-05-05  | P0D    | 2026-05-05
            """)
    void a_period_set_off_by_an_event_does_not_count_its_day(LocalDate event, Period length, LocalDate lastDay) {
        assertThat(LegalPeriods.endOfEventPeriod(event, length)).isEqualTo(lastDay);
    }

    /** Sections 187 (2), 188 (2) and (3) BGB, beside what a step of months and one day back would give. */
    @ParameterizedTest(name = "{1} from {0} on end with {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # first day | length | last day   | plus months, minus 1 day
            2026-01-01  | P12M   | 2026-12-31 | 2026-12-31
            2026-01-31  | P1M    | 2026-02-28 | 2026-02-27
            2026-01-29  | P1M    | 2026-02-28 | 2026-02-27
            2026-02-28  | P1M    | 2026-03-27 | 2026-03-27
            2026-03-31  | P1M    | 2026-04-30 | 2026-04-29
            2024-02-29  | P12M   | 2025-02-28 | 2025-02-27
            2027-03-01  | P12M   | 2028-02-29 | 2028-02-29
            # 12 months from 31 January end with 30 January, wherever billing periods begin
            2026-01-31  | P12M   | 2027-01-30 | 2027-01-30
            2026-01-30  | P1M    | 2026-02-28 | 2026-02-27
            2026-01-28  | P1M    | 2026-02-27 | 2026-02-27
            2024-01-31  | P1M    | 2024-02-29 | 2024-02-28
            2024-01-30  | P1M    | 2024-02-29 | 2024-02-28
            2024-01-29  | P1M    | 2024-02-28 | 2024-02-28
            2024-02-29  | P1Y    | 2025-02-28 | 2025-02-27
            2024-02-29  | P4Y    | 2028-02-28 | 2028-02-28
            2026-01-15  | P1M    | 2026-02-14 | 2026-02-14
            2026-02-01  | P1M    | 2026-02-28 | 2026-02-28
            2025-03-01  | P2Y    | 2027-02-28 | 2027-02-28
            2026-12-31  | P2M    | 2027-02-28 | 2027-02-27
            # weeks end on the weekday before, days count the first one
            2026-03-02  | P1W    | 2026-03-08 | 2026-03-08
            2026-03-02  | P14D   | 2026-03-15 | 2026-03-15
            2026-03-02  | P1D    | 2026-03-02 | 2026-03-02
            # months first, then the days
            2026-01-31  | P1M15D | 2026-03-15 | 2026-03-14
            2026-01-01  | P1M15D | 2026-02-15 | 2026-02-15
            """)
    void a_period_that_begins_with_a_day_counts_it(
            LocalDate firstDay, Period length, LocalDate lastDay, LocalDate monthsMinusOneDay) {
        assertThat(LegalPeriods.endOfPeriodFrom(firstDay, length)).isEqualTo(lastDay);
        assertThat(firstDay.plus(length).minusDays(1)).isEqualTo(monthsMinusOneDay);
    }

    /**
     * Sections 187 (1), 188 (2) and (3) BGB backwards, beside what a step of months back would give. 31 January 2026 and 31
     * May 2026 are days of a week-end: section 193 BGB moves none (BGH, 17 February 2005, III ZR 172/04).
     */
    @ParameterizedTest(name = "{1} before the end of {0}: received by {2}")
    @CsvSource(delimiter = '|', textBlock = """
            # last day  | notice | latest     | minus months
            2026-12-31  | P1M    | 2026-11-30 | 2026-11-30
            2026-02-28  | P1M    | 2026-01-31 | 2026-01-28
            2028-02-29  | P1M    | 2028-01-31 | 2028-01-29
            2026-03-31  | P1M    | 2026-02-28 | 2026-02-28
            2026-04-30  | P1M    | 2026-03-31 | 2026-03-30
            2026-06-30  | P1M    | 2026-05-31 | 2026-05-30
            2027-01-14  | P1M    | 2026-12-14 | 2026-12-14
            2026-05-31  | P3M    | 2026-02-28 | 2026-02-28
            2027-02-28  | P3M    | 2026-11-30 | 2026-11-28
            2028-02-28  | P1M    | 2028-01-28 | 2028-01-28
            2026-03-30  | P1M    | 2026-02-28 | 2026-02-28
            2025-02-28  | P1Y    | 2024-02-29 | 2024-02-28
            # days and weeks
            2026-03-16  | P14D   | 2026-03-02 | 2026-03-02
            2026-03-16  | P2W    | 2026-03-02 | 2026-03-02
            # the days come last, so they are taken off first
            2026-03-15  | P1M15D | 2026-01-31 | 2026-01-31
            2026-05-15  | P1M15D | 2026-03-31 | 2026-03-31
            2026-03-14  | P1M15D | 2026-01-27 | 2026-01-30
            # no notice: the last day itself
            2026-02-28  | P0D    | 2026-02-28 | 2026-02-28
            """)
    void notice_must_be_received_by(LocalDate lastDay, Period notice, LocalDate latest, LocalDate monthsBack) {
        assertThat(LegalPeriods.latestReceipt(lastDay, notice)).isEqualTo(latest);
        assertThat(lastDay.minus(notice)).isEqualTo(monthsBack);
    }

    @Test
    void a_length_that_is_none_is_refused() {
        LocalDate day = LocalDate.of(2026, 1, 31);

        assertThatThrownBy(() -> LegalPeriods.endOfPeriodFrom(day, Period.ZERO))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessage("length: must be longer than nothing, was P0D");
        assertThatThrownBy(() -> LegalPeriods.endOfPeriodFrom(day, Period.parse("P1M-1D")))
                .hasMessage("length: must have no negative part, was P1M-1D");
        assertThatThrownBy(() -> LegalPeriods.endOfEventPeriod(day, Period.ofMonths(-1)))
                .hasMessage("length: must have no negative part, was P-1M");
        assertThatThrownBy(() -> LegalPeriods.latestReceipt(day, Period.ofDays(-1)))
                .hasMessage("notice: must have no negative part, was P-1D");
    }

    @Property
    void notice_on_the_latest_day_is_in_time_and_a_day_later_too_late(
            @ForAll("days") LocalDate lastDay, @ForAll("lengths") Period notice) {
        LocalDate latest = LegalPeriods.latestReceipt(lastDay, notice);

        assertThat(LegalPeriods.endOfEventPeriod(latest, notice)).isBeforeOrEqualTo(lastDay);
        assertThat(LegalPeriods.endOfEventPeriod(latest.plusDays(1), notice)).isAfter(lastDay);
    }

    /** The commentaries' rule of thumb for section 188 (2): the number of the day, one less where the first day counts. */
    @Property
    void months_end_on_the_number_of_the_day_or_with_the_month(
            @ForAll("days") LocalDate day, @ForAll("months") int months) {
        int index = day.getYear() * 12 + day.getMonthValue() - 1 + months;
        LocalDate first = LocalDate.of(index / 12, index % 12 + 1, 1);
        LocalDate last = first.plusDays(first.lengthOfMonth() - 1L);
        int number = day.getDayOfMonth();

        LocalDate sameNumber = number > first.lengthOfMonth() ? last : first.withDayOfMonth(number);
        LocalDate oneLess = number - 1 > first.lengthOfMonth() ? last : first.plusDays(number - 2L);

        assertThat(LegalPeriods.endOfEventPeriod(day, Period.ofMonths(months))).isEqualTo(sameNumber);
        assertThat(LegalPeriods.endOfPeriodFrom(day, Period.ofMonths(months))).isEqualTo(oneLess);
    }

    @Property
    void a_later_beginning_never_ends_earlier(@ForAll("days") LocalDate day, @ForAll("lengths") Period length) {
        LocalDate next = day.plusDays(1);

        assertThat(LegalPeriods.endOfPeriodFrom(next, length))
                .isAfterOrEqualTo(LegalPeriods.endOfPeriodFrom(day, length));
        assertThat(LegalPeriods.endOfEventPeriod(next, length))
                .isAfterOrEqualTo(LegalPeriods.endOfEventPeriod(day, length));
        assertThat(LegalPeriods.endOfPeriodFrom(day, length)).isAfterOrEqualTo(day);
        assertThat(LegalPeriods.endOfEventPeriod(day, length)).isAfter(day);
    }

    @Provide
    Arbitrary<LocalDate> days() {
        Arbitrary<LocalDate> any = Arbitraries.integers().between(0, 45_000).map(LocalDate.of(1990, 1, 1)::plusDays);
        Arbitrary<LocalDate> monthEnds = any.map(day -> day.withDayOfMonth(day.lengthOfMonth()));
        Arbitrary<LocalDate> monthBeginnings = any.map(day -> day.withDayOfMonth(1));
        return Arbitraries.frequencyOf(Tuple.of(5, any), Tuple.of(3, monthEnds), Tuple.of(2, monthBeginnings));
    }

    @Provide
    Arbitrary<Integer> months() {
        return Arbitraries.integers().between(1, 60);
    }

    @Provide
    Arbitrary<Period> lengths() {
        return Combinators.combine(
                        Arbitraries.integers().between(0, 3),
                        Arbitraries.integers().between(0, 30),
                        Arbitraries.frequencyOf(
                                Tuple.of(2, Arbitraries.just(0)),
                                Tuple.of(1, Arbitraries.integers().between(0, 45))))
                .as(Period::of)
                .filter(length -> !length.isZero());
    }
}
