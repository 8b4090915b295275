package io.aboengine.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import io.aboengine.Tries;
import java.time.LocalDate;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AddLifecycleHook;

/** Periods tile the calendar, whatever the anchor and the interval. */
@AddLifecycleHook(Tries.class)
class BillingGridLawsTest {
    private static final LocalDate FIRST = LocalDate.of(1990, 1, 1);
    private static final int DAYS = 45_000;

    @Provide
    Arbitrary<LocalDate> days() {
        Arbitrary<LocalDate> any = Arbitraries.integers().between(0, DAYS).map(FIRST::plusDays);
        Arbitrary<LocalDate> monthEnds = any.map(day -> day.withDayOfMonth(day.lengthOfMonth()));
        Arbitrary<LocalDate> leapDays =
                Arbitraries.of(1992, 1996, 2000, 2024, 2028, 2096, 2104).map(year -> LocalDate.of(year, 2, 29));
        return Arbitraries.frequencyOf(Tuple.of(6, any), Tuple.of(3, monthEnds), Tuple.of(1, leapDays));
    }

    @Provide
    Arbitrary<BillingInterval> intervals() {
        Arbitrary<BillingInterval> usual = Arbitraries.of(
                        "P1M", "P1Y", "P3M", "P6M", "P1W", "P2W", "P30D", "P28D", "P2Y")
                .map(BillingInterval::parse);
        Arbitrary<BillingInterval> odd = Combinators.combine(
                        Arbitraries.of(BillingInterval.Unit.values()),
                        Arbitraries.integers().between(1, 10))
                .as((unit, count) -> new BillingInterval(count, unit));
        return Arbitraries.oneOf(usual, odd);
    }

    @Property
    void every_day_belongs_to_exactly_one_period(
            @ForAll("days") LocalDate anchor,
            @ForAll("intervals") BillingInterval interval,
            @ForAll("days") LocalDate day) {
        BillingGrid grid = new BillingGrid(anchor, interval);

        ServicePeriod period = grid.periodAt(day);
        long k = grid.indexOf(day);

        assertThat(period.contains(day)).isTrue();
        assertThat(period).isEqualTo(new ServicePeriod(grid.boundary(k), grid.boundary(k + 1)));
        assertThat(grid.periodAt(period.start())).isEqualTo(period);
        assertThat(grid.periodAt(period.lastDay())).isEqualTo(period);
        assertThat(grid.periodAt(period.end()).start()).isEqualTo(period.end());
        assertThat(grid.periodAt(period.start().minusDays(1)).end()).isEqualTo(period.start());
    }

    @Property
    void neighbouring_periods_share_a_boundary_and_no_day(
            @ForAll("days") LocalDate anchor,
            @ForAll("intervals") BillingInterval interval,
            @ForAll @IntRange(min = -200, max = 200) int k) {
        BillingGrid grid = new BillingGrid(anchor, interval);

        assertThat(grid.boundary(0)).isEqualTo(anchor);
        assertThat(grid.boundary(k)).isBefore(grid.boundary(k + 1));
        assertThat(grid.indexOf(grid.boundary(k))).isEqualTo(k);
        assertThat(grid.boundaryOnOrAfter(grid.boundary(k))).isEqualTo(grid.boundary(k));
        assertThat(grid.boundaryOnOrAfter(grid.boundary(k).plusDays(1))).isEqualTo(grid.boundary(k + 1));
    }

    @Property
    void a_boundary_is_the_anchor_moved_and_clamped(
            @ForAll("days") LocalDate anchor,
            @ForAll("intervals") BillingInterval interval,
            @ForAll @IntRange(min = -200, max = 200) int k) {
        assertThat(new BillingGrid(anchor, interval).boundary(k)).isEqualTo(clamped(anchor, interval, k));
    }

    /** Counted with year and month as plain numbers, and a table of month lengths. */
    private static LocalDate clamped(LocalDate anchor, BillingInterval interval, int k) {
        long steps = (long) k * interval.count();
        if (interval.unit() == BillingInterval.Unit.DAYS || interval.unit() == BillingInterval.Unit.WEEKS) {
            return LocalDate.ofEpochDay(
                    anchor.toEpochDay() + steps * (interval.unit() == BillingInterval.Unit.WEEKS ? 7 : 1));
        }
        long months = anchor.getYear() * 12L
                + anchor.getMonthValue()
                - 1
                + steps * (interval.unit() == BillingInterval.Unit.YEARS ? 12 : 1);
        int year = (int) Math.floorDiv(months, 12L);
        int month = (int) Math.floorMod(months, 12L);
        boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
        int length = List.of(31, leap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
                .get(month);
        return LocalDate.of(year, month + 1, anchor.getDayOfMonth() < length ? anchor.getDayOfMonth() : length);
    }
}
