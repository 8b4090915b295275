package io.aboengine.calendar;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDate;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BillingGridTest {

    /** Month lengths and leap years are those of the Gregorian calendar: 2000 and 2024 have a 29 February, 2100 has none. */
    @ParameterizedTest(name = "from {0} every {1}, boundary {2} is {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # anchor    | interval |   k | boundary
            # the 31st is clamped and comes back
            2025-01-31  | P1M      |   0 | 2025-01-31
            2025-01-31  | P1M      |   1 | 2025-02-28
            2025-01-31  | P1M      |   2 | 2025-03-31
            2025-01-31  | P1M      |   3 | 2025-04-30
            2025-01-31  | P1M      |  12 | 2026-01-31
            2025-01-31  | P1M      |  37 | 2028-02-29
            2024-01-31  | P1M      |   1 | 2024-02-29
            2024-01-31  | P1M      |  13 | 2025-02-28
            # the 30th too, and never becomes a last of the month
            2023-01-30  | P1M      |   1 | 2023-02-28
            2023-01-30  | P1M      |   2 | 2023-03-30
            2024-01-30  | P1M      |   1 | 2024-02-29
            2024-01-30  | P1M      |   2 | 2024-03-30
            2023-04-30  | P1M      |   1 | 2023-05-30
            2025-02-28  | P1M      |   1 | 2025-03-28
            # 29 February by years and by 12 and 48 months
            2024-02-29  | P1Y      |   1 | 2025-02-28
            2024-02-29  | P1Y      |   2 | 2026-02-28
            2024-02-29  | P1Y      |   3 | 2027-02-28
            2024-02-29  | P1Y      |   4 | 2028-02-29
            2024-02-29  | P12M     |   1 | 2025-02-28
            2024-02-29  | P12M     |   4 | 2028-02-29
            2024-02-29  | P1M      |  48 | 2028-02-29
            2024-02-29  | P48M     |   1 | 2028-02-29
            2024-02-29  | P2Y      |   1 | 2026-02-28
            # 1900 and 2100 are no leap years, 2000 is one
            1896-02-29  | P1Y      |   4 | 1900-02-28
            1996-02-29  | P1Y      |   4 | 2000-02-29
            2096-02-29  | P1Y      |   4 | 2100-02-28
            2096-02-29  | P1Y      |   8 | 2104-02-29
            2096-02-29  | P1M      |  48 | 2100-02-28
            2100-01-31  | P1M      |   1 | 2100-02-28
            # quarters
            2024-11-30  | P3M      |   1 | 2025-02-28
            2024-11-30  | P3M      |   2 | 2025-05-30
            2025-05-31  | P3M      |   1 | 2025-08-31
            2025-05-31  | P3M      |   2 | 2025-11-30
            2025-05-31  | P3M      |   3 | 2026-02-28
            2025-05-31  | P3M      |   4 | 2026-05-31
            # weeks and days know no clamping, nor nights with 23 or 25 hours
            2026-03-25  | P1W      |   1 | 2026-04-01
            2026-10-21  | P1W      |   1 | 2026-10-28
            2026-12-28  | P2W      |   1 | 2027-01-11
            2024-02-20  | P10D     |   1 | 2024-03-01
            2026-02-20  | P10D     |   1 | 2026-03-02
            2026-02-20  | P1D      | 365 | 2027-02-20
            2026-01-01  | P30D     |  12 | 2026-12-27
            # backwards
            2025-03-31  | P1M      |  -1 | 2025-02-28
            2025-03-31  | P1M      |  -2 | 2025-01-31
            2025-03-31  | P1M      | -13 | 2024-02-29
            2024-02-29  | P1Y      |  -1 | 2023-02-28
            2024-02-29  | P1Y      |  -4 | 2020-02-29
            2025-05-31  | P3M      |  -1 | 2025-02-28
            2026-04-01  | P1W      |  -1 | 2026-03-25
            2026-03-02  | P10D     |  -3 | 2026-01-31
            """)
    void every_boundary_is_counted_from_the_anchor(LocalDate anchor, String interval, long k, LocalDate boundary) {
        assertThat(grid(anchor, interval).boundary(k)).isEqualTo(boundary);
    }

    @ParameterizedTest(name = "from {0} every {1}, {2} lies in {3} to {4}")
    @CsvSource(delimiter = '|', textBlock = """
            # anchor    | interval | day        | start      | end        | days | number
            2025-01-31  | P1M      | 2025-01-31 | 2025-01-31 | 2025-02-28 |   28 |   0
            2025-01-31  | P1M      | 2025-02-27 | 2025-01-31 | 2025-02-28 |   28 |   0
            2025-01-31  | P1M      | 2025-02-28 | 2025-02-28 | 2025-03-31 |   31 |   1
            2025-01-31  | P1M      | 2025-03-30 | 2025-02-28 | 2025-03-31 |   31 |   1
            2025-01-31  | P1M      | 2025-03-31 | 2025-03-31 | 2025-04-30 |   30 |   2
            2025-01-31  | P1M      | 2025-01-30 | 2024-12-31 | 2025-01-31 |   31 |  -1
            2025-01-31  | P1M      | 2024-12-30 | 2024-11-30 | 2024-12-31 |   31 |  -2
            2024-02-29  | P1Y      | 2025-02-27 | 2024-02-29 | 2025-02-28 |  365 |   0
            2024-02-29  | P1Y      | 2025-02-28 | 2025-02-28 | 2026-02-28 |  365 |   1
            2024-02-29  | P1Y      | 2028-02-28 | 2027-02-28 | 2028-02-29 |  366 |   3
            2024-02-29  | P1Y      | 2028-02-29 | 2028-02-29 | 2029-02-28 |  365 |   4
            2024-02-29  | P1Y      | 2024-02-28 | 2023-02-28 | 2024-02-29 |  366 |  -1
            2025-11-30  | P3M      | 2026-02-27 | 2025-11-30 | 2026-02-28 |   90 |   0
            2025-11-30  | P3M      | 2026-02-28 | 2026-02-28 | 2026-05-30 |   91 |   1
            2026-03-25  | P1W      | 2026-03-31 | 2026-03-25 | 2026-04-01 |    7 |   0
            2026-03-25  | P1W      | 2026-03-24 | 2026-03-18 | 2026-03-25 |    7 |  -1
            2026-02-20  | P10D     | 2026-03-01 | 2026-02-20 | 2026-03-02 |   10 |   0
            2026-02-20  | P10D     | 2026-02-10 | 2026-02-10 | 2026-02-20 |   10 |  -1
            """)
    void a_day_belongs_to_the_period_whose_start_it_has_reached(
            LocalDate anchor, String interval, LocalDate day, LocalDate start, LocalDate end, int days, long number) {
        BillingGrid grid = grid(anchor, interval);

        assertThat(grid.periodAt(day)).isEqualTo(new ServicePeriod(start, end));
        assertThat(grid.periodAt(day).days()).isEqualTo(days);
        assertThat(grid.indexOf(day)).isEqualTo(number);
    }

    @ParameterizedTest(name = "from {0} every {1}, the first boundary from {2} on is {3}")
    @CsvSource(delimiter = '|', textBlock = """
            # anchor    | interval | day        | boundary
            2025-01-31  | P1M      | 2025-02-28 | 2025-02-28
            2025-01-31  | P1M      | 2025-03-01 | 2025-03-31
            2025-01-31  | P1M      | 2024-02-29 | 2024-02-29
            2025-01-31  | P1M      | 2024-02-28 | 2024-02-29
            2024-02-29  | P1Y      | 2027-03-01 | 2028-02-29
            2026-03-25  | P1W      | 2026-03-26 | 2026-04-01
            """)
    void a_boundary_is_its_own_first_boundary(LocalDate anchor, String interval, LocalDate day, LocalDate boundary) {
        assertThat(grid(anchor, interval).boundaryOnOrAfter(day)).isEqualTo(boundary);
    }

    private static BillingGrid grid(LocalDate anchor, String interval) {
        return new BillingGrid(anchor, BillingInterval.parse(interval));
    }
}
